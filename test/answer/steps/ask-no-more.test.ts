import { beforeAll, describe, expect, it } from "vitest";
import type { AskRequest, Turn } from "../../../src/domain.ts";
import type { Corpus } from "../../../src/retrieval/corpus.ts";
import { createAsk, createTestCorpus, markdownFile } from "../../support/test-corpus.ts";

const body = (name: string) => `# ${name}\n\n## 办理材料\n\n- ${name}申请表，以及${name}的说明。\n`;
const guide = (id: string, title: string) =>
  markdownFile(id, body(title), { kind: "procedure", title, aliases: ["摊位证", "摆摊证"] });

let corpus: Corpus;
beforeAll(async () => {
  corpus = await createTestCorpus([guide("fixed", "固定摊位登记"), guide("mobile", "流动摊位登记")]);
});

const ask = (question: string, history: Turn[] = [], request: Partial<AskRequest> = {}) =>
  createAsk(corpus)(question, { history, ...request });

/** The conversation after asking the same vague question `times` times. */
async function vague(times: number): Promise<Turn[]> {
  const history: Turn[] = [];
  for (let i = 0; i < times; i++) {
    const { text } = await ask("摊位证要什么材料?", history);
    history.push({ role: "user", text: "摊位证要什么材料?" }, { role: "assistant", text });
  }
  return history;
}

describe("asking back", () => {
  it("offers whole questions", async () => {
    const { outcome, options } = await ask("摊位证要什么材料?");
    expect(outcome).toBe("clarify");
    expect(options?.map(({ label }) => label).sort()).toEqual(["固定摊位登记", "流动摊位登记"]);
    for (const { label, question } of options ?? []) expect(question).toContain(label);
  });

  it.each(["1", "第二个", "流动的", "②"])("is answered by %s", async (said) => {
    const answer = await ask(said, await vague(1));
    expect(answer.outcome).toBe("answered_procedure");
    expect(answer.question.text).toContain("摊位登记");
  });

  it("comes twice, and then gives way to an answer that says how it was taken", async () => {
    expect((await ask("摊位证要什么材料?", await vague(1))).outcome).toBe("clarify");
    const third = await ask("摊位证要什么材料?", await vague(2));
    expect(third.outcome).toBe("answered_procedure");
    expect(third.notices[0]).toMatchObject({ code: "partial" });
    expect(third.notices[0]?.text).toMatch(/先按「(?:固定|流动)摊位登记」回答/);
  });

  it("begins anew after an answer", async () => {
    const history: Turn[] = [
      ...(await vague(2)),
      { role: "user", text: "1" },
      { role: "assistant", text: "固定摊位登记的办理材料：申请表[1]" },
    ];
    expect((await ask("摊位证要什么材料?", history)).outcome).toBe("clarify");
  });
});
