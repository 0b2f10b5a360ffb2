import type { ProcedureField } from "../../domain.ts";
import { readBranch } from "../../language/branches.ts";
import type { ParsedTable } from "../../parsing/parsed-file.ts";
import { flatten } from "../formats/compose-text.ts";
import { findHeader } from "../tables/find-header.ts";
import { isHeaderWord } from "../tables/label.ts";
import { readBody } from "../tables/read-body.ts";
import { type GuideColumns, readGuideColumns } from "./guide-columns.ts";
import { declareGuide, isGuide } from "./guide-document.ts";
import type { GuideSource } from "./guide-text.ts";
import { readLabelledValues } from "./inline-labels.ts";
import { makeProcedure } from "./parse-procedure.ts";
import { type GuideLabel, readLabel } from "./read-label.ts";
import { isEmptyCell, writeRow } from "./row-values.ts";
import { splitValues, withoutMark } from "./split-values.ts";

/** A table with more rows has a row for something else than each label. */
const MOST_LABELS = 80;

/** A field of a guide on its way into its text: the lines as written. */
interface WrittenField {
  label: GuideLabel;
  lines: string[];
}

/** The guides of a table with one guide a row, in its order; null for any other table. */
export function readGuideTable(table: ParsedTable): GuideSource[] | null {
  return readRows(table) ?? (isTurned(table) ? readRows(turn(table)) : null);
}

/** A table with one guide a column: labels below each other, 事项名称 among them, and several names beside it. */
function isTurned({ rows }: ParsedTable): boolean {
  if (rows.length > MOST_LABELS) return false;
  const labels = rows.map(([cell = ""]) => readLabel(cell)?.key ?? "");
  const names = rows[labels.indexOf("name")]?.slice(1) ?? [];
  const isOfNames = names.length > 1 && new Set(names).size === names.length && !names.some(isEmptyCell);
  if (!isOfNames || !isGuide(new Set(labels))) return false;
  return !rows.some((cells) => cells.slice(1).some((cell) => readLabel(cell) !== null));
}

function turn(table: ParsedTable): ParsedTable {
  const width = table.rows[0]?.length ?? 0;
  const rows = Array.from({ length: width }, (_, column) => table.rows.map((row) => row[column] ?? ""));
  return { ...table, rows };
}

function readRows(table: ParsedTable): GuideSource[] | null {
  const header = findHeader(table.rows, (cell) => isHeaderWord(cell) || readLabel(cell) !== null);
  const columns = header && readGuideColumns(header);
  if (!header || !columns) return null;
  const rows = readBody(table.rows, header).entries.map(({ row }) => table.rows[row] ?? []);
  const heading = titleOf(table, header.headerRows[0] ?? 0);
  const guides = groupRows(rows, columns).flatMap((group) => writeGuide(group, columns, heading) ?? []);
  return guides.length > 0 ? guides : null;
}

/** The first words above the header, which may tell whose guides these are. */
function titleOf({ rows }: ParsedTable, top: number): string | null {
  return (
    rows
      .slice(0, top)
      .flat()
      .find((cell) => cell.trim() !== "") ?? null
  );
}

