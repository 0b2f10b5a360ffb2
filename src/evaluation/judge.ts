import { type Answer, isAnswered } from "../domain.ts";
import { expectationOf } from "./expectation.ts";
import type { Fault } from "./fault.ts";
import { judgeDocuments, judgeEvidence, judgeQuotes } from "./judging/judge-citations.ts";
import { judgeFigures } from "./judging/judge-figures.ts";
import { judgeGuide, judgeNotices, judgeOptions, judgeOutcome } from "./judging/judge-outcome.ts";
import { judgeForbidden, judgeKeys, judgeLength, judgeSpan } from "./judging/judge-text.ts";
import type { ReadDocument } from "./judging/known-document.ts";
import type { SuiteItem } from "./suite.ts";

/** Why an answer is not right; an empty list means that it is. */
export type Judge = (item: SuiteItem, answer: Answer, readDocument: ReadDocument) => Promise<Fault[]>;

/** Judges an answer of this service, of which everything can be checked. */
export const judgeAnswer: Judge = async (item, answer, readDocument) => {
  const always = [
    ...judgeOutcome(item, answer),
    ...judgeForbidden(item, answer),
    ...(await judgeQuotes(answer.citations, readDocument)),
    ...(await judgeOptions(item, answer, readDocument)),
  ];
  if (expectationOf(item) !== "answer" || !isAnswered(answer.outcome)) return always;
  return [
    ...always,
    ...judgeKeys(item, answer.text),
    ...judgeSpan(item, answer.text),
    ...judgeDocuments(item, answer),
    ...(await judgeEvidence(item, answer, readDocument)),
    ...judgeGuide(item, answer),
    ...judgeFigures(item, answer),
    ...judgeNotices(item, answer),
    ...judgeLength(item, answer),
  ];
};
