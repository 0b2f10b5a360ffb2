import type { Day, Document, Span } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { shownSpan } from "../../language/offset-map.ts";
import { splitClauses, splitSentences } from "../../language/sentences.ts";

const SAYS = /施行|实施|执行|生效|有效期|试行|废止|失效/;
const LONGEST = 100;

/** Where a document states a fact of its validity, in shown offsets; null where its text does not. */
export function validitySentence(document: Document, field: "effectiveFrom" | "effectiveTo"): Span | null {
  const span = foundSpan(document, field) ?? sentenceWith(document, document[field], field);
  return span && fitting(document.shown, span);
}

/** The sentence in which a document repeals others. */
export function repealSentence(document: Document): Span | null {
  const span = foundSpan(document, "repeals");
  return span && fitting(document.shown, span);
}

function foundSpan(document: Document, field: string): Span | null {
  const finding = document.findings.find((one) => one.field === field && one.from.startsWith("text:"));
  const [, start, end] = /^text:(\d+)-(\d+)$/.exec(finding?.from ?? "") ?? [];
  if (start === undefined || end === undefined) return null;
  const span = shownSpan(document.offsets, { start: Number(start), end: Number(end) });
  return span.end > span.start ? span : null;
}

/** A sentence that states a declared day, or for its end how long the rule lasts. */
function sentenceWith({ shown }: Document, day: Day | null, field: string): Span | null {
  if (day === null) return null;
  const [year, month, date] = day.split("-").map(Number);
  const written = `${year}年${month}月${date}日`;
  const sentences = splitSentences(shown).filter(({ start, end }) => SAYS.test(shown.slice(start, end)));
  const states = ({ start, end }: Span) => {
    const text = shown.slice(start, end);
    return (
      fold(text).replace(/\s/g, "").includes(written) ||
      (field === "effectiveTo" && /有效期(?:限)?(?:为|是)?.{1,4}(?:年|个月)/.test(text))
    );
  };
  return sentences.findLast(states) ?? null;
}

/** As much of a sentence as an answer has room for: the clauses that speak of validity. */
function fitting(shown: string, span: Span): Span {
  const trimmed = trim(shown, span);
  if (trimmed.end - trimmed.start <= LONGEST) return trimmed;
  const clauses = splitClauses(shown.slice(trimmed.start, trimmed.end)).map(({ start, end }) => ({
    start: start + trimmed.start,
    end: end + trimmed.start,
  }));
  const first = clauses.findIndex(({ start, end }) => SAYS.test(shown.slice(start, end)));
  const from = clauses[first];
  if (!from) return { ...trimmed, end: trimmed.start + LONGEST };
  const last = clauses.findLast(
    ({ start, end }) => SAYS.test(shown.slice(start, end)) && end - from.start <= LONGEST,
  );
  return trim(shown, { start: from.start, end: Math.min(last?.end ?? from.end, from.start + LONGEST) });
}

/** Without white space and the mark at its end. */
function trim(shown: string, { start, end }: Span): Span {
  const text = shown.slice(start, end);
  const from = start + (text.length - text.trimStart().length);
  return { start: from, end: from + text.trim().replace(/[。；;，,]+$/, "").length };
}
