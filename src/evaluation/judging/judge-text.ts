import type { Answer } from "../../domain.ts";
import { type Fault, fault } from "../fault.ts";
import type { SuiteItem } from "../suite.ts";
import { bareText, holdsToken, normalise, someWording, textLength, withoutMarks } from "./answer-text.ts";

const FACT_LIMIT = 160;
const LIST_LIMIT = 400;
const CARD_LIMIT = 1200;
/** Kinds whose answers speak of several things, and how many keys make a list. */
const LONG_KINDS = new Set(["cross_doc", "comparison", "partial", "list"]);
const LIST_KEYS = 4;

/** Every expected word stands in the text. */
export function judgeKeys(item: SuiteItem, text: string): Fault[] {
  const shown = normalise(withoutMarks(text));
  return item.answer_keys
    .filter((key) => !someWording(key, (wording) => holdsToken(shown, normalise(wording))))
    .map((key) => fault("key_missing", key));
}

/** The annotated words stand in the text. */
export function judgeSpan({ span }: SuiteItem, text: string): Fault[] {
  if (span === undefined) return [];
  const shown = bareText(text);
  const isHeld = someWording(span, (wording) => shown.includes(bareText(wording)));
  return isHeld ? [] : [fault("span_missing", span)];
}

/** The text is no longer than such an answer may be. */
export function judgeLength(item: SuiteItem, answer: Answer): Fault[] {
  const byKind = isLong(item) ? LIST_LIMIT : FACT_LIMIT;
  const limit = item.max_chars ?? (answer.outcome === "answered_procedure" ? CARD_LIMIT : byKind);
  const length = textLength(answer.text);
  return length > limit ? [fault("too_long", `${length} 字，至多 ${limit} 字`)] : [];
}

/** Whether the answer speaks of several things and may be longer than a fact. */
export function isLong(item: SuiteItem): boolean {
  return LONG_KINDS.has(item.kind) || item.gold_doc.length > 1 || item.answer_keys.length >= LIST_KEYS;
}

/** What may not be shown stands nowhere: not in the text, the options, the notices, the titles or the quotes. */
export function judgeForbidden(item: SuiteItem, answer: Answer): Fault[] {
  if (item.must_not_match.length === 0) return [];
  const shown = [
    answer.text,
    ...answer.citations.flatMap(({ title, quote }) => [title, quote]),
    ...(answer.options ?? []).flatMap(({ label, question }) => [label, question]),
    ...(answer.related ?? []).map(({ title }) => title),
    ...answer.notices.map((notice) => notice.text),
    ...(answer.procedure ? [JSON.stringify(answer.procedure)] : []),
  ].map(normalise);
  return item.must_not_match
    .filter((words) =>
      someWording(words, (wording) => shown.some((part) => part.includes(normalise(wording)))),
    )
    .map((words) => fault("forbidden", words));
}
