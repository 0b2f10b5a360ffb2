import { tableTooLarge } from "../table-errors.ts";
import type { CellRange } from "./cell-range.ts";
import type { Sheet, SheetRow } from "./sheet.ts";

/** A sheet's visible cells as rows of one length, with what was left out. */
export interface BuiltTable {
  rows: string[][];
  /** Hidden rows and columns that held something. */
  hidden: { rows: number; columns: number };
}

/** Cells of a table once it is rectangular. */
const MOST_CELLS = 5_000_000;

/** A sheet's cells by place, sorted. */
interface Grid {
  /** Numbers of the visible rows and columns that hold something, ascending. */
  rows: number[];
  columns: number[];
  /** All rows by their number, hidden ones too; columns ascending. */
  cells: Map<number, SheetRow>;
}

/**
 * The visible cells of a sheet. Columns without any cell are left out and rows without any become one empty
 * row, so that two cells far apart make a small table; a merged range repeats its text within the rest.
 * @throws WenbanError `ingest.table_too_large`
 */
export function buildTable(sheet: Sheet): BuiltTable {
  const { grid, hidden } = layGrid(sheet);
  if (grid.rows.length * grid.columns.length > MOST_CELLS) throw tableTooLarge("500 万个单元格");
  const places = new Map(grid.columns.map((column, i) => [column, i]));
  const filled = new Map(grid.rows.map((row) => [row, fillRow(grid, row, places)]));
  fillMerges(sheet.merges, grid, filled);
  const rows = grid.rows.flatMap((row, i) => {
    const isApart = i > 0 && hasVisibleGap(sheet, grid.rows[i - 1] ?? row, row);
    const texts = filled.get(row) ?? [];
    return isApart ? [grid.columns.map(() => ""), texts] : [texts];
  });
  return { rows, hidden };
}

function fillRow(grid: Grid, number: number, places: Map<number, number>): string[] {
  const row = grid.cells.get(number);
  // A row without gaps is taken as it is: most rows of a list are, and a copy of each would double the memory.
  if (row?.columns.length === grid.columns.length && row.columns[0] === grid.columns[0]) {
    if (row.columns.every((column, i) => column === grid.columns[i])) return row.texts;
  }
  const texts = grid.columns.map(() => "");
  for (const [i, column] of row?.columns.entries() ?? []) {
    const at = places.get(column);
    if (at !== undefined) texts[at] = row?.texts[i] ?? "";
  }
  return texts;
}

function layGrid(sheet: Sheet): { grid: Grid; hidden: BuiltTable["hidden"] } {
  const cells = rowsByNumber(sheet.rows);
  const columns = { shown: new Set<number>(), hidden: new Set<number>() };
  const rows: number[] = [];
  let hiddenRows = 0;
  for (const { number, columns: own } of cells.values()) {
    const shown = own.filter((column) => sheet.hiddenColumns[column] !== 1);
    if (shown.length < own.length) addHidden(columns.hidden, own, sheet);
    if (isHiddenRow(sheet, number)) hiddenRows++;
    else if (shown.length > 0) rows.push(number);
    if (!isHiddenRow(sheet, number)) for (const column of shown) columns.shown.add(column);
  }
  const grid = { rows: rows.sort(ascending), columns: [...columns.shown].sort(ascending), cells };
  return { grid, hidden: { rows: hiddenRows, columns: columns.hidden.size } };
}

function addHidden(hidden: Set<number>, columns: number[], sheet: Sheet): void {
  for (const column of columns) if (sheet.hiddenColumns[column] === 1) hidden.add(column);
}

/** Rows by number, each sorted by column; of what a file writes twice, the later holds. */
function rowsByNumber(rows: SheetRow[]): Map<number, SheetRow> {
  const isInOrder = rows.every(
    ({ number, columns }, i) => number > (rows[i - 1]?.number ?? 0) && isAscending(columns),
  );
  if (isInOrder) return new Map(rows.map((row) => [row.number, row]));
  const groups = Map.groupBy(rows, ({ number }) => number);
  return new Map([...groups].map(([number, group]) => [number, joinRows(number, group)]));
}

function joinRows(number: number, group: SheetRow[]): SheetRow {
  const [first] = group;
  if (group.length === 1 && first !== undefined && isAscending(first.columns)) return first;
  const texts = new Map<number, string>();
  for (const row of group)
    for (const [i, column] of row.columns.entries()) texts.set(column, row.texts[i] ?? "");
  const columns = [...texts.keys()].sort(ascending);
  return { number, columns, texts: columns.map((column) => texts.get(column) ?? "") };
}

function isAscending(columns: number[]): boolean {
  return columns.every((column, i) => i === 0 || column > (columns[i - 1] ?? 0));
}

function textAt(row: SheetRow | undefined, column: number): string {
  const at = row === undefined ? -1 : firstFrom(row.columns, column);
  return row?.columns[at] === column ? (row.texts[at] ?? "") : "";
}

/** Rows that a filter hides are part of the list; rows that a person hid are not shown. */
function isHiddenRow(sheet: Sheet, row: number): boolean {
  if (!sheet.hiddenRows.has(row)) return false;
  return !sheet.filters.some(({ top, bottom }) => row > top && row <= bottom);
}

/** Whether a reader sees an empty row between two rows, rather than rows that are hidden. */
function hasVisibleGap(sheet: Sheet, from: number, to: number): boolean {
  for (let row = from + 1; row < to; row++) if (!isHiddenRow(sheet, row)) return true;
  return false;
}

/** A merge is filled only where the table has rows and columns, however large its range is. */
function fillMerges(merges: CellRange[], grid: Grid, filled: Map<number, string[]>): void {
  let count = 0;
  for (const merge of merges) {
    const text = textAt(grid.cells.get(merge.top), merge.left);
    if (text === "") continue;
    const rows = within(grid.rows, merge.top, merge.bottom);
    const columns = within(grid.columns, merge.left, merge.right);
    if (columns.from === columns.to) continue;
    count += (rows.to - rows.from) * (columns.to - columns.from);
    if (count > MOST_CELLS) throw tableTooLarge("500 万个单元格");
    for (const row of grid.rows.slice(rows.from, rows.to)) {
      filled.get(row)?.fill(text, columns.from, columns.to);
    }
  }
}

/** The stretch of an ascending list that lies between two numbers, both included. */
function within(list: number[], least: number, most: number): { from: number; to: number } {
  return { from: firstFrom(list, least), to: firstFrom(list, most + 1) };
}

function firstFrom(list: number[], least: number): number {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((list[middle] ?? 0) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}

function ascending(a: number, b: number): number {
  return a - b;
}
