import { type Answer, isAnswered } from "../../domain.ts";
import { acceptedOutcomes, expectationOf } from "../expectation.ts";
import { type Fault, fault } from "../fault.ts";
import type { Judge } from "../judge.ts";
import { normalise, someWording } from "../judging/answer-text.ts";
import { judgePlainFigures } from "../judging/judge-figures.ts";
import { isSignposted } from "../judging/judge-outcome.ts";
import { judgeForbidden, judgeKeys, judgeLength, judgeSpan } from "../judging/judge-text.ts";
import type { ReadDocument } from "../judging/known-document.ts";
import type { SuiteItem } from "../suite.ts";

/**
 * Judges by the text alone, the same for every system: whether it answers, declines or asks back, the words and
 * figures expected, what is forbidden, and the length. Quotes, notices and outcomes are no part of it.
 */
export const judgePlain: Judge = async (item, answer, readDocument) => {
  const always = [...judgeStance(item, answer), ...judgeForbidden(item, answer)];
  if (expectationOf(item) === "clarify")
    return [...always, ...(await judgeChoices(item, answer, readDocument))];
  if (expectationOf(item) !== "answer" || !isAnswered(answer.outcome)) return always;
  return [
    ...always,
    ...judgeKeys(item, answer.text),
    ...judgeSpan(item, answer.text),
    ...judgePlainFigures(item, answer.text, await readSources(item, readDocument)),
    ...judgeLength(item, withCardLimit(item, answer)),
  ];
};

/** Answering, declining or asking back, as expected. Small talk may be answered in any way. */
function judgeStance(item: SuiteItem, { outcome, text }: Answer): Fault[] {
  const expectation = expectationOf(item);
  if (expectation === "answer") return isAnswered(outcome) ? [] : refusalFault(item, outcome);
  if (expectation === "clarify") return outcome === "clarify" ? [] : [fault("not_asked", outcome)];
  if (expectation === "small_talk") return [];
  if (isHandOver(item)) return isSignposted(text) ? [] : [fault("not_signposted")];
  return isAnswered(outcome) ? [fault("not_declined")] : [];
}

/** Where people are to be sent somewhere, that they are is what counts: 请拨打 110 is no answer, nor a refusal. */
function isHandOver(item: SuiteItem): boolean {
  const accepted = acceptedOutcomes(item);
  return item.route === "refuse_with_signpost" || accepted.every((outcome) => outcome === "handoff");
}

/** An ordinary question that names no answer may be found to have none; it may only not be turned away. */
function refusalFault(item: SuiteItem, outcome: string): Fault[] {
  const namesAnswer = item.answer_keys.length + item.gold_doc.length > 0 || item.span !== undefined;
  return item.route === "answer" && !namesAnswer ? [] : [fault("not_answered", outcome)];
}

async function judgeChoices(item: SuiteItem, { outcome, text }: Answer, readDocument: ReadDocument) {
  if (outcome !== "clarify") return [];
  const shown = normalise(text);
  const faults: Fault[] = [];
  for (const wanted of item.clarify ?? []) {
    const wordings = (await readDocument(wanted))?.title ?? wanted;
    const isNamed = someWording(wordings, (wording) => shown.includes(normalise(wording)));
    if (!isNamed) faults.push(fault("option_missing", wanted));
  }
  return faults;
}

async function readSources(item: SuiteItem, readDocument: ReadDocument): Promise<string[]> {
  const ids = new Set([...item.gold_doc, ...item.procedure]);
  const documents = await Promise.all([...ids].map(readDocument));
  return documents.flatMap((document) => (document ? [document.title, document.text] : []));
}

/** A guide's card may be long; that one is given can't be seen from the text, only that one is expected. */
function withCardLimit(item: SuiteItem, answer: Answer): Answer {
  return item.procedure.length > 0 || item.outcome.includes("answered_procedure")
    ? { ...answer, outcome: "answered_procedure" }
    : answer;
}
