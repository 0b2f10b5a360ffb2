/** Cells from one corner to the other, both included; rows and columns as counted from 1. */
export interface CellRange {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** Rows and columns of the largest sheet (ECMA-376 part 1, 18.3.1.73 and 18.3.1.13). */
export const MOST_ROWS = 1_048_576;
export const MOST_COLUMNS = 16_384;

const REFERENCE = /^\$?([A-Z]{1,3})\$?([0-9]{1,7})$/i;

/** The column that a cell's name such as `B12` begins with; 0 where it begins with none. */
export function readColumn(reference: string): number {
  let column = 0;
  for (let i = 0; i < 3; i++) {
    const letter = reference.charCodeAt(i) - 64;
    if (!(letter >= 1 && letter <= 26)) break;
    column = column * 26 + letter;
  }
  return column <= MOST_COLUMNS ? column : 0;
}

/** A cell's place by its name, such as `B12`; null for what is no name of a cell. */
function readReference(reference: string | undefined): { row: number; column: number } | null {
  const match = REFERENCE.exec(reference ?? "");
  if (match === null) return null;
  const column = readColumn(match[1]?.toUpperCase() ?? "");
  const row = Number(match[2]);
  return row >= 1 && row <= MOST_ROWS && column >= 1 ? { row, column } : null;
}

/** A range such as `A1:C3` or a single cell; null for what is no range. */
export function readRange(text: string | undefined): CellRange | null {
  const [from, to = from] = (text ?? "").split(":");
  const first = readReference(from);
  const last = readReference(to);
  if (first === null || last === null) return null;
  return {
    top: Math.min(first.row, last.row),
    left: Math.min(first.column, last.column),
    bottom: Math.max(first.row, last.row),
    right: Math.max(first.column, last.column),
  };
}
