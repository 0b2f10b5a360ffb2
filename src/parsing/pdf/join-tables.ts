import { isFull, joinText } from "./join-lines.ts";
import type { CellText, PageTable } from "./read-tables.ts";
import { alignColumns } from "./share-columns.ts";

const MOST_HEADER_ROWS = 3;

/** A table over one or more pages, with the page on which each row begins. */
export interface WholeTable extends PageTable {
  rowPages: number[];
}

/** What the page end did to the row at it, where it did anything. */
type Joint = "cut" | "whole";

export function wholeTable(table: PageTable): WholeTable {
  return { ...table, rowPages: table.rows.map(() => table.page) };
}

/**
 * One table of two: without the repeated header, with the row that the page end cut in two as one, and with
 * the value of a merged cell in the rows that it covers on the second page.
 */
export function joinTables(one: WholeTable, other: PageTable): WholeTable {
  const [before, next] = alignColumns(one, other);
  const repeated = countRepeated(before.rows, next.rows);
  const rows = [...before.rows];
  const rest = next.rows.slice(repeated);
  const edge = next.edges.first[repeated] ?? [];
  const joint = readJoint(before, rest[0] ?? [], edge);
  const [last, first] = [rows.at(-1), rest[0]];
  if (last !== undefined && first !== undefined) {
    const whole = joint === "whole" ? null : joinRows(last, first, before, edge);
    for (const [column, cell] of first.entries()) {
      if (cell !== "" || !isMergedOn(before, column, first, edge)) continue;
      for (const row of rest.slice(0, edge[column]?.rows ?? 1)) row[column] = (whole ?? last)[column] ?? "";
    }
    if (whole !== null) {
      rows[rows.length - 1] = whole;
      rest.shift();
    }
  }
  return {
    ...before,
    rows: [...rows, ...rest],
    rowPages: [...before.rowPages, ...rest.map(() => next.page)],
    edges: { first: before.edges.first, last: next.edges.last },
  };
}

function countRepeated(rows: readonly string[][], next: readonly string[][]): number {
  let count = 0;
  while (count < Math.min(MOST_HEADER_ROWS, rows.length, next.length) && isSame(rows[count], next[count]))
    count++;
  return count;
}

function isSame(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.every((cell, i) => cell.replace(/\s/g, "") === b[i]?.replace(/\s/g, ""))
  );
}

/** Whether a page's first row is the end of the row before, or one of its own. */
function readJoint(before: WholeTable, first: readonly string[], edge: readonly CellText[]): Joint {
  const [last, ...earlier] = before.rows.toReversed();
  if (last === undefined || first.every((cell) => cell === "")) return "whole";
  const goesOn = first.map((_, i) => breaksOff(before.edges.last[i], edge[i]));
  const isNamed = earlier.every(([cell]) => cell !== "");
  if (first[0] === "" && isNamed && last[0] !== "")
    return isRowOfMerged(last, first) && !goesOn.every((goes, i) => goes || first[i] === "")
      ? "whole"
      : "cut";
  // Its name stands on its second page: other cells break off in mid-sentence.
  if (last[0] === "" && earlier.length > 0 && isNamed && first[0] !== "")
    return goesOn.some(Boolean) ? "cut" : "whole";
  // Its name is cut too: all that stands in it goes on what breaks off, and something ended before.
  const held = first.flatMap((cell, i) => (cell === "" ? [] : [i]));
  return held.length < first.length && held.every((i) => goesOn[i]) ? "cut" : "whole";
}

/** Below a merged first cell: a row as full as the last one, in which nothing was left to say. */
function isRowOfMerged(last: readonly string[], first: readonly string[]): boolean {
  const filled = (row: readonly string[]) => row.flatMap((cell, i) => (i === 0 || cell === "" ? [] : [i]));
  const held = filled(first);
  return held.length >= 2 && filled(last).every((i) => held.includes(i));
}

/** Whether a cell's last line had to end where it does because more stands on the next page. */
function breaksOff(cell: CellText | undefined, next: CellText | undefined): boolean {
  const [end, start] = [cell?.lines.at(-1), next?.lines[0]];
  if (cell === undefined || end === undefined || start === undefined) return false;
  return isFull(end, start, cell.measure - (end.right - end.x));
}

function joinRows(
  last: readonly string[],
  first: readonly string[],
  before: WholeTable,
  edge: readonly CellText[],
): string[] {
  return last.map((cell, i) => joinCut(cell, first[i] ?? "", before.edges.last[i], edge[i]));
}

/**
 * Whether a cell without words at a page's head goes on a merged one: it covers several rows; or its column
 * never is empty, and nothing stands to its left or the cell above the page end is a merged one.
 */
function isMergedOn(
  { rows, edges }: WholeTable,
  column: number,
  first: readonly string[],
  edge: readonly CellText[],
): boolean {
  if ((edge[column]?.rows ?? 1) > 1) return true;
  const isLeft = first.slice(0, column).every((cell) => cell === "");
  return (isLeft || (edges.last[column]?.rows ?? 1) > 1) && rows.every((row) => row[column] !== "");
}

function joinCut(
  cell: string,
  end: string,
  before: CellText | undefined,
  next: CellText | undefined,
): string {
  if (cell === "" || end === "") return cell + end;
  const [last, first] = [before?.lines.at(-1), next?.lines[0]];
  if (last === undefined || first === undefined) return `${cell}\n${end}`;
  const room = (before?.measure ?? 0) - (last.right - last.x);
  if (!isFull(last, first, room)) return `${cell}\n${end}`;
  const joined = joinText(cell, last, first, room);
  return joined + end.slice(first.text.length);
}
