import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AskedQuestion } from "../../src/conversation/asked-log.ts";
import type { Answer } from "../../src/domain.ts";
import { findFailures } from "../../src/gaps/find-failures.ts";
import { isSameGap, shortIds } from "../../src/gaps/gap-id.ts";
import { statesOf } from "../../src/gaps/gap-states.ts";
import { groupQuestions } from "../../src/gaps/group-questions.ts";
import { proveGap, toProven } from "../../src/gaps/prove-gap.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { sampleProof } from "../support/sample-proof.ts";
import { lexicon, regions } from "../support/test-corpus.ts";

let messages = 0;
/** A question that was refused, unless said otherwise. */
function asked(text: string, more: Partial<AskedQuestion> = {}, answer: Partial<Answer> = {}): AskedQuestion {
  const id = `m${String(messages++).padStart(4, "0")}`;
  const question = { text, masked: false };
  const refused: Pick<Answer, "outcome" | "citations" | "text"> = {
    outcome: "no_source",
    citations: [],
    text: "没有找到",
  };
  return {
    answer: { ...sampleAnswer(), ...refused, messageId: id, question, ...answer },
    audience: "public",
    conversation: id,
    askedAt: `2026-11-20T08:00:00.${id.slice(-3)}Z`,
    rating: null,
    ...more,
  };
}

const groupsOf = async (questions: readonly AskedQuestion[]) =>
  groupQuestions(await findFailures(questions, lexicon), regions);
const textsOf = async (questions: readonly AskedQuestion[]) =>
  (await groupsOf(questions)).map((gap) => gap.questions.map(({ text }) => text).sort()).sort();

describe("what was not well answered", () => {
  const partial = [{ code: "partial" as const, text: "只有一部分" }];
  it.each<[string, Partial<AskedQuestion>, Partial<Answer>, string | undefined]>([
    ["a refusal", {}, {}, "refused"],
    ["a weak source", {}, { outcome: "weak_source" }, "weak"],
    ["a part of an answer", {}, { outcome: "answered_extract", notices: partial }, "weak"],
    ["an answer rated down", { rating: "down" }, { outcome: "answered_extract" }, "rated_down"],
    ["small talk rated down", { rating: "down" }, { outcome: "small_talk" }, "rated_down"],
    ["a clarification nobody followed", {}, { outcome: "clarify" }, "clarified_in_vain"],
    ["an answer", {}, { outcome: "answered_extract" }, undefined],
    ["an answer rated up", { rating: "up" }, { outcome: "answered_standard" }, undefined],
    ["what is out of scope", {}, { outcome: "out_of_scope" }, undefined],
    ["an attack", {}, { outcome: "blocked_input" }, undefined],
    [
      "a corrected premise",
      {},
      { outcome: "answered_extract", notices: partial, text: "与您所说不同，原文是：9个" },
      undefined,
    ],
  ])("%s", async (_what, more, answer, reason) => {
    const [found] = await findFailures([asked("河口区大厅有母婴室吗", more, answer)], lexicon);
    expect(found?.reason).toBe(reason);
  });

  it("a clarification was not in vain when an answer followed in its conversation", async () => {
    const clarified = (conversation: string) =>
      asked("补办身份证", { conversation, askedAt: "2026-11-20T08:00:00.000Z" }, { outcome: "clarify" });
    const answered = (conversation: string) =>
      asked(
        "丢失补领",
        { conversation, askedAt: "2026-11-20T08:01:00.000Z" },
        { outcome: "answered_procedure" },
      );
    expect(await findFailures([clarified("c1"), answered("c1")], lexicon)).toEqual([]);
    expect(await findFailures([clarified("c1"), answered("c2")], lexicon)).toHaveLength(1);
  });

  it("counts the same words once, with the last answer, and shows no personal number", async () => {
    const [found, ...others] = await findFailures(
      [
        asked("请问河口区大厅有母婴室吗？", { askedAt: "2026-11-20T09:00:00Z" }, { text: "后" }),
        asked("河口区大厅有没有母婴室", { askedAt: "2026-11-20T08:00:00Z" }, { text: "前" }),
        asked("我是13800138000，河口区大厅有母婴室吗", { askedAt: "2026-11-18T08:00:00Z" }),
      ],
      lexicon,
    );
    expect(found).toMatchObject({
      count: 2,
      firstAsked: "2026-11-20T08:00:00Z",
      lastAsked: "2026-11-20T09:00:00Z",
    });
    expect(found?.answer.text).toBe("后");
    expect(others.map(({ text }) => text).join()).not.toContain("13800138000");
  });
});

