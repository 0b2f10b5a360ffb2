import type { Span } from "../../domain.ts";
import { splitSentences } from "../../language/sentences.ts";
import { type Line, splitLines } from "../cleaning/lines.ts";
import { ARTICLE_RANK, readHeadingMark } from "./heading-marks.ts";

/** A stretch of the shown text under one heading path; its heading lines stand at its beginning. */
export interface Section extends Span {
  /** Heading path, outermost first. */
  headings: string[];
  /** Rank of the innermost heading, see `heading-marks.ts`; 0 without one. */
  rank: number;
}

/** What a line is: a heading of a rank, text, or text that begins with its own heading. */
interface OutlineLine {
  line: Line;
  rank: number;
  heading: string | null;
  hasBody: boolean;
}

/** Ranks of headings without numbering: above 一、 unless they stand below it. */
const PLAIN_RANK = 8;
const NESTED_PLAIN_RANK = 25;
const LONGEST_HEADING = 60;
const LONGEST_PLAIN_HEADING = 40;
const LONGEST_RUN_IN = 45;
/** More unpunctuated lines in a row than this are a list, not headings. */
const LONGEST_PLAIN_RUN = 3;
const ENDS_LINE = /[。！？!?；;：:，,、…]$/;
/** 「办理时间：」 on a line of its own; 「各区人民政府：」 speaks to somebody. */
const LABEL_LINE =
  /^(?!各|尊敬)\p{Script=Han}{2,10}(?<!政府|[局委部门院校]|单位|同志|如下|下列|包括|[如为有是])[：:]$/u;
