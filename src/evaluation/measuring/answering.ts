import { isAnswered } from "../../domain.ts";
import { expectationOf, hasAnswer } from "../expectation.ts";
import type { FaultCode } from "../fault.ts";
import { isRight, type Judged } from "../judged.ts";
import { type Measure, measureShare } from "./measure-share.ts";

/** How questions that have an answer fare. An answer that holds a part of what was expected counts as wrong. */
export function measureAnswering(judged: readonly Judged[]): Measure[] {
  const asked = judged.filter(({ item }) => hasAnswer(item));
  const answered = asked.filter(wasAnswered);
  return [
    measureShare("answer.right", asked, isRight),
    measureShare("answer.answered", asked, wasAnswered),
    measureShare("answer.right_when_answered", answered, isRight),
    measureShare("answer.partial", asked, isPartial),
    measureShare("answer.refused", asked, (each) => !wasAnswered(each)),
  ];
}

/** How well answers are backed. Only answers that answer are counted. */
export function measureCiting(judged: readonly Judged[]): Measure[] {
  const answered = judged.filter(wasAnswered);
  const wanted = answered.filter(({ item }) => expectationOf(item) === "answer");
  return [
    measureShare("citation.verbatim", answered.flatMap(quotesOf), (isVerbatim) => isVerbatim),
    measureShare("citation.figures", answered, (each) => !hasFault(each, "figure_unbacked")),
    measureShare(
      "citation.document",
      wanted.filter(({ item }) => item.gold_doc.length > 0),
      ({ item, answer }) => item.gold_doc.every((id) => answer?.citations.some((c) => c.documentId === id)),
    ),
    measureShare(
      "citation.evidence",
      wanted.filter((each) => each.item.gold_quote.length > 0 && quotesOf(each).length > 0),
      (each) => !hasFault(each, "evidence_missed"),
    ),
  ];
}

export function wasAnswered({ answer }: Judged): boolean {
  return answer !== null && isAnswered(answer.outcome);
}

function hasFault({ faults }: Judged, code: FaultCode): boolean {
  return faults.some((fault) => fault.code === code);
}

/** Holds at least one of the words expected, and lacks another. */
function isPartial({ item, faults }: Judged): boolean {
  const missing = faults.filter(({ code }) => code === "key_missing").length;
  return missing > 0 && missing < item.answer_keys.length;
}

/** For every quote whether it is verbatim; documents named without a quote have none. */
function quotesOf({ answer, faults }: Judged): boolean[] {
  const altered = faults.filter(({ code }) => code === "quote_altered").length;
  const quotes = (answer?.citations ?? []).filter(({ quote }) => quote !== "");
  return quotes.map((_quote, index) => index >= altered);
}
