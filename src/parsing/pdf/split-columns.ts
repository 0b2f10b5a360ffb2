import { buildLines, type GlyphLine, toLine } from "./build-lines.ts";
import type { Glyph } from "./page-content.ts";

/** A gap so many times as wide as the characters may part two columns. */
const COLUMN_GAP = 1.2;
const FEWEST_LINES = 5;
/** Share of a column's lines that must be nearly as wide as the column: else it is a list, not text. */
const FILLED_SHARE = 0.5;
const FILLED = 0.75;
/** The gutter lies in this middle part of the text's width. */
const MIDDLE = [0.3, 0.7] as const;

/** A stretch of lines that share their margins. */
export interface Column {
  lines: GlyphLine[];
  /** Whether it stands beside another one; its margins are then its own. */
  isBeside: boolean;
}

/**
 * Lines in reading order. Where text is set in two columns the left one comes before the right one; lines over
 * the whole width, such as titles, part the stretches.
 */
export function splitColumns(glyphs: readonly Glyph[]): Column[] {
  const rows = buildLines(glyphs);
  const gutter = findGutter(rows);
  if (gutter === null) return rows.length === 0 ? [] : [{ lines: rows, isBeside: false }];
  const columns: Column[] = [];
  let band: GlyphLine[] = [];
  for (const row of [...rows, null]) {
    const isApart = row !== null && !crosses(row, gutter);
    if (isApart) band.push(row);
    else {
      columns.push(...splitBand(band, gutter));
      band = [];
      if (row !== null) addWide(columns, row);
    }
  }
  return columns;
}

function addWide(columns: Column[], row: GlyphLine): void {
  const last = columns.at(-1);
  if (last !== undefined && !last.isBeside) last.lines.push(row);
  else columns.push({ lines: [row], isBeside: false });
}

function splitBand(band: readonly GlyphLine[], gutter: number): Column[] {
  const parts = cut(band, gutter);
  if (!isText(parts.left) || !isText(parts.right))
    return band.length === 0 ? [] : [{ lines: [...band], isBeside: false }];
  return [parts.left, parts.right].map((lines) => ({ lines, isBeside: true }));
}

function cut(rows: readonly GlyphLine[], gutter: number): { left: GlyphLine[]; right: GlyphLine[] } {
  const parts = rows.map(({ glyphs }) => ({
    left: glyphs.filter((glyph) => glyph.x < gutter),
    right: glyphs.filter((glyph) => glyph.x >= gutter),
  }));
  const toLines = (side: "left" | "right") =>
    parts
      .map((part) => part[side])
      .filter((part) => part.length > 0)
      .map(toLine)
      .filter(({ text }) => text !== "");
  return { left: toLines("left"), right: toLines("right") };
}

/** The place at which most lines have a gap and hardly any have a character. */
function findGutter(rows: readonly GlyphLine[]): number | null {
  const left = Math.min(...rows.slice(0, 1000).map(({ x }) => x));
  const right = Math.max(...rows.slice(0, 1000).map((line) => line.right));
  const [from, to] = MIDDLE.map((share) => left + (right - left) * share) as [number, number];
  const gaps = rows.flatMap((row) => gapsOf(row, from, to));
  let best: { at: number; count: number } | null = null;
  for (const { middle } of gaps.slice(0, 500)) {
    const count = gaps.filter((gap) => gap.from < middle && middle < gap.to).length;
    if (count > (best?.count ?? FEWEST_LINES - 1)) best = { at: middle, count };
  }
  return best?.at ?? null;
}

function gapsOf({ glyphs, size }: GlyphLine, from: number, to: number) {
  const marks = glyphs.filter(({ text }) => text.trim() !== "");
  return marks.slice(1).flatMap((glyph, i) => {
    const end = marks[i];
    if (end === undefined) return [];
    const gap = { from: end.x + end.width, to: glyph.x, middle: (end.x + end.width + glyph.x) / 2 };
    return gap.to - gap.from > size * COLUMN_GAP && gap.middle > from && gap.middle < to ? [gap] : [];
  });
}

function crosses({ glyphs, x, right }: GlyphLine, gutter: number): boolean {
  if (right <= gutter || x >= gutter) return false;
  const marks = glyphs.filter(({ text }) => text.trim() !== "");
  const next = marks.findIndex((glyph) => glyph.x + glyph.width > gutter);
  const [before, after] = [marks[next - 1], marks[next]];
  if (before === undefined || after === undefined || after.x < gutter) return true;
  return after.x - before.x - before.width < after.size * COLUMN_GAP;
}

/** Whether lines are running text rather than the entries of a list. */
function isText(lines: readonly GlyphLine[]): boolean {
  if (lines.length < FEWEST_LINES) return false;
  const left = Math.min(...lines.slice(0, 1000).map(({ x }) => x));
  const right = Math.max(...lines.slice(0, 1000).map((line) => line.right));
  const filled = lines.filter((line) => line.right - line.x > (right - left) * FILLED).length;
  return filled > lines.length * FILLED_SHARE;
}
