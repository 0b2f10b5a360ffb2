import type { Span } from "../../domain.ts";
import { isHeadingStart } from "../splitting/heading-marks.ts";
import { type Furniture, judgeLine, type LineVerdict } from "./clean-chrome.ts";
import { applyEdits, type Draft, type Edit } from "./draft.ts";
import { type Line, splitLines } from "./lines.ts";
import { findWraps } from "./wrapped-lines.ts";

/** A part of the page that is not text, in the draft's words: kept for what it says of date and source. */
export interface FurnitureLine {
  furniture: Furniture;
  text: string;
  /** Range in the draft that was laid out. */
  span: Span;
}

/** A draft without furniture, indents and blank lines: one paragraph, heading or table row per line. */
export interface Layout {
  draft: Draft;
  furniture: FurnitureLine[];
  /** Shown start of each line that markup declares a heading → its level, 1 to 6; 0 for a list item. */
  declaredLevels: Map<number, number>;
}

const HEADING_MARK = /^(#{1,6})[ \t]+(?=\S)/;
const QUOTE_MARK = /^(?:>\s{0,3})+/;
const BULLET = /^[-*+•●◆■▪]\s+/;

/** Removes page furniture, indents and blank lines, and joins lines that were broken inside a sentence. */
export function layOut(draft: Draft, hasFurniture: boolean): Layout {
  const lines = splitLines(draft.text);
  const verdicts = hasFurniture ? judgeLines(lines) : lines.map(keepLine);
  const kept = keptPieces(lines, verdicts);
  const wraps = findWraps(kept.map((piece) => piece.line));
  const edits: Edit[] = [];
  const declaredLevels = new Map<number, number>();
  let from = 0;
  let shown = 0;
  for (const [i, piece] of kept.entries()) {
    const joint = i === 0 ? "" : wraps.has(i) ? jointBetween(kept[i - 1], piece, draft.text) : "\n";
    edits.push(...bridge(draft.text, from, piece.start, joint));
    shown += joint.length;
    if (piece.level !== null) declaredLevels.set(shown, piece.level);
    shown += piece.end - piece.start;
    from = piece.end;
  }
  edits.push(...bridge(draft.text, from, draft.text.length, ""));
  return { draft: applyEdits(draft, edits), furniture: collectFurniture(lines, verdicts), declaredLevels };
}

interface Piece extends Span {
  line: Line;
  level: number | null;
}

function keepLine(line: Line): LineVerdict {
  return { furniture: null, keep: line.text === "" ? null : { start: 0, end: line.text.length } };
}

function judgeLines(lines: Line[]): LineVerdict[] {
  const filled = lines.filter((line) => line.text !== "");
  const verdicts = new Map<Line, LineVerdict>();
  for (const [i, line] of filled.entries()) verdicts.set(line, judgeLine(line, i, filled.length));
  dropSiteName(filled, verdicts);
  dropCaptions(lines, verdicts);
  return lines.map((line) => verdicts.get(line) ?? { furniture: null, keep: null });
}

/** Short lines above a breadcrumb name the site or the column. */
function dropSiteName(filled: Line[], verdicts: Map<Line, LineVerdict>): void {
  const crumb = filled.slice(0, 6).findIndex((line) => verdicts.get(line)?.furniture === "breadcrumb");
  for (const line of filled.slice(0, Math.max(0, crumb))) {
    if (line.text.length <= 14) verdicts.set(line, { furniture: "breadcrumb", keep: null });
  }
}

/** Share of indented paragraphs from which the indent is the document's own way. */
const INDENTED_SHARE = 0.6;
const LONGEST_CAPTION = 60;

/**
 * Captions: in a page whose paragraphs are all indented, a short line that is not, below the white space
 * where a picture stood.
 */
function dropCaptions(lines: Line[], verdicts: Map<Line, LineVerdict>): void {
  const text = lines.filter((line) => verdicts.get(line)?.keep != null);
  const indented = text.filter((line) => line.indent >= 2);
  if (indented.length < 5 || indented.length < text.length * INDENTED_SHARE) return;
  let begun = false;
  for (const [i, line] of lines.entries()) {
    if (line.text === "" || verdicts.get(line)?.keep == null) continue;
    begun ||= line.indent >= 2;
    if (begun && line.indent < 2 && line.text.length <= LONGEST_CAPTION && belowPicture(lines, i))
      if (!isHeadingStart(line.text)) verdicts.set(line, { furniture: "caption", keep: null });
  }
}

/** A picture leaves a line of white space, or an empty one beside it. */
function belowPicture(lines: Line[], at: number): boolean {
  for (let i = at - 1; i >= 0 && lines[i]?.text === ""; i--) if ((lines[i]?.indent ?? 0) > 0) return true;
  return false;
}

function keptPieces(lines: Line[], verdicts: LineVerdict[]): Piece[] {
  return lines.flatMap((line, i) => {
    const keep = verdicts[i]?.keep;
    if (keep == null) return [];
    const { lead, level } = readMarks(line.text.slice(keep.start, keep.end));
    const start = line.from + keep.start + lead;
    const end = line.from + keep.end;
    return start < end ? [{ start, end, line, level }] : [];
  });
}

/** Marks of markup before a line's words: quotation, heading (level 1 to 6), bullet (level 0: an item). */
function readMarks(text: string): { lead: number; level: number | null } {
  const quote = QUOTE_MARK.exec(text)?.[0].length ?? 0;
  const rest = text.slice(quote);
  const heading = HEADING_MARK.exec(rest);
  if (heading !== null) return { lead: quote + heading[0].length, level: heading[1]?.length ?? 1 };
  const bullet = BULLET.exec(rest);
  if (bullet !== null) return { lead: quote + bullet[0].length, level: 0 };
  return { lead: quote, level: null };
}

/** Replaces what lies between two kept pieces by the joint, on the place of a line feed where there is one. */
function bridge(text: string, from: number, to: number, joint: string): Edit[] {
  if (joint === "") return from === to ? [] : [{ start: from, end: to, text: "" }];
  const at = Math.max(from, text.indexOf("\n", from));
  return [
    { start: from, end: at, text: "" },
    { start: at, end: at + 1, text: joint },
    { start: at + 1, end: to, text: "" },
  ].filter((edit) => edit.start < edit.end);
}

/** Words of Latin letters need a space where their line was broken; Chinese does not. */
function jointBetween(before: Piece | undefined, after: Piece, text: string): string {
  if (before === undefined) return "";
  return /[a-z0-9]/i.test(text.charAt(before.end - 1)) && /[a-z]/i.test(text.charAt(after.start)) ? " " : "";
}

function collectFurniture(lines: Line[], verdicts: LineVerdict[]): FurnitureLine[] {
  return lines.flatMap((line, i) => {
    const furniture = verdicts[i]?.furniture ?? null;
    if (furniture === null) return [];
    return [{ furniture, text: line.text, span: { start: line.from, end: line.to } }];
  });
}
