import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../../support/answer-desk.ts";
import { markdownFile } from "../../support/test-corpus.ts";

const guide = (id: string, title: string, body: string) =>
  markdownFile(id, `# ${title}\n\n${body}\n`, { kind: "procedure", title });

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    guide("stall", "摊位证申领", "## 收费标准\n\n- 每证15元。\n\n## 办结时限\n\n- 受理后4个工作日内发证。"),
    guide("bicycle", "电动车上牌", "## 收费标准\n\n- 牌照不收费。\n\n## 办结时限\n\n- 当场上牌。"),
  ]);
});

describe("a question for several things", () => {
  it("is answered of each item by itself", async () => {
    const { text } = await desk.expectAnswer("摊位证申领多少钱?电动车上牌要多久?", {
      keys: ["15元", "当场"],
      documents: ["stall", "bicycle"],
    });
    expect(text).not.toContain("4个工作日");
  });

  it("is answered from guides and from documents alike", async () => {
    await desk.expectAnswer("摊位证申领要多久?武侯区2018年改造了多少个老旧院落?", {
      keys: ["4个工作日", "73个"],
      documents: ["stall", "wuhou-2018"],
    });
  });

  it.each([
    ["摊位证申领多少钱?火星车票怎么预订?", "火星车票怎么预订"],
    ["武侯区2018年改造了多少个老旧院落?摊位协会食堂几点开饭?", "摊位协会食堂几点开饭"],
  ])("names what has no answer: %s", async (question, named) => {
    const { outcome, notices } = await desk.ask(question);
    expect(outcome).toMatch(/^answered/);
    expect(
      notices
        .filter(({ code }) => code === "partial")
        .map(({ text }) => text)
        .join(),
    ).toContain(named);
  });

  it("is declined as a whole where nothing answers any of it", async () => {
    await desk.expectDeclined("火星车票怎么预订?月球仓库几点开门?");
  });

  it("takes its one year for all of its parts", async () => {
    await desk.expectDeclined("武侯区2031年改造了多少个老旧院落?有多少个社区养老院?");
  });
});
