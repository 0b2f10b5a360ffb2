import { describe, expect, it } from "vitest";
import { createDraft, type Draft } from "../../../src/answer/draft.ts";
import { viewPassages } from "../../../src/answer/evidence/passage-view.ts";
import { createGuideShelf } from "../../../src/answer/procedures/guide-shelf.ts";
import { createNameMender } from "../../../src/answer/procedures/mend-guide-names.ts";
import { createGuideShapes } from "../../../src/answer/procedures/name-shapes.ts";
import { createQuestionReader } from "../../../src/answer/procedures/printed-questions.ts";
import { createVocabularyShelf } from "../../../src/answer/question/vocabulary.ts";
import { createRegisterShelf } from "../../../src/answer/registers/register-index.ts";
import { checkAnswer } from "../../../src/answer/steps/check-answer.ts";
import { screenQuestion } from "../../../src/answer/steps/screen-question.ts";
import type { Citation } from "../../../src/domain.ts";
import { testSettings } from "../../support/answer-settings.ts";
import { createArticleCorpus } from "../../support/model-desk.ts";
import { lexicon, regions, TODAY } from "../../support/test-corpus.ts";

const corpus = await createArticleCorpus();
const context = {
  corpus,
  repeals: [],
  realCorpus: corpus,
  registers: createRegisterShelf(),
  guides: createGuideShelf(),
  shapeGuide: createGuideShapes(),
  readQuestions: createQuestionReader(),
  mendGuideName: createNameMender(),
  vocabulary: createVocabularyShelf(lexicon, regions),
  viewPassages,
  regions,
  lexicon,
  settings: testSettings,
  chatModel: null,
  runtime: {
    now: () => new Date(),
    newId: () => "id",
    defer: () => {},
    fetch: () => Promise.reject(new Error("no network in this test")),
    readPrompt: async () => "",
  },
};

function citation(number: number, shown: string): Citation {
  return {
    number,
    documentId: `d${number}`,
    passageId: `d${number}#0`,
    title: "改革工作情况",
    publisher: null,
    region: "江苏省苏州市吴江区",
    publishedAt: null,
    validity: "unknown",
    url: null,
    sourceUrl: "",
    headings: [],
    quote: shown,
    shown,
    start: 0,
    end: shown.length,
  };
}

function draftWith(text: string, shown: string[], outcome: Draft["outcome"] = "answered_extract"): Draft {
  const start = createDraft({
    request: { question: "问", audience: "public" },
    screened: screenQuestion("问"),
    settings: testSettings,
    preferred: null,
    today: TODAY,
  });
  return { ...start, outcome, text, citations: shown.map((words, index) => citation(index + 1, words)) };
}

describe("checkAnswer", () => {
  it.each([
    ["取消审批事项23项[1]。", ["取消审批事项23项"]],
    ["江苏省苏州市吴江区：取消审批事项23项[1]；减少材料156份[2]。", ["取消审批事项23项", "减少材料156份"]],
    ["与您所说不同，原文是：取消审批事项23项[1][2]。", ["取消审批事项23项", "全年取消23项"]],
    ["取消审批\n事项23项[1]。", ["取消审批事项 23项"]],
    ["依据政发[2015]4号，取消23项[1]。", ["依据政发[2015]4号，取消23项"]],
    ["见注[3]，取消23项[1]。", ["见注[3]，取消23项"]],
    ["吴江区取消了23项审批事项[1]。", ["取消审批事项23项"]],
  ])("leaves 「%s」 alone", (text, shown) => {
    const draft = draftWith(text, shown);
    checkAnswer(draft, context);
    expect(draft).toMatchObject({ outcome: "answered_extract", text });
    expect(draft.citations).toHaveLength(shown.length);
  });

  it("leaves out what the citations do not bear out, and numbers the rest anew", () => {
    const text = "取消审批事项32项[1]；减少材料156份[2]；新增驿站9个[3][2]。";
    const draft = draftWith(text, ["取消审批事项23项", "减少材料156份", "新增驿站9个"]);
    checkAnswer(draft, context);
    expect(draft.text).toBe("减少材料156份[1]；新增驿站9个[1][2]。");
    expect(draft.citations.map(({ number, quote }) => [number, quote])).toEqual([
      [1, "减少材料156份"],
      [2, "新增驿站9个"],
    ]);
  });

  it.each([
    ["a statement that nothing bears out", "取消审批事项32项[1]。", ["取消审批事项23项"]],
    ["a mark without its citation", "取消审批事项23项[2]。", ["取消审批事项23项"]],
    ["no mark", "取消审批事项23项。", ["取消审批事项23项"]],
    ["no citation", "取消审批事项23项[1]。", []],
  ])("refuses where there is %s", (_, text, shown) => {
    const draft = draftWith(text, shown);
    checkAnswer(draft, context);
    expect(draft).toMatchObject({ outcome: "no_source", citations: [] });
  });

  it("takes the citations off what is no answer", () => {
    const draft = draftWith("没有找到。", ["取消审批事项23项"], "no_source");
    checkAnswer(draft, context);
    expect(draft).toMatchObject({ outcome: "no_source", text: "没有找到。", citations: [] });
  });
});
