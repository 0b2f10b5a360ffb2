import type { OffsetRun, Passage, Span } from "../../domain.ts";
import { storedSpan } from "../../language/offset-map.ts";
import { splitClauses, splitSentences } from "../../language/sentences.ts";
import { ARTICLE_RANK } from "./heading-marks.ts";
import { outlineText, type Section } from "./outline.ts";

/** A shown text with what the splitter must know of it. */
export interface SplitRequest {
  documentId: string;
  title: string;
  shown: string;
  offsets: OffsetRun[];
  /** See `CleanText.declaredLevels`. */
  declaredLevels: Map<number, number>;
  /** Shown ranges that enter no passage, sorted. */
  withheld?: Span[];
  /** Shown lines that are passages of their own, such as rows of a list; sorted. */
  rows?: Span[];
}

/** Sizes in UTF-16 units of shown text. */
const TARGET = 300;
const LONGEST_WHOLE = 450;
const FULL = 380;
const SHORT = 80;
const REMNANT = 25;
const LONGEST_SENTENCE = 1200;
const LONGEST_ROW = 1200;
const PREFERRED_BREAK =
  /^(?:[一二三四五六七八九十]是|首先|其次|再次|最后|同时|此外|[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．])/;

/** An answer stays with its question. */
const ANSWER = /^(?:答|A|答复)\s?[：:]/;

/**
 * Splits a shown text into passages of about 300 characters along its headings. A sentence is never cut
 * unless it has more than 1,200 characters, nor is a row of a list. Every sentence that is not withheld lies in exactly one passage.
 * Linear time.
 */
export function splitPassages(request: SplitRequest): Passage[] {
  const { shown, title, declaredLevels, rows = [], withheld = [] } = request;
  const sections = outlineText(shown, title, declaredLevels);
  const { outside, inside } = cutOut(sections, rows);
  const isPlain = rows.length === 0 && withheld.length === 0;
  const text = mergeShort(isPlain ? sections : leaveOut(shown, outside, withheld));
  const lines = leaveOut(shown, inside, withheld);
  return [
    ...text.flatMap((section) => splitSection(shown, section)),
    ...lines.flatMap((line) => (lengthOf(line) > LONGEST_ROW ? splitSection(shown, line) : [line])),
  ]
    .sort((a, b) => a.start - b.start)
    .map((section, ordinal) => toPassage(request, section, ordinal));
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}

/** Cuts the withheld ranges out of the sections; what has no words is left out. */
function leaveOut(shown: string, sections: Section[], withheld: Span[]): Section[] {
  return cutOut(sections, withheld).outside.flatMap((piece) => trimPiece(shown, piece));
}

