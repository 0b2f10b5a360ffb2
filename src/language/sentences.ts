import type { Span } from "../domain.ts";
import { findClosedPairs } from "./pairs.ts";

const SENTENCE_END = "。！？；!?;…";
const FINAL = "。！？!?…";
const CLAUSE_END = "，,：:\t";
const CLOSERS = "”’」』）)》〉】〕\"'";
/** How far a quoted sentence may be followed by its 「…说」 and still be one sentence with it. */
const ATTRIBUTION_REACH = 60;
const ATTRIBUTION = /说|道|表示|介绍|告诉|称|强调|指出|坦言/;

/**
 * Splits at 。！？； (half-width too) and at line ends, never inside 《》, “” or （）. The spans are in order,
 * do not overlap, carry no outer white space, and hold every character that is not white space.
 */
export function splitSentences(text: string): Span[] {
  return split(text, (at, end) => endOfSentence(text, at, end));
}

/** As `splitSentences`, and also at commas and colons that do not stand inside a number or a time. */
export function splitClauses(text: string): Span[] {
  return split(text, (at, end) => endOfSentence(text, at, end) || endOfClause(text, at));
}

/** Whether the text ends at `at`; returns the end of the piece, or 0 when it goes on. */
type FindEnd = (at: number, lineEnd: number) => number;

function split(text: string, find: FindEnd): Span[] {
  const spans: Span[] = [];
  let lineStart = 0;
  while (lineStart <= text.length) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    splitLine(text, lineStart, lineEnd, find, spans);
    lineStart = lineEnd + 1;
  }
  return spans;
}

function splitLine(text: string, lineStart: number, lineEnd: number, find: FindEnd, spans: Span[]): void {
  const closed = findClosedPairs(text, lineStart, lineEnd);
  let start = lineStart;
  let at = lineStart;
  while (at < lineEnd) {
    const close = closed.get(at);
    const end = close === undefined ? find(at, lineEnd) : endAfterPair(text, start, at, close, lineEnd);
    if (end > 0) {
      pushTrimmed(text, start, end, spans);
      start = end;
    }
    at = end > 0 ? end : (close ?? at) + 1;
  }
  pushTrimmed(text, start, lineEnd, spans);
}

function pushTrimmed(text: string, start: number, end: number, spans: Span[]): void {
  let from = start;
  let to = end;
  while (from < to && isSpace(text, from)) from++;
  while (to > from && isSpace(text, to - 1)) to--;
  if (to > from) spans.push({ start: from, end: to });
}

function isSpace(text: string, at: number): boolean {
  return text.charAt(at).trim() === "";
}

function endOfSentence(text: string, at: number, lineEnd: number): number {
  if (!SENTENCE_END.includes(text.charAt(at))) return 0;
  if (isInsideWord(text, at)) return 0;
  if (text.charAt(at) === "…" && !endsWithDots(text, at)) return 0;
  let end = at + 1;
  while (end < lineEnd && (FINAL.includes(text.charAt(end)) || isStrayCloser(text, end))) end++;
  return end;
}

/** ASCII marks inside an address or an entity, such as `?a=1`, end nothing. */
function isInsideWord(text: string, at: number): boolean {
  return /[!?;]/.test(text.charAt(at)) && /[a-z0-9]/i.test(text.charAt(at + 1));
}

/** 「……」 ends a sentence only where something else than a comma or a particle follows. */
function endsWithDots(text: string, at: number): boolean {
  const next = text.charAt(at + 1);
  return next !== "…" && next !== "" && !"，,、的等。！？!?；;）)”》".includes(next)
    ? text.charAt(at - 1) === "…"
    : "。！？!?；;".includes(next) && next !== "";
}

function isStrayCloser(text: string, at: number): boolean {
  return CLOSERS.includes(text.charAt(at));
}

function endOfClause(text: string, at: number): number {
  if (!CLAUSE_END.includes(text.charAt(at))) return 0;
  const insideNumber = /\d/.test(text.charAt(at - 1)) && /\d/.test(text.charAt(at + 1));
  return insideNumber ? 0 : at + 1;
}

/** A quotation that is a whole sentence ends it, unless 「……说」 follows. */
function endAfterPair(text: string, start: number, open: number, close: number, lineEnd: number): number {
  if (!FINAL.includes(text.charAt(close - 1)) || text.slice(start, open).trim() !== "") return 0;
  if (close + 1 >= lineEnd) return 0;
  const next = text.charAt(close + 1);
  if ("，,、；;。！？!?：:）)".includes(next)) return 0;
  const ahead = text.slice(close + 1, Math.min(lineEnd, close + 1 + ATTRIBUTION_REACH));
  const stop = ahead.search(/[。！？!?]/);
  return ATTRIBUTION.test(stop < 0 ? ahead : ahead.slice(0, stop)) ? 0 : close + 1;
}