describe("groups", () => {
  it("hold what asks about the same thing in other words", async () => {
    const found = await textsOf([
      asked("河口区政务大厅有母婴室吗"),
      asked("河口区政务服务大厅有没有母婴室"),
      asked("请问河口区政务大厅里有母婴室吗"),
      asked("最低工资标准是多少"),
    ]);
    expect(found.map((group) => group.length)).toEqual([1, 3]);
  });

  it.each([
    ["another place", "余杭区大厅有母婴室吗", "西湖区大厅有母婴室吗"],
    ["another year", "2024年取消了几个审批事项", "2025年取消了几个审批事项"],
    ["another thing", "大厅有母婴室吗", "补办身份证要多少钱"],
  ])("keep apart what names %s", async (_what, one, other) => {
    expect(await groupsOf([asked(one), asked(other)])).toHaveLength(2);
  });

  it("keep what staff asked apart", async () => {
    const both = [asked("大厅有母婴室吗"), asked("大厅有母婴室吗", { audience: "staff" })];
    expect((await groupsOf(both)).map(({ audience }) => audience).sort()).toEqual(["public", "staff"]);
  });

  it("are the same, with the same ids, in whatever order the questions come", async () => {
    const texts = [
      "河口区大厅有母婴室吗",
      "河口区大厅有没有母婴室呢",
      "河口区大厅母婴室在哪",
      "最低工资多少",
      "最低工资标准多少",
      "余杭区大厅有母婴室吗",
      "大厅几点关门",
      "大厅几点下班",
    ];
    const questions = texts.map((text) => asked(text));
    const expected = await groupsOf(questions);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(questions, { minLength: questions.length }), async (shuffled) => {
        expect(await groupsOf(shuffled)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
    expect(expected.reduce((sum, { count }) => sum + count, 0)).toBe(texts.length);
    expect(expected.every(({ id }) => /^G-[0-9a-f]{4}$/.test(id))).toBe(true);
  });

  it("keep their id when more people ask", async () => {
    const first = asked("河口区大厅有母婴室吗", { askedAt: "2026-11-01T08:00:00Z" });
    const [before] = await groupsOf([first]);
    const [after] = await groupsOf([asked("河口区大厅里有没有母婴室"), asked("河口区大厅有母婴室吗"), first]);
    expect([after?.id, after?.count]).toEqual([before?.id, 3]);
  });
});

describe("ids", () => {
  it("are as short as they can be told apart", () => {
    expect(shortIds(["3f2a1", "3f2b1"])).toEqual(["G-3f2a", "G-3f2b"]);
    expect(shortIds(["3f2a11aa", "3f2a12aa"])).toEqual(["G-3f2a11", "G-3f2a12"]);
  });

  it.each([
    ["G-3f2a", "G-3f2a", true],
    ["g-3F2A", "G-3f2a", true],
    ["3f2a11", "G-3f2a", true],
    ["3f2a", "G-3f2a11", true],
    ["3f2b", "G-3f2a", false],
    ["3f2", "G-3f2a", false],
    ["", "G-3f2a", false],
  ])("%s means %s: %s", (typed, id, expected) => {
    expect(isSameGap(typed, id)).toBe(expected);
  });
});

describe("a proof", () => {
  const good: Answer = { ...sampleAnswer(), outcome: "answered_extract", text: "有，在一楼。[1]" };
  const prove = async (question: AskedQuestion, after: Answer | Error) => {
    const [gap] = await groupsOf([question]);
    if (!gap) throw new Error("no gap");
    const answerQuestion = async () => {
      if (after instanceof Error) throw after;
      return after;
    };
    const [result] = await proveGap(gap, { answerQuestion, regions });
    return { gap, result };
  };
  const refused = asked("河口区大厅有母婴室吗");
  const { notices: _none, ...weakened } = good;
  const weak: Answer = { ...weakened, notices: [{ code: "partial", text: "只有一部分" }] };

  it.each<[string, AskedQuestion, Answer | Error, string]>([
    ["answered now", refused, good, "fixed"],
    ["refused again", refused, refused.answer, "open"],
    ["answered in part", refused, weak, "open"],
    ["not asked for an error", refused, new Error("x"), "open"],
    ["rated down, and the same again", asked("问法甲乙丙", { rating: "down" }, good), good, "open"],
    [
      "rated down, and another now",
      asked("问法甲乙丙", { rating: "down" }, { ...good, text: "旧" }),
      good,
      "fixed",
    ],
    ["answered in part, and refused now", asked("问法甲乙丙", {}, weak), refused.answer, "worse"],
  ])("%s", async (_what, question, after, verdict) => {
    expect((await prove(question, after)).result?.verdict).toBe(verdict);
  });

  it("holds until the question is asked and refused again", async () => {
    const early = asked("河口区大厅有母婴室吗", { askedAt: "2026-11-20T08:00:00.000Z" });
    const { gap, result } = await prove(early, good);
    if (!result) throw new Error("no result");
    const proof = { ...sampleProof(), at: "2026-11-20T09:00:00.000Z", questions: [toProven(result)] };
    const stateWith = async (...more: AskedQuestion[]) =>
      statesOf(await groupsOf([early, ...more]), [proof])[0];
    expect(statesOf([gap], [])[0]?.status).toBe("open");
    expect(await stateWith()).toMatchObject({ status: "repaired", proof: { by: "张三", index: "2-abcdef" } });
    const again = asked("河口区大厅有母婴室吗", { askedAt: "2026-11-20T10:00:00.000Z" });
    expect((await stateWith(again))?.status).toBe("reopened");
    const other = asked("河口区大厅里面有母婴室吗", { askedAt: "2026-11-20T08:30:00.000Z" });
    expect((await stateWith(other))?.status).toBe("open");
    const worse = {
      ...proof,
      questions: proof.questions.map((one) => ({ ...one, verdict: "open" as const })),
    };
    expect(statesOf([gap], [proof, worse])[0]?.status).toBe("open");
  });

  it("keeps no answer's words", async () => {
    const { result } = await prove(refused, good);
    expect(JSON.stringify(result && toProven(result))).not.toContain("一楼");
  });
});
