import type { Answer, Citation } from "../../src/domain.ts";
import type { Judged } from "../../src/evaluation/judged.ts";
import type { ReadDocument } from "../../src/evaluation/judging/known-document.ts";
import { parseSuite, type SuiteItem } from "../../src/evaluation/suite.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

/** What the documents of these tests hold. */
const TEXT = "前言。全年取消审批事项9个，减少材料一百一十六份，惠及1,161家企业。后记。";
const TITLES: Record<string, string> = { "hekou/2025": "河口区2025年改革进展", other: "身份证补领" };

export const readDocument: ReadDocument = async (id) => {
  const title = TITLES[id];
  return title === undefined ? null : { title, text: TEXT, url: `https://www.example.gov.cn/${id}` };
};

/** A citation of words of the documents. */
export function citation(quote: string, changes: Partial<Citation> = {}): Citation {
  const [base] = sampleAnswer().citations;
  if (!base) throw new Error("the sample has a citation");
  const start = TEXT.indexOf(quote);
  return { ...base, quote, shown: quote, start, end: start + quote.length, ...changes };
}

/** An item as a suite would give it. */
export function readItem(line: Record<string, unknown>): SuiteItem {
  const [parsed] = parseSuite("x", JSON.stringify({ id: "1", question: "问", kind: "fact", ...line }));
  if (!parsed) throw new Error("the item was not read");
  return parsed;
}

/** An item that the answer below answers. */
export function item(changes: Record<string, unknown> = {}): SuiteItem {
  return readItem({ question: "河口取消几个？", gold_doc: ["hekou/2025"], answer_keys: ["9"], ...changes });
}

export function answer(changes: Partial<Answer> = {}): Answer {
  return { ...sampleAnswer(), citations: [citation("取消审批事项9个")], ...changes };
}

/** A refusal, or whatever else cites nothing. */
export function declined(outcome: Answer["outcome"], changes: Partial<Answer> = {}): Answer {
  return answer({ outcome, text: "没有找到。", citations: [], ...changes });
}

export function judged(changes: Partial<Judged> = {}): Judged {
  return { item: item(), answer: answer(), faults: [], tookMs: 4, found: null, ...changes };
}
