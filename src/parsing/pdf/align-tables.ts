import { type GlyphLine, type TextLine, toLine, withoutGlyphs } from "./build-lines.ts";
import type { Glyph } from "./page-content.ts";
import { type CellText, joinCell, type PageTable } from "./read-tables.ts";

/** Gaps of this many characters' width part cells. */
const CELL_GAP = 1.5;
const FEWEST_ROWS = 3;
/** Columns must be apart by a strip of the page on which nothing stands, at least so many characters wide. */
const STRIP = 0.6;
/** Lines further apart than this, in line heights, do not belong to one table. */
const FURTHEST = 3.5;

/** Lines with a table that no rules draw, where there is one. */
export type Stretch = { table: PageTable } | { lines: GlyphLine[] };

/** Finds lists set in columns: at least three lines in a row with gaps at the same places. */
export function alignTables(lines: readonly GlyphLine[], page: number): Stretch[] {
  const stretches: Stretch[] = [];
  let plain: GlyphLine[] = [];
  for (let i = 0; i < lines.length; ) {
    const end = findEnd(lines, i);
    const table = end - i < FEWEST_ROWS ? null : toTable(lines.slice(i, end), page);
    if (table === null) {
      const line = lines[i];
      if (line !== undefined) plain.push(line);
      i++;
      continue;
    }
    if (plain.length > 0) stretches.push({ lines: plain });
    plain = [];
    stretches.push({ table });
    i = end;
  }
  return plain.length > 0 ? [...stretches, { lines: plain }] : stretches;
}

/** End of the run of lines from `start` that are parted by gaps, or go on within one column. */
function findEnd(lines: readonly GlyphLine[], start: number): number {
  const first = lines[start];
  if (first === undefined || cellsOf(first).length < 2) return start;
  let strips = gapsOf(first);
  let end = start + 1;
  for (; end < lines.length; end++) {
    const [line, before] = [lines[end], lines[end - 1]];
    if (line === undefined || before === undefined || line.y - before.y > line.size * FURTHEST) break;
    const left = narrow(strips, line);
    // A line that closes a gap ends the table; one that stands in a single column goes on a cell.
    if (left.length < strips.length) break;
    strips = left;
  }
  while (end > start && cellsOf(lines[end - 1] ?? first).length < 2 && startsLeft(lines[end - 1], first))
    end--;
  return end;
}

function startsLeft(line: TextLine | undefined, first: TextLine): boolean {
  return line !== undefined && Math.abs(line.x - first.x) < first.size;
}

type Strip = readonly [from: number, to: number];

function gapsOf(line: GlyphLine): Strip[] {
  const cells = cellsOf(line);
  return cells.slice(1).map((cell, i) => [endOf(cells[i] ?? []), cell[0]?.x ?? 0] as const);
}

/** What stays free of the strips when a line is added; those too narrow to part columns go. */
function narrow(strips: readonly Strip[], { glyphs, size }: GlyphLine): Strip[] {
  return strips.flatMap(([from, to]) => {
    let best: Strip = [from, from];
    let left = from;
    for (const glyph of glyphs) {
      if (glyph.text.trim() === "" || glyph.x + glyph.width <= left) continue;
      const right = Math.min(to, glyph.x);
      if (right - left > best[1] - best[0]) best = [left, right];
      left = glyph.x + glyph.width;
      if (left >= to) break;
    }
    if (to - left > best[1] - best[0]) best = [left, to];
    return best[1] - best[0] > size * STRIP ? [best] : [];
  });
}

/** Parts of a line between wide gaps. */
function cellsOf({ glyphs, size }: GlyphLine): Glyph[][] {
  const cells: Glyph[][] = [];
  for (const glyph of glyphs) {
    if (glyph.text.trim() === "") continue;
    const last = cells.at(-1);
    if (last !== undefined && glyph.x - endOf(last) < size * CELL_GAP) last.push(glyph);
    else cells.push([glyph]);
  }
  return cells;
}

function endOf(cell: readonly Glyph[]): number {
  const last = cell.at(-1);
  return last === undefined ? 0 : last.x + last.width;
}

/** Rows begin where the first column has words; lines without go on the row above. */
function toTable(lines: readonly GlyphLine[], page: number): PageTable | null {
  const first = lines[0];
  if (first === undefined) return null;
  const strips = lines.slice(1).reduce(narrow, gapsOf(first));
  const starts = [Math.min(...lines.map(({ x }) => x)), ...strips.map(([, to]) => to - 1)];
  const rights = [...strips.map(([from]) => from), Math.max(...lines.map(({ right }) => right))];
  const texts: CellText[][] = [];
  for (const line of lines) {
    const parts = starts.map((x, i) =>
      line.glyphs.filter(
        (glyph) => glyph.x >= x - 1 && glyph.x < (starts[i + 1] ?? Number.POSITIVE_INFINITY),
      ),
    );
    const cells = parts.map((part) =>
      part.some(({ text }) => text.trim() !== "") ? withoutGlyphs(toLine(part)) : null,
    );
    if (cells[0] !== null || texts.length === 0)
      texts.push(starts.map((x, i) => ({ lines: [], measure: (rights[i] ?? 0) - x, rows: 1 })));
    for (const [i, cell] of cells.entries()) if (cell !== null) texts.at(-1)?.[i]?.lines.push(cell);
  }
  const whole = texts.filter((row) => row.filter((cell) => cell.lines.length > 0).length >= 2);
  if (whole.length < FEWEST_ROWS || whole.length < texts.length) return null;
  return {
    page,
    top: first.y - first.size,
    bottom: lines.at(-1)?.y ?? 0,
    left: starts[0] ?? 0,
    right: rights.at(-1) ?? 0,
    columns: starts,
    rows: texts.map((row) => row.map(joinCell)),
    edges: { first: texts.slice(0, 1), last: texts.at(-1) ?? [] },
  };
}
