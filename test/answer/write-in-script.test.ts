import { beforeAll, describe, expect, it } from "vitest";
import type { AnswerEvent, AnswerQuestion } from "../../src/answer/types.ts";
import { writeInScript } from "../../src/answer/write-in-script.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import { createAsk, createFixtureCorpus } from "../support/test-corpus.ts";

let corpus: Corpus;
let answerQuestion: AnswerQuestion;
beforeAll(async () => {
  corpus = await createFixtureCorpus();
  const ask = createAsk(corpus);
  answerQuestion = (request) => ask(request.question, request);
});

const QUESTION = "武侯區2018年有多少個社區養老院?";

describe("an answer in the asker's script", () => {
  it.each([
    ["zh-TW", "off"],
    ["zh-Hant", "off"],
    ["zh-Hant-HK", "off"],
    [undefined, "auto"],
  ] as const)("is traditional for locale %s with the setting %s", async (locale, setting) => {
    const answer = await writeInScript(
      answerQuestion,
      setting,
    )({
      question: QUESTION,
      audience: "public",
      ...(locale ? { locale } : {}),
    });
    expect(answer.outcome).toBe("answered_extract");
    expect(answer.text).toContain("養老院");
    for (const { documentId, start, end, quote } of answer.citations) {
      expect((await corpus.document(documentId, "public"))?.text.slice(start, end)).toBe(quote);
    }
  });

  it.each([
    [QUESTION, undefined, "off"],
    [QUESTION, "zh-CN", "off"],
    [QUESTION.replaceAll("區", "区").replaceAll("個", "个").replace("養", "养"), undefined, "auto"],
  ] as const)(
    "is as the documents have it for %s, locale %s, setting %s",
    async (question, locale, setting) => {
      const request = { question, audience: "public" as const, ...(locale ? { locale } : {}) };
      const answer = await writeInScript(answerQuestion, setting)(request);
      expect(answer.text).toContain("养老院");
    },
  );

  it("holds its table as well", async () => {
    const comparison = {
      columns: ["审批提速"],
      rows: [{ label: "余杭区", cells: [{ text: "提速一倍", citations: [1] }] }],
    };
    const engine: AnswerQuestion = async (request) => ({ ...(await answerQuestion(request)), comparison });
    const answer = await writeInScript(engine, "auto")({ question: QUESTION, audience: "public" });
    expect(answer.comparison).toEqual({
      columns: ["審批提速"],
      rows: [{ label: "餘杭區", cells: [{ text: "提速一倍", citations: [1] }] }],
    });
  });

  it("is told in it while it is written, and its choices and warnings with it", async () => {
    const events: AnswerEvent[] = [];
    const engine: AnswerQuestion = async (_, options = {}) => {
      const answer = {
        ...(await answerQuestion({ question: QUESTION, audience: "public" })),
        options: [{ label: "医疗", question: "医疗怎么办" }],
        notices: [{ code: "dated" as const, text: "可能已有更新，请核对。" }],
      };
      options.onEvent?.({ type: "text", delta: "社区养老院" });
      options.onEvent?.({ type: "outcome", answer });
      return answer;
    };
    const answer = await writeInScript(engine, "auto")(
      { question: QUESTION, audience: "public" },
      { onEvent: (event) => events.push(event) },
    );
    expect(answer.options).toEqual([{ label: "醫療", question: "醫療怎麼辦" }]);
    expect(answer.notices[0]?.text).toBe("可能已有更新，請核對。");
    expect(events).toEqual([
      { type: "text", delta: "社區養老院" },
      { type: "outcome", answer },
    ]);
  });
});
