import { type Answer, type Citation, isAnswered, type Outcome, type Span } from "../domain.ts";
import { toSimplified } from "../language/fold.ts";
import { findFigures } from "../language/numerals.ts";
import type { SuiteItem } from "./suite.ts";

/** Outcomes that decline a question that has no answer. */
const DECLINING: ReadonlySet<Outcome> = new Set([
  "no_source",
  "weak_source",
  "out_of_scope",
  "blocked_input",
  "clarify",
  "handoff",
]);

const FACT_LIMIT = 160;
const LIST_LIMIT = 400;
const CARD_LIMIT = 1200;
/** Kinds whose answers speak of several things, and how many keys make a list. */
const LONG_KINDS = new Set(["cross_doc", "comparison", "partial", "list"]);
const LIST_KEYS = 4;
const SHORTEST_QUOTE = 6;

/** The stored text of a document, or null when there is none. */
export type ReadText = (documentId: string) => Promise<string | null>;

/** Why an answer is not right, in plain words; an empty list means that it is. */
export async function judgeAnswer(item: SuiteItem, answer: Answer, readText: ReadText): Promise<string[]> {
  const faults = await judgeQuotes(answer.citations, readText);
  if (item.outcome !== undefined && answer.outcome !== item.outcome) {
    faults.push(`outcome ${answer.outcome}, expected ${item.outcome}`);
  }
  if (!item.answerable) {
    if (item.outcome === undefined && !DECLINING.has(answer.outcome)) {
      faults.push(`answered (${answer.outcome}) what has no answer`);
    }
    return faults;
  }
  if (item.outcome !== undefined && !isAnswered(item.outcome)) return faults;
  if (!isAnswered(answer.outcome)) return [...faults, `not answered (${answer.outcome})`];
  return [
    ...faults,
    ...judgeKeys(item, answer),
    ...judgeDocuments(item, answer),
    ...(await judgeEvidence(item, answer, readText)),
    ...judgeFigures(item, answer),
    ...judgeLength(item, answer),
  ];
}

function judgeKeys(item: SuiteItem, answer: Answer): string[] {
  const text = normalise(withoutMarks(answer.text));
  return item.answer_keys
    .filter((key) => !key.split("||").some((either) => holdsToken(text, normalise(either))))
    .map((key) => `missing in the text: ${key}`);
}

function judgeDocuments(item: SuiteItem, answer: Answer): string[] {
  if (item.gold_doc.length === 0) return [];
  const cited = new Set(answer.citations.map(({ documentId }) => documentId));
  const faults = item.gold_doc.filter((id) => !cited.has(id)).map((id) => `not cited: ${id}`);
  const others = [...cited].filter((id) => !item.gold_doc.includes(id));
  return others.length > 1 ? [...faults, `cites others: ${others.join(", ")}`] : faults;
}

async function judgeQuotes(citations: readonly Citation[], readText: ReadText): Promise<string[]> {
  const faults: string[] = [];
  for (const { documentId, number, quote, start, end } of citations) {
    const text = await readText(documentId);
    if (text?.slice(start, end) !== quote) faults.push(`quote ${number} is not verbatim in ${documentId}`);
    if ([...quote].length < SHORTEST_QUOTE)
      faults.push(`quote ${number} has fewer than ${SHORTEST_QUOTE} characters`);
  }
  return faults;
}

async function judgeEvidence(item: SuiteItem, answer: Answer, readText: ReadText): Promise<string[]> {
  if (item.gold_quote.length === 0) return [];
  for (const { doc, raw } of item.gold_quote) {
    const expected = findAll((await readText(doc)) ?? "", raw);
    const cited = answer.citations.filter(({ documentId }) => documentId === doc);
    if (expected.some((span) => cited.some(({ start, end }) => start < span.end && span.start < end)))
      return [];
  }
  return ["no quote overlaps the expected evidence"];
}

/** Figures have to come from what is cited or from the question itself; in digits or in Chinese numerals. */
function judgeFigures(item: SuiteItem, answer: Answer): string[] {
  const sources = [
    item.question,
    ...item.history.map(({ text }) => text),
    ...answer.citations.flatMap((c) => [c.quote, c.shown, c.title, ...dateForms(c.publishedAt)]),
  ].map(normalise);
  const known = new Set(
    sources.flatMap((source) => [...digitsIn(source), ...findFigures(source).map((f) => f.value)]),
  );
  // How many rows of a list there are is counted, not quoted.
  const text = answer.register ? withoutMarks(answer.text).replace(/\d+项/g, "") : withoutMarks(answer.text);
  const unknown = digitsIn(normalise(text)).filter((figure) => !known.has(figure));
  return unknown.map((figure) => `figure without a source: ${figure}`);
}

function judgeLength(item: SuiteItem, answer: Answer): string[] {
  const isLong =
    LONG_KINDS.has(item.kind) || item.gold_doc.length > 1 || item.answer_keys.length >= LIST_KEYS;
  const byKind = isLong ? LIST_LIMIT : FACT_LIMIT;
  const limit = item.max_chars ?? (answer.outcome === "answered_procedure" ? CARD_LIMIT : byKind);
  const length = textLength(answer.text);
  return length > limit ? [`too long: ${length} characters, at most ${limit}`] : [];
}

/** Length as the contract counts it: code points without white space and [n] marks. */
export function textLength(text: string): number {
  return [...withoutMarks(text).replace(/\s/gu, "")].length;
}

function withoutMarks(text: string): string {
  return text.replace(/\[\d+\]/g, "");
}

function normalise(text: string): string {
  return toSimplified(text.normalize("NFKC"))
    .replace(/(\d),(?=\d{3}(?!\d))/g, "$1")
    .toLowerCase();
}

/** Whether the key stands in the text, a figure at its edge as a whole one: 9 stands not in 19, nor in 9.5. */
function holdsToken(text: string, key: string): boolean {
  for (const { start, end } of findAll(text, key)) {
    const runsOnBefore = /^\d/.test(key) && /\d$|\d\.$/.test(text.slice(Math.max(0, start - 2), start));
    const runsOnAfter = /\d$/.test(key) && /^\.?\d/.test(text.slice(end, end + 2));
    if (!runsOnBefore && !runsOnAfter) return true;
  }
  return false;
}

function digitsIn(text: string): string[] {
  return text.match(/\d+(?:\.\d+)?/g) ?? [];
}

/** A day as written in digits and as said: 2025-03-01, 3月1日. */
function dateForms(day: string | null): string[] {
  if (day === null) return [];
  const [year = "", month = "", date = ""] = day.split("-");
  return [`${year} ${month} ${date} ${Number(month)} ${Number(date)}`];
}

function findAll(text: string, part: string): Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf(part); start >= 0; start = text.indexOf(part, start + 1)) {
    spans.push({ start, end: start + part.length });
  }
  return spans;
}
