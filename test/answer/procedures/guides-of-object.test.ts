import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk, said } from "../../support/answer-desk.ts";
import { markdownFile } from "../../support/test-corpus.ts";

const guide = (id: string, title: string, aliases: string[], days: string, fee = "不收费") =>
  markdownFile(id, `## 办理材料\n\n- ${title}申请表。\n\n## 办结时限\n\n${days}\n\n## 收费标准\n\n${fee}\n`, {
    kind: "procedure",
    title,
    aliases,
  });

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    guide("buoy-new", "浮标牌首次核发", ["申请浮标牌", "浮标牌怎么办"], "9个工作日"),
    guide("buoy-lost", "浮标牌遗失补发", ["浮标牌丢了", "补浮标牌"], "4个工作日"),
    guide("inn-close", "渔家客栈注销登记", ["渔家客栈铭牌注销"], "3个工作日"),
    guide("shop-close", "鱼行注销登记", ["鱼行铭牌注销"], "6个工作日"),
    guide("reed-cut", "芦苇收割备案", ["芦苇备案办理"], "以当地公布为准", "以当地公布为准"),
    guide("reed-burn", "芦苇焚烧备案", ["芦苇焚烧"], "以当地公布为准", "以当地公布为准"),
    guide("wharf", "泊位登记", ["登记泊位"], "8个工作日"),
    guide("sail", "帆船入籍", ["帆船泊位迁入"], "7个工作日"),
  ]);
});

const labels = async (question: string) =>
  ((await desk.ask(question)).options ?? []).map(({ label }) => label).sort();

describe("a question that says no more than an object", () => {
  it.each([
    ["浮标牌要多久", ["浮标牌遗失补发", "浮标牌首次核发"]],
    ["我要办浮标牌", ["浮标牌遗失补发", "浮标牌首次核发"]],
    ["请问办浮标牌需要什么材料？", ["浮标牌遗失补发", "浮标牌首次核发"]],
    // What each leaves to others is no common answer.
    ["芦苇多少钱", ["芦苇收割备案", "芦苇焚烧备案"]],
    // No title says it, but the everyday names of two do.
    ["铭牌注销要多久", ["渔家客栈注销登记", "鱼行注销登记"]],
  ])("is asked which of those that share it is meant: %s", async (question, offered) => {
    expect(await labels(question)).toEqual(offered);
  });

  it.each([
    // All give the same answer.
    ["浮标牌多少钱", "不收费"],
    // Whoever says a name of one guide alone means that one.
    ["浮标牌怎么办", "9个工作日"],
    ["浮标牌丢了要多久", "4个工作日"],
    // One title begins with it; that another name speaks of it as well is no choice.
    ["泊位要多久", "8个工作日"],
  ])("is answered where nothing is left to choose: %s", async (question, key) => {
    const answer = await desk.ask(question);
    expect(answer.outcome).toBe("answered_procedure");
    expect(answer.text).toContain(key);
  });

  it.each([
    ["1", undefined],
    ["第二个", undefined],
    ["补发", "4个工作日"],
    ["补", "4个工作日"],
    ["丢了补的", undefined],
    ["遗失补发那个吧", "4个工作日"],
    ["首发", "9个工作日"],
  ])("is then answered in the field first asked for: %s", async (choice, key) => {
    const first = await desk.ask("浮标牌要多久");
    const history = said("浮标牌要多久", first.text);
    const answer = await desk.ask(choice, { history });
    expect(answer.outcome).toBe("answered_procedure");
    expect(answer.text).toMatch(key === undefined ? /[49]个工作日/ : key);
    expect(answer.text).not.toContain("申请表");
  });

  it("is asked of another one that was offered, by its name", async () => {
    const first = await desk.ask("浮标牌要什么材料");
    const history = said(
      "浮标牌要什么材料",
      first.text,
      "首次的",
      "浮标牌首次核发申请表[1]",
      "要多久",
      "9个工作日[1]",
    );
    const answer = await desk.ask("那补发的呢", { history });
    expect(answer.text).toContain("4个工作日");
  });

  it("is left for what is meant instead", async () => {
    const first = await desk.ask("浮标牌要多久");
    const history = said("浮标牌要多久", first.text);
    const answer = await desk.ask("都不是，我问的是泊位登记要多久", { history });
    expect(answer.text).toContain("8个工作日");
  });
});
