import { isFull, joinText } from "./join-lines.ts";
import type { CellText, PageTable } from "./read-tables.ts";

/** Columns of one table stand at the same places on all its pages, to this many points. */
const TOLERANCE = 4;
const MOST_HEADER_ROWS = 3;

/** A table over one or more pages, with the page on which each row begins. */
export interface WholeTable extends PageTable {
  rowPages: number[];
}

export function wholeTable(table: PageTable): WholeTable {
  return { ...table, rowPages: table.rows.map(() => table.page) };
}

/** Whether a table at the head of a page has the columns of the one that ended the page before. */
export function continuesTable(before: PageTable, next: PageTable): boolean {
  return (
    before.columns.length === next.columns.length &&
    Math.abs(before.right - before.left - (next.right - next.left)) <= TOLERANCE &&
    before.columns.every(
      (x, i) => Math.abs(x - before.left - ((next.columns[i] ?? 0) - next.left)) <= TOLERANCE,
    )
  );
}

/** One table of two: without the repeated header, and with the row that the page end cut in two as one. */
export function joinTables(before: WholeTable, next: PageTable): WholeTable {
  const repeated = countRepeated(before.rows, next.rows);
  const rows = [...before.rows];
  const rest = next.rows.slice(repeated);
  const isCut =
    isCutRow(before, repeated === 0 ? next.edges.first : (rest[0] ?? [])) ||
    (repeated === 0 && namesCutRow(before, next));
  const [first] = rest;
  const last = rows.at(-1);
  if (isCut && first !== undefined && last !== undefined) {
    rows[rows.length - 1] = last.map((cell, i) =>
      joinCut(cell, first[i] ?? "", before.edges.last[i], next.edges.first[i]),
    );
    rest.shift();
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

/** Whether a page's first row is the end of a row: its first cell is empty, as no whole row's is. */
function isCutRow(before: WholeTable, first: readonly (CellText | string)[]): boolean {
  const isEmpty = (cell: CellText | string | undefined) =>
    typeof cell === "string" ? cell === "" : (cell?.lines.length ?? 0) === 0;
  return (
    isEmpty(first[0]) && first.some((cell) => !isEmpty(cell)) && before.rows.every(([cell]) => cell !== "")
  );
}

/** Whether the first cell of a cut row stands on its second page: its other cells break off in mid-sentence. */
function namesCutRow(before: WholeTable, next: PageTable): boolean {
  const [last, ...earlier] = before.rows.toReversed();
  if (last?.[0] !== "" || earlier.length === 0 || earlier.some(([cell]) => cell === "")) return false;
  return before.edges.last.some((cell, i) => {
    const [end, start] = [cell.lines.at(-1), next.edges.first[i]?.lines[0]];
    return end !== undefined && start !== undefined && isFull(end, start, cell.measure - (end.right - end.x));
  });
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
