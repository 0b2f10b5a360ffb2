import type { CellRange } from "./cell-range.ts";

/** A sheet as its file holds it: only the cells that hold something. */
export interface Sheet {
  /** In the file's order; a number may come twice in odd files. */
  rows: SheetRow[];
  merges: CellRange[];
  hiddenRows: Set<number>;
  /** Hidden columns; index is the column's number. */
  hiddenColumns: Uint8Array;
  /** Ranges that a filter covers: rows hidden there belong to the list. */
  filters: CellRange[];
  /** Heads and feet of its printed pages. */
  margins: string[];
}

/** Cells of one row: `columns[i]` is the column, from 1, of `texts[i]`, which is never empty. */
export interface SheetRow {
  number: number;
  columns: number[];
  texts: string[];
}
