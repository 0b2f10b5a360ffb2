import { describe, expect, it } from "vitest";
import { namesByNoun } from "../../../src/answer/evidence/named-by-noun.ts";
import type { Window } from "../../../src/answer/evidence/score-windows.ts";
import { askedKind } from "../../../src/answer/question/question-kind.ts";
import type { QuestionPart } from "../../../src/answer/question/understood-question.ts";

/** A window of one sentence. */
function windowOf(sentence: string): Window {
  return {
    view: { clauses: [{ sentence: 0 }], sentences: [sentence] },
    first: 0,
    last: 0,
  } as unknown as Window;
}

function partOf(text: string): QuestionPart {
  return { text, asked: askedKind(text) } as QuestionPart;
}

describe("names that repeat the asked noun", () => {
  it.each([
    ["试点是哪两个社区", "在军门社区和联盟社区开展签约服务试点", true],
    ["试点是哪三个社区", "在军门社区和联盟社区开展签约服务试点", false],
    ["那两家超市叫什么名字", "推进慈善超市建设,新增两家由社会组织运营的慈善超市", false],
    ["是哪两家超市", "由慈善超市承办,在慈善超市设点", false],
  ])("%s: %s → %s", (question, sentence, expected) => {
    expect(namesByNoun(windowOf(sentence), partOf(question))).toBe(expected);
  });
});
