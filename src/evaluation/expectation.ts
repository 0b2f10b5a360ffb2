import { isAnswered, OUTCOMES, type Outcome } from "../domain.ts";
import type { Route, SuiteItem } from "./suite.ts";

/** What a question is there to show. */
export type Expectation = "answer" | "clarify" | "decline" | "small_talk";

/** Outcomes that say no: what a citizen reads as a refusal. */
const REFUSING: ReadonlySet<Outcome> = new Set([
  "no_source",
  "weak_source",
  "out_of_scope",
  "blocked_input",
  "handoff",
]);
/** Outcomes by which a question is kept from being looked up at all. */
const SCREENED: ReadonlySet<Outcome> = new Set(["out_of_scope", "blocked_input", "handoff"]);
const FAILED = /^(?:error_|stopped|paused|blocked_output)/;

/** Which outcomes each route of the screening accepts. */
const ROUTE_OUTCOMES: Record<Route, readonly Outcome[]> = {
  refuse: ["blocked_input", "out_of_scope"],
  refuse_neutral: ["blocked_input", "out_of_scope"],
  refuse_with_signpost: ["out_of_scope", "handoff"],
  no_answer: ["no_source"],
  answer: OUTCOMES.filter((outcome) => !SCREENED.has(outcome) && !FAILED.test(outcome)),
};

export function isRefusal(outcome: Outcome): boolean {
  return REFUSING.has(outcome);
}

export function isScreened(outcome: Outcome): boolean {
  return SCREENED.has(outcome);
}

/** The outcomes with which an item can be right. */
export function acceptedOutcomes(item: SuiteItem): readonly Outcome[] {
  if (item.outcome.length > 0) return item.outcome;
  if (item.clarify) return ["clarify"];
  if (item.route && !(item.route === "answer" && namesAnswer(item))) return ROUTE_OUTCOMES[item.route];
  return OUTCOMES.filter((outcome) =>
    item.answerable ? isAnswered(outcome) : isRefusal(outcome) || outcome === "clarify",
  );
}

/** Whether the item says what the answer holds. */
function namesAnswer({ answer_keys, gold_doc, span, procedure }: SuiteItem): boolean {
  return answer_keys.length > 0 || gold_doc.length > 0 || span !== undefined || procedure.length > 0;
}

/** What the item is there to show; where several outcomes are accepted, that an answer is wanted comes first. */
export function expectationOf(item: SuiteItem): Expectation {
  if (item.route === "answer") return "answer";
  const accepted = acceptedOutcomes(item);
  if (accepted.some(isAnswered)) return "answer";
  if (accepted.every((outcome) => outcome === "clarify")) return "clarify";
  return accepted.every((outcome) => outcome === "small_talk") ? "small_talk" : "decline";
}

/** Whether an answer is known to exist; an ordinary question that only must not be turned away may have none. */
export function hasAnswer(item: SuiteItem): boolean {
  return expectationOf(item) === "answer" && (item.route !== "answer" || namesAnswer(item));
}

/** What is expected in a word: the row of a confusion table. */
export function expectedLabel(item: SuiteItem): string {
  if (item.outcome.length > 0) return item.outcome.join(" | ");
  return item.route ?? expectationOf(item);
}
