import type { Register, RegisterColumn, RegisterEdition, RegisterRow } from "../../domain.ts";
import { splitLines } from "../cleaning/lines.ts";
import { flatten } from "../formats/compose-text.ts";
import { matchLabel } from "../tables/label.ts";
import { readListDisposition } from "./read-disposition.ts";
import { readRow, sameAsAbove } from "./read-rows.ts";
import { cellsOf } from "./table-lines.ts";

/** What is known of a list whose text holds nothing but its rows. */
export interface RegisterHead {
  name: string;
  edition: RegisterEdition;
  columns: RegisterColumn[];
}

/**
 * The list in a text with one row a line, cells separated by tabs, as `writeRegisterText` writes it. The line
 * of the labels, if there is one, and all above it are no rows; nor are lines with more cells than columns.
 */
export function registerFromText(text: string, { name, edition, columns }: RegisterHead): Register {
  let rows: RegisterRow[] = [];
  let isBelowHeader = false;
  for (const line of splitLines(text)) {
    const cells = cellsOf(text.slice(line.start, line.end)) ?? (columns.length === 1 ? [line.text] : []);
    if (cells.length === 0 || cells.length > columns.length) continue;
    if (!isBelowHeader && isHeader(cells, columns)) {
      rows = [];
      isBelowHeader = true;
      continue;
    }
    const own = { cells, start: line.from, end: line.to };
    const row = readRow(own, columns, sameAsAbove(own, columns, rows.at(-1)));
    if (row !== null) rows.push(row);
  }
  return { name, edition, columns, rows: settleDispositions(rows, columns, name) };
}

function isHeader(cells: readonly string[], columns: readonly RegisterColumn[]): boolean {
  return (
    cells.length === columns.length &&
    columns.every(({ label }, i) => matchLabel(cells[i] ?? "") === matchLabel(label))
  );
}

/** Without a column for it, the list's name says what became of its entries. */
export function settleDispositions(
  rows: RegisterRow[],
  columns: readonly RegisterColumn[],
  name: string,
): RegisterRow[] {
  if (columns.some(({ field }) => field === "status")) return rows;
  const disposition = readListDisposition(name);
  return rows.map((row) => ({ ...row, disposition: row.disposition ?? disposition }));
}

/** A list as text: its title, the line of its labels, one row a line, and remarks below. */
export function writeRegisterText(list: {
  title: string;
  labels: readonly string[];
  rows: readonly (readonly string[])[];
  notes?: readonly string[];
}): string {
  const lines = [list.labels, ...list.rows].map((cells) => cells.map(flatten).join("\t"));
  return [flatten(list.title), ...lines, ...(list.notes ?? []).map(flatten)]
    .filter((line) => line.trim() !== "")
    .join("\n");
}