/** Rows that tell one guide: neighbours of the same name, code and department. */
function groupRows(rows: readonly string[][], columns: GuideColumns): string[][][] {
  const groups: string[][][] = [];
  const identity = columns.labels.flatMap((label, at) =>
    ["code", "businessCode", "authority", "region", "url"].includes(label?.key ?? "") ? [at] : [],
  );
  const keyOf = (row: readonly string[]) =>
    JSON.stringify([nameOf(row, columns), ...identity.map((at) => row[at] ?? "")]);
  for (const row of rows) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (nameOf(row, columns) === "") continue;
    if (last && before && keyOf(before) === keyOf(row)) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

function nameOf(row: readonly string[], { names }: GuideColumns): string {
  const at = names.find((column) => !isEmptyCell(row[column] ?? ""));
  return at === undefined ? "" : joinLines(row[at] ?? "");
}

/** A name that was broken over several lines. */
function joinLines(cell: string): string {
  return cell
    .split("\n")
    .map((line) => line.trim())
    .join("");
}

function writeGuide(
  rows: readonly string[][],
  columns: GuideColumns,
  heading: string | null,
): GuideSource | null {
  const name = nameOf(rows[0] ?? [], columns);
  const written = columns.labels.flatMap((label, column) => {
    const isMaterials = columns.materials?.columns[0] === column;
    if (isMaterials) return writeMaterials(rows, columns);
    return label === null || columns.names[0] === column
      ? []
      : writeColumn(rows, column, label, columns.caseColumn);
  });
  const { text, fields, headingLevels } = writeText(name, written.flatMap(splitLabelled));
  const procedure = makeProcedure({ name, aliases: [], audience: [] }, fields);
  const title = { text: name, from: `text:0-${name.length}`, ...(heading === null ? {} : { heading }) };
  return { text, headingLevels, procedure, ...declareGuide(procedure, title) };
}

/** A column's cells of all rows: once where they agree, with their cases where these tell them apart. */
function writeColumn(
  rows: readonly string[][],
  column: number,
  label: GuideLabel,
  caseColumn: number,
): WrittenField[] {
  const cells = rows.map((row) => row[column] ?? "");
  const distinct = [...new Set(cells)].filter((cell) => !isEmptyCell(cell));
  if (distinct.length === 0) return [];
  if (distinct.length === 1 || caseColumn < 0 || caseColumn === column)
    return [{ label, lines: distinct.flatMap(linesOf) }];
  return rows.flatMap((row, at) => {
    const cell = cells[at] ?? "";
    return isEmptyCell(cell)
      ? []
      : [{ label: { ...label, branch: caseOf(row, caseColumn) ?? label.branch }, lines: linesOf(cell) }];
  });
}

function caseOf(row: readonly string[], caseColumn: number): string | null {
  const cell = (row[caseColumn] ?? "").trim();
  return isEmptyCell(cell) ? null : (readBranch(cell) ?? flatten(cell));
}

/** One material a row, each with all its cells. */
function writeMaterials(rows: readonly string[][], { materials, caseColumn }: GuideColumns): WrittenField[] {
  if (materials === null) return [];
  const fields: WrittenField[] = [];
  for (const row of rows) {
    const value = writeRow(
      materials.columns.map((column) => row[column] ?? ""),
      materials.table,
    );
    const branch = (caseColumn < 0 ? null : caseOf(row, caseColumn)) ?? materials.label.branch;
    const last = fields.at(-1);
    if (value === "") continue;
    if (last && last.label.branch === branch) last.lines.push(value);
    else fields.push({ label: { ...materials.label, branch }, lines: [value] });
  }
  return fields;
}

/** 「咨询电话：…」 and 「投诉电话：…」 in a column of 联系方式 are fields of their own. */
function splitLabelled({ label, lines }: WrittenField): WrittenField[] {
  const fields: WrittenField[] = [];
  for (const { label: own, branch, value } of readLabelledValues(label, lines)) {
    const outer = branch === null ? label : { ...label, branch };
    const last = fields.at(-1);
    if (own === null && last?.label.key === label.key && last.label.branch === outer.branch)
      last.lines.push(value);
    else fields.push({ label: own ?? outer, lines: [value] });
  }
  return fields;
}

/** The lines of a cell, one per value. */
function linesOf(cell: string): string[] {
  return splitValues(
    cell.split("\n").map((line) => line.trim()),
    (value) => value,
  );
}

/** The guide written out: its name, then a line for each label and the values below it. */
function writeText(
  name: string,
  written: readonly WrittenField[],
): { text: string; fields: ProcedureField[]; headingLevels: { start: number; level: number }[] } {
  let text = name;
  const headingLevels = [{ start: 0, level: 1 }];
  const fields = written.map(({ label, lines }): ProcedureField => {
    headingLevels.push({ start: text.length + 1, level: 2 });
    text += `\n${label.label}${label.branch === null ? "" : `（${label.branch}）`}\n`;
    const start = text.length;
    text += lines.join("\n");
    const { key, branch } = label;
    return {
      key,
      label: label.label,
      values: lines.map(withoutMark),
      branch,
      start,
      end: text.length,
      source: null,
    };
  });
  return { text, fields, headingLevels };
}
