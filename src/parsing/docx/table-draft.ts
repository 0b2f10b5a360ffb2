import type { ParsedBlock, ParsedTable } from "../parsed-file.ts";

/** A cell while its table is read. */
export interface CellDraft {
  blocks: ParsedBlock[];
  /** Columns of the grid that it covers. */
  span: number;
  /** Whether it belongs to the cell above it, or beside it. */
  goesOn: "above" | "beside" | null;
  isDeleted: boolean;
}

/** A row while its table is read; what is left of its cells is their text. */
export interface RowDraft {
  cells: { text: string; span: number; goesOn: CellDraft["goesOn"] }[];
  /** Columns of the grid left free before the first and after the last cell. */
  before: number;
  after: number;
  isDeleted: boolean;
}

export interface TableDraft {
  rows: string[][];
  /** Blocks of the first cell: a table of one cell is a frame around them. */
  first: ParsedBlock[] | null;
  cellCount: number;
}

/** Word has 63 columns at most. */
const MOST_COLUMNS = 256;

export function createTableDraft(): TableDraft {
  return { rows: [], first: null, cellCount: 0 };
}

export function createRowDraft(): RowDraft {
  return { cells: [], before: 0, after: 0, isDeleted: false };
}

export function createCellDraft(): CellDraft {
  return { blocks: [], span: 1, goesOn: null, isDeleted: false };
}

export function addCell(table: TableDraft, row: RowDraft, cell: CellDraft): void {
  if (cell.isDeleted) return;
  table.first ??= cell.blocks;
  table.cellCount++;
  row.cells.push({ text: textOf(cell.blocks), span: cell.span, goesOn: cell.goesOn });
}

/** Fills the row's cells into the columns of the grid. */
export function addRow(table: TableDraft, row: RowDraft): void {
  if (row.isDeleted || row.cells.length === 0) return;
  const above = table.rows.at(-1) ?? [];
  const cells: string[] = [];
  fill(cells, "", row.before);
  for (const { text, span, goesOn } of row.cells) {
    const kept = goesOn === "above" ? above[cells.length] : goesOn === "beside" ? cells.at(-1) : undefined;
    fill(cells, kept ?? text, span);
  }
  fill(cells, "", row.after);
  table.rows.push(cells);
}

function fill(cells: string[], text: string, count: number): void {
  for (let n = Math.min(count, MOST_COLUMNS - cells.length); n > 0; n--) cells.push(text);
}

/** The table, or the blocks of its only cell; nothing where it has no words. */
export function finishTable({ rows, first, cellCount }: TableDraft): ParsedBlock[] {
  if (cellCount === 1 && first !== null) return first;
  if (rows.every((cells) => cells.every((cell) => cell === ""))) return [];
  const width = rows.reduce((most, cells) => Math.max(most, cells.length), 0);
  for (const cells of rows) fill(cells, "", width - cells.length);
  return [{ type: "table", name: null, rows, page: null }];
}

/** What stands in a cell as one text; of a table within it, a line per row. */
function textOf(blocks: readonly ParsedBlock[]): string {
  return blocks
    .flatMap((block) => (block.type === "table" ? rowLines(block) : [block.text]))
    .join("\n")
    .trim();
}

/** A merged cell stands once. */
function rowLines({ rows }: ParsedTable): string[] {
  return rows.map((cells) =>
    cells
      .filter((cell, n) => cell !== "" && cell !== cells[n - 1])
      .map((cell) => cell.replaceAll("\n", " "))
      .join(" "),
  );
}