/** The sections without the ranges, and the ranges as sections under the headings they stood under. */
function cutOut(
  sections: readonly Section[],
  ranges: readonly Span[],
): { outside: Section[]; inside: Section[] } {
  const outside: Section[] = [];
  const inside: Section[] = [];
  let next = 0;
  for (const section of sections) {
    let start = section.start;
    while ((ranges[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next++;
    for (let at = next; at < ranges.length; at++) {
      const range = ranges[at];
      if (range === undefined || range.start >= section.end) break;
      const end = Math.min(range.end, section.end);
      outside.push({ ...section, start, end: Math.max(start, range.start) });
      inside.push({ ...section, start: Math.max(start, range.start), end });
      start = end;
    }
    outside.push({ ...section, start });
  }
  return { outside, inside };
}

function trimPiece(shown: string, piece: Section): Section[] {
  const text = shown.slice(piece.start, piece.end);
  const start = piece.start + text.length - text.trimStart().length;
  const end = piece.start + text.trimEnd().length;
  return /[\p{L}\p{N}]/u.test(text) ? [{ ...piece, start, end }] : [];
}

/** Short neighbours share a passage under the headings they have in common; articles of a law stay apart. */
function mergeShort(sections: Section[]): Section[] {
  const merged: Section[] = [];
  for (const section of sections) {
    const last = merged.at(-1);
    if (last !== undefined && mayMerge(last, section)) {
      last.end = section.end;
      last.headings = commonPath(last.headings, section.headings);
    } else merged.push({ ...section });
  }
  return merged;
}

/** Under different headings only a remnant, or two short pieces of one list, are put together. */
function mayMerge(a: Section, b: Section): boolean {
  if (b.end - a.start > TARGET || b.start - a.end > 1) return false;
  const lengths = [a.end - a.start, b.end - b.start];
  if (Math.min(...lengths) < REMNANT) return true;
  if (a.rank === ARTICLE_RANK || b.rank === ARTICLE_RANK) return false;
  const shared = commonPath(a.headings, b.headings).length;
  const isSibling = shared >= Math.min(a.headings.length, b.headings.length - 1);
  return Math.max(...lengths) < SHORT && isSibling && (shared > 0 || a.headings.length > 0);
}

function commonPath(a: string[], b: string[]): string[] {
  const differs = a.findIndex((heading, i) => heading !== b[i]);
  return differs < 0 ? a : a.slice(0, differs);
}

function splitSection(shown: string, section: Section): Section[] {
  if (section.end - section.start <= LONGEST_WHOLE) return [section];
  const pieces: Section[] = [];
  for (const unit of unitsOf(shown, section)) {
    const last = pieces.at(-1);
    if (last !== undefined && fits(shown, last, unit, section.end)) last.end = unit.end;
    else pieces.push({ ...section, ...unit });
  }
  return pieces;
}

/** Whether the sentence still belongs to the passage: up to 300, or where a better break is near. */
function fits(shown: string, piece: Span, unit: Span, sectionEnd: number): boolean {
  const length = piece.end - piece.start;
  const joined = unit.end - piece.start;
  const rest = sectionEnd - piece.start;
  if (rest <= LONGEST_WHOLE) return true;
  if (ANSWER.test(shown.slice(unit.start, unit.start + 3))) return joined <= LONGEST_WHOLE;
  if (length >= TARGET * 0.55 && shown.charAt(unit.start - 1) === "\n") {
    return paragraphEnd(shown, unit.start, sectionEnd) - piece.start <= TARGET;
  }
  if (length >= TARGET * 0.55 && PREFERRED_BREAK.test(shown.slice(unit.start, unit.start + 8))) {
    return joined <= TARGET * 0.8;
  }
  return joined <= FULL && length < TARGET;
}

function paragraphEnd(shown: string, from: number, sectionEnd: number): number {
  const newline = shown.indexOf("\n", from);
  return newline < 0 ? sectionEnd : Math.min(newline, sectionEnd);
}

/** Sentences; what is too long for one is cut at its clauses, and without any mark at a fixed width. */
function unitsOf(shown: string, section: Span): Span[] {
  return within(section, splitSentences(shown.slice(section.start, section.end))).flatMap((sentence) => {
    if (sentence.end - sentence.start <= LONGEST_SENTENCE) return [sentence];
    const clauses = within(sentence, splitClauses(shown.slice(sentence.start, sentence.end)));
    return clauses.flatMap((clause) => cutToWidth(shown, clause));
  });
}

function within(outer: Span, spans: Span[]): Span[] {
  return spans.map((span) => ({ start: span.start + outer.start, end: span.end + outer.start }));
}

function cutToWidth(shown: string, span: Span): Span[] {
  if (span.end - span.start <= LONGEST_SENTENCE / 2) return [span];
  const cuts: Span[] = [];
  for (let start = span.start; start < span.end; ) {
    let end = Math.min(span.end, start + TARGET);
    if (end < span.end && /[\udc00-\udfff]/.test(shown.charAt(end))) end++;
    cuts.push({ start, end });
    start = end;
  }
  return cuts;
}

function toPassage(request: SplitRequest, section: Section, ordinal: number): Passage {
  const { documentId, shown, offsets } = request;
  const { start, end } = storedSpan(offsets, section);
  return {
    id: `${documentId}#${ordinal}`,
    documentId,
    ordinal,
    headings: section.headings,
    start,
    end,
    shownStart: section.start,
    shownEnd: section.end,
    shown: shown.slice(section.start, section.end),
  };
}