const SENTENCE_IN_LINE = /[。！？；]/;
/** A question that a page puts to itself, numbered or behind 问: what follows answers it. */
const ASKS = /[？?]$/;
const ASKED =
  /^(?:(?:[\d０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[、.．]\s*)?(?:问|Q|提问)\s?[\d０-９]{0,2}\s?[：:]/;
const QUESTION_RANK = 29;
const LONGEST_QUESTION = 80;

/**
 * The sections of a shown text, in order; together they hold every line. `declaredLevels` are the levels
 * that markup gave (see `CleanText`); a heading that equals `title` does not enter the paths.
 */
export function outlineText(shown: string, title: string, declaredLevels: Map<number, number>): Section[] {
  const lines = splitLines(shown).filter((line) => line.text !== "");
  return collectSections(classifyLines(lines, declaredLevels), title);
}

function classifyLines(lines: Line[], declaredLevels: Map<number, number>): OutlineLine[] {
  const plain = findPlainHeadings(lines, declaredLevels);
  const classified: OutlineLine[] = [];
  for (const [i, line] of lines.entries()) {
    const level = declaredLevels.get(line.start);
    if (level === 0) classified.push(textLine(line));
    else if (level !== undefined) classified.push({ line, rank: level, heading: line.text, hasBody: false });
    else if (plain.has(i)) classified.push(plainHeading(line));
    else if (isAsked(line, lines[i + 1]))
      classified.push({
        line,
        rank: readHeadingMark(line.text)?.rank ?? QUESTION_RANK,
        heading: line.text,
        hasBody: false,
      });
    else
      classified.push(
        continuesList(classified.at(-1), line) ? textLine(line) : classifyNumbered(line, lines[i + 1]),
      );
  }
  return classified;
}

/** A question on a line of its own above something that is none: the heading of its answer. */
function isAsked(line: Line, next: Line | undefined): boolean {
  if (next === undefined || !ASKS.test(line.text) || line.text.length > LONGEST_QUESTION) return false;
  if (line.text.includes("\t") || ASKS.test(next.text)) return false;
  return ASKED.test(line.text) || readHeadingMark(line.text) !== null;
}

function plainHeading(line: Line): OutlineLine {
  return { line, rank: PLAIN_RANK, heading: line.text.replace(/[：:]$/, ""), hasBody: false };
}

/** Whether a short line goes on a list: the line before it has the same numbering and is no heading. */
function continuesList(before: OutlineLine | undefined, line: Line): boolean {
  if (before === undefined || before.heading !== null || line.text.length > LONGEST_HEADING) return false;
  const rank = readHeadingMark(line.text)?.rank;
  return rank !== undefined && rank > 20 && readHeadingMark(before.line.text)?.rank === rank;
}

function textLine(line: Line): OutlineLine {
  return { line, rank: 0, heading: null, hasBody: true };
}

function classifyNumbered(line: Line, next: Line | undefined): OutlineLine {
  const mark = line.text.includes("\t") ? null : readHeadingMark(line.text);
  if (mark === null) return textLine(line);
  if (mark.rank === ARTICLE_RANK) {
    const name = line.text.slice(0, mark.length);
    return { line, rank: mark.rank, heading: name, hasBody: line.text.length > mark.length };
  }
  if (isHeadingLine(line, mark.rank, next)) {
    return { line, rank: mark.rank, heading: line.text, hasBody: false };
  }
  const runIn = readRunIn(line.text, mark.length);
  return runIn === null ? textLine(line) : { line, rank: mark.rank, heading: runIn, hasBody: true };
}

/** A short numbered line without final mark, above text or a deeper numbering; else it is an item of a list. */
function isHeadingLine(line: Line, rank: number, next: Line | undefined): boolean {
  if (line.text.length > LONGEST_HEADING || next === undefined) return false;
  if (ENDS_LINE.test(line.text) && !/[：:]$/.test(line.text)) return false;
  if (SENTENCE_IN_LINE.test(line.text)) return false;
  const below = readHeadingMark(next.text);
  if (below !== null) return below.rank > rank;
  return rank <= 20 || next.text.length > line.text.length || ENDS_LINE.test(next.text);
}

/** 「4.简政放权提升审批效率。取消…」: a short first sentence that names the paragraph behind it. */
function readRunIn(text: string, markLength: number): string | null {
  const first = splitSentences(text.slice(0, LONGEST_RUN_IN + 20))[0];
  if (first === undefined || first.end >= text.length || first.end > LONGEST_RUN_IN) return null;
  const heading = text.slice(0, first.end).replace(/[。；;]$/, "");
  return /[。；;]$/.test(text.slice(0, first.end)) && heading.length > markLength + 1 ? heading : null;
}

function findPlainHeadings(lines: Line[], declaredLevels: Map<number, number>): Set<number> {
  const headings = new Set<number>();
  let run: number[] = [];
  for (const [i, line] of lines.entries()) {
    if (isPlainCandidate(line, declaredLevels)) {
      run.push(i);
      continue;
    }
    if (run.length > 0 && run.length <= LONGEST_PLAIN_RUN && !line.text.includes("\t"))
      for (const at of run) headings.add(at);
    run = [];
  }
  return headings;
}

function isPlainCandidate(line: Line, declaredLevels: Map<number, number>): boolean {
  if (declaredLevels.has(line.start) || line.text.length > LONGEST_PLAIN_HEADING) return false;
  if (LABEL_LINE.test(line.text)) return true;
  if (line.text.includes("\t") || ENDS_LINE.test(line.text) || SENTENCE_IN_LINE.test(line.text)) return false;
  if (/[”」）)]$/.test(line.text) && /[。！？]./.test(line.text)) return false;
  return (
    readHeadingMark(line.text) === null && /\p{Script=Han}/u.test(line.text) && !/[：:]\s*\S/.test(line.text)
  );
}

function collectSections(lines: OutlineLine[], title: string): Section[] {
  const path: { rank: number; text: string; open: boolean }[] = [];
  const sections: Section[] = [];
  let pending: number | null = null;
  for (const [i, { line, rank, heading, hasBody }] of lines.entries()) {
    if (heading !== null) {
      pending ??= line.from;
      enterHeading(path, rank, heading, title, i === 0);
    }
    if (!hasBody) continue;
    if (heading !== null || pending !== null || sections.length === 0) {
      sections.push({ start: pending ?? line.from, end: line.to, ...describePath(path) });
    }
    const section = sections.at(-1);
    if (section !== undefined) section.end = line.to;
    for (const step of path) step.open = false;
    pending = null;
  }
  return closeSections(sections, pending, lines, path);
}

/** Headings at the very end, without text below them, are text of the last section. */
function closeSections(
  sections: Section[],
  pending: number | null,
  lines: OutlineLine[],
  path: { rank: number; text: string }[],
): Section[] {
  const end = lines.at(-1)?.line.to;
  if (pending === null || end === undefined) return sections;
  const last = sections.at(-1);
  if (last === undefined) return [{ start: pending, end, ...describePath(path) }];
  last.end = end;
  return sections;
}

function describePath(path: { rank: number; text: string }[]): { headings: string[]; rank: number } {
  return {
    headings: path.map((step) => step.text).filter((text) => text !== ""),
    rank: path.at(-1)?.rank ?? 0,
  };
}

/** Puts a heading into the path. Two plain headings in a row are two lines of one. */
function enterHeading(
  path: { rank: number; text: string; open: boolean }[],
  rank: number,
  heading: string,
  title: string,
  isFirst: boolean,
): void {
  const text = heading === title || (isFirst && rank === PLAIN_RANK && title === "") ? "" : heading;
  const numbered = path.some((step) => step.rank >= 10 && step.rank <= 20);
  const ranked = rank === PLAIN_RANK && numbered ? NESTED_PLAIN_RANK : rank;
  const last = path.at(-1);
  if (last?.open && last.rank === ranked && rank === PLAIN_RANK && last.text !== "") {
    last.text = `${last.text} ${text}`;
    return;
  }
  while ((path.at(-1)?.rank ?? -1) >= ranked) path.pop();
  path.push({ rank: ranked, text, open: true });
}
