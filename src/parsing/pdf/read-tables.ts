import { buildLines, type TextLine, withoutGlyphs } from "./build-lines.ts";
import { findGrids, type Grid, type GridCell } from "./find-grids.ts";
import { beginsItem, isFull, joinText } from "./join-lines.ts";
import type { Glyph, PageContent } from "./page-content.ts";

/** A table as it stands on one page. */
export interface PageTable {
  page: number;
  top: number;
  bottom: number;
  left: number;
  right: number;
  /** Left ends of the columns. */
  columns: number[];
  /** Cells with line ends where the cell has them; merged cells repeat their value. */
  rows: string[][];
  /** Lines of the cells of the first few rows and of the last one, with the room that each gives; for page ends. */
  edges: { first: CellText[][]; last: CellText[] };
}

/** A cell's lines, and the width that they may take. */
export interface CellText {
  lines: TextLine[];
  measure: number;
  /** How many rows of its page it covers. */
  rows: number;
}

/** Space between a cell's side and its text is no wider than this where it is not alignment. */
const WIDEST_PADDING = 8;
/** Glyphs of one run stand no further apart than this, as a share of their size. */
const CONTIGUOUS = 0.08;
/** Lines further apart than this, in line heights, are separate paragraphs of a cell. */
const PARAGRAPH_GAP = 2;

/** A header, and the first row below it. */
const ROWS_AT_EDGE = 4;

/** Takes the ruled tables out of a page; the glyphs that are left stand outside them. */
export function readTables(content: PageContent): { tables: PageTable[]; rest: Glyph[] } {
  const grids = findGrids(content.rules);
  const held = grids.map((grid) => new Map<GridCell, Glyph[]>(grid.cells.map((cell) => [cell, []])));
  const finders = grids.map(createCellFinder);
  const rest: Glyph[] = [];
  let before: Glyph | undefined;
  let home = rest;
  for (const glyph of content.glyphs) {
    if (before === undefined || !followsOn(before, glyph)) home = findHome(glyph);
    home.push(glyph);
    before = glyph;
  }
  const tables = grids.map((grid, i) => toTable(grid, held[i] ?? new Map(), content.page));
  return { tables: tables.filter(({ rows }) => rows.length > 0), rest };

  function findHome(glyph: Glyph): Glyph[] {
    const [x, y] = [glyph.x + glyph.width / 2, glyph.y - glyph.size * 0.35];
    for (const [i, find] of finders.entries()) {
      const cell = find(x, y);
      if (cell !== null) return held[i]?.get(cell) ?? rest;
    }
    return rest;
  }
}

/** Whether a glyph is drawn right behind another: what runs over a cell's side still belongs to the cell. */
function followsOn(before: Glyph, glyph: Glyph): boolean {
  const [near, gap] = [glyph.size * CONTIGUOUS, glyph.x - before.x - before.width];
  return Math.abs(gap) < near && Math.abs(glyph.y - before.y) < near;
}

function createCellFinder({ xs, ys, cells }: Grid) {
  const byBox = new Map<number, GridCell>();
  for (const cell of cells)
    for (let row = cell.rows[0]; row <= cell.rows[1]; row++)
      for (let column = cell.columns[0]; column <= cell.columns[1]; column++)
        byBox.set(row * xs.length + column, cell);
  return (x: number, y: number): GridCell | null => {
    const [column, row] = [xs.findLastIndex((at) => at <= x), ys.findLastIndex((at) => at <= y)];
    return column < 0 || row < 0 ? null : (byBox.get(row * xs.length + column) ?? null);
  };
}

function toTable(grid: Grid, held: Map<GridCell, Glyph[]>, page: number): PageTable {
  const texts = new Map<GridCell, TextLine[]>(
    grid.cells.map((cell) => [cell, buildLines(held.get(cell) ?? []).map(withoutGlyphs)]),
  );
  const padding = findPadding(texts);
  const rows: string[][] = grid.ys.slice(1).map(() => grid.xs.slice(1).map(() => ""));
  const cellTexts: (CellText | undefined)[][] = rows.map((row) => row.map(() => undefined));
  for (const [cell, lines] of texts) {
    const measure = cell.right - cell.left - padding * 2;
    const cellText = { lines, measure, rows: cell.rows[1] - cell.rows[0] + 1 };
    const text = joinCell(cellText);
    for (let row = cell.rows[0]; row <= cell.rows[1]; row++)
      for (let column = cell.columns[0]; column <= cell.columns[1]; column++) {
        const cells = rows[row];
        if (cells) cells[column] = text;
        const kept = cellTexts[row];
        if (kept) kept[column] = cellText;
      }
  }
  return {
    page,
    top: grid.ys[0] ?? 0,
    bottom: grid.ys.at(-1) ?? 0,
    left: grid.xs[0] ?? 0,
    right: grid.xs.at(-1) ?? 0,
    columns: grid.xs.slice(0, -1),
    ...dropEmpty(rows, cellTexts),
  };
}

/** Rows without a word are drawing, such as a double line or the blank end of a form's page. */
function dropEmpty(rows: string[][], texts: (CellText | undefined)[][]): Pick<PageTable, "rows" | "edges"> {
  const full = rows
    .map((cells, i) => ({ cells, texts: texts[i] ?? [] }))
    .filter(({ cells }) => cells.some(Boolean));
  const edge = (row: (typeof full)[number] | undefined) =>
    (row?.texts ?? []).map((text) => text ?? { lines: [], measure: 0, rows: 1 });
  const first = full.slice(0, ROWS_AT_EDGE).map(edge);
  return { rows: full.map(({ cells }) => cells), edges: { first, last: edge(full.at(-1)) } };
}

/** The least space left of any text in the table: what the writer leaves beside the lines. */
function findPadding(texts: Map<GridCell, TextLine[]>): number {
  let padding = WIDEST_PADDING;
  for (const [cell, lines] of texts)
    for (const { x } of lines) padding = Math.min(padding, Math.max(0, x - cell.left));
  return padding;
}

/** A cell's text: lines that were only wrapped are joined, others stay apart. */
export function joinCell({ lines, measure }: CellText): string {
  let text = "";
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1];
    if (before === undefined) text = line.text;
    else if (isWrappedIn(before, line, measure))
      text = joinText(text, before, line, measure - (before.right - before.x));
    else text += `\n${line.text}`;
  }
  return text;
}

/** Whether `line` goes on what `before` began, within a width. */
function isWrappedIn(before: TextLine, line: TextLine, measure: number): boolean {
  if (beginsItem(line.text) || line.y - before.y > Math.max(before.size, line.size) * PARAGRAPH_GAP)
    return false;
  return isFull(before, line, measure - (before.right - before.x));
}
