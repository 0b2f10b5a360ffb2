import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../../support/answer-desk.ts";
import { markdownFile } from "../../support/test-corpus.ts";

const guide = (id: string, title: string, lines: string) =>
  markdownFile(id, `# ${title}\n\n## 受理条件\n${lines}\n\n## 办理地点\n各办事窗口。\n`, {
    title,
    kind: "procedure",
  });

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    guide("firm-end", "公司注销登记", "公司解散、破产或者被吊销的，清算后申请注销。"),
    guide("firm-change", "公司变更登记", "公司住所、法定代表人、经营范围改变的，申请变更。"),
    guide("trees", "林木采伐许可", "采伐自留山上的林木，应当取得采伐许可证。"),
    guide("seal", "公章刻制备案", "新刻公章的单位，凭营业执照备案。"),
  ]);
});

describe("what people say", () => {
  it.each([
    ["公司不干了，想关掉", "firm-end"],
    ["公司搬了地方，要不要改执照", "firm-change"],
    ["自家山上的树想砍了卖", "trees"],
    ["刻个公章咋办", "seal"],
  ])("%s is answered from %s", async (question, id) => {
    const answer = await desk.ask(question, {}, 1200);
    expect([answer.outcome, answer.procedure?.documentId]).toEqual(["answered_procedure", id]);
  });

  it.each(["办证", "我要办证", "到期了怎么续", "想变更一下", "那个证要带啥"])(
    "%s does not say what: it is asked back",
    async (question) => {
      const answer = await desk.ask(question);
      expect(answer.outcome).toBe("clarify");
      expect(answer.options?.length ?? 0).toBeLessThanOrEqual(4);
    },
  );

  it("offers what is done with several things", async () => {
    const answer = await desk.ask("想变更一下");
    expect(answer.options?.map(({ label }) => label)).toContain("公司变更登记");
  });

  it.each(["帮我查查我的养老还差几年", "驾校科目二哪天有位置", "我的材料审核到哪一步了"])(
    "%s is beyond any guide",
    async (question) => {
      expect((await desk.ask(question)).outcome).toBe("out_of_scope");
    },
  );

  it("leaves to the court what it decides, and names who advises", async () => {
    const answer = await desk.ask("打离婚官司，房子能判给我吗");
    expect(answer.outcome).toBe("handoff");
    expect(answer.text).toContain("12348");
  });

  it.each(["养老保险还差几年怎么查", "怎么查审核到哪一步"])(
    "%s asks for a way, and is no look-up",
    async (question) => {
      expect((await desk.ask(question)).outcome).not.toBe("handoff");
    },
  );
});

describe("the questions that a guide lists itself", () => {
  beforeAll(async () => {
    const text =
      "## 受理条件\n\n有渔船的。\n\n## 常见问题\n\n- 捕鱼证还办吗：现在办的是打渔证。\n- 打渔证要年年换吗：要，期满前1个月内办理换证，也可以网上申请。\n";
    const aliases = ["打渔证", "捕鱼证"];
    desk = await openAnswerDesk([
      markdownFile("fishing", text, { kind: "procedure", title: "打渔证申领", aliases }),
    ]);
  });

  it.each(["如何办理打渔证", "打渔证如何办理", "怎么办理打渔证", "办理打渔证", "我想申请打渔证"])(
    "%s asks for the guide, not for one of them",
    async (question) => {
      const answer = await desk.ask(question, {}, 1200);
      expect(answer.text).toContain("受理条件：有渔船的");
      expect(answer.text).not.toContain("年年换");
    },
  );
});
