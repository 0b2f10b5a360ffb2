import type { RegisterColumn, RegisterRow, Span } from "../../domain.ts";
import { findProcedureField } from "../procedure-schema.ts";
import { findHeader, type TableHeader } from "../tables/find-header.ts";
import { guessColumns } from "../tables/guess-columns.ts";
import { matchLabel } from "../tables/label.ts";
import { readBody } from "../tables/read-body.ts";
import { chooseTitle, isListTitle, nameOfList, titleOfFileName } from "./list-title.ts";
import { readEdition } from "./read-edition.ts";
import { type RefusedRow, type RowPlace, readRow, sameAsAbove, type TableLine } from "./read-rows.ts";
import { REGISTER_VOCABULARY } from "./register-vocabulary.ts";
import { placeSection } from "./section-fields.ts";
import type { LinedTable } from "./table-lines.ts";

/** A line of a table that is no entry. */
interface TableRemark {
  text: string;
  span: Span;
}

/** One table read as a list. */
export interface ListTable {
  /** Index into the tables handed in. */
  table: number;
  name: string | null;
  /** Equal for tables of one list: the same header under the same title and edition. */
  signature: string;
  columns: RegisterColumn[];
  rows: RegisterRow[];
  /** Where each of the rows stands. */
  places: RowPlace[];
  refused: RefusedRow[];
  warnings: { code: string; message: string }[];
  titles: TableRemark[];
  notes: TableRemark[];
  /** Whether the columns alone show that it is a list. */
  isListShaped: boolean;
}

type UnplacedTable = Omit<ListTable, "table">;

/** Fields that tell a list from any other table. */
const LISTS_SAY: readonly RegisterColumn["field"][] = [
  "status",
  "replacedBy",
  "department",
  "basis",
  "code",
  "level",
  "region",
  "aliases",
];
const FEWEST_ROWS = 3;
const SAMPLES = 200;
/** Fields of a guide that no list has beside its names. */
const GUIDE_FIELDS = ["materials", "conditions", "steps", "timeLimit", "fee", "visits", "result"];

type Mapping = Readonly<Record<string, RegisterColumn["field"]>>;

/** The tables that are lists, in order. A table without a header goes on the one before it when it is as wide. */
export function readListTables(tables: readonly LinedTable[], mapping: Mapping = {}): ListTable[] {
  const lists: ListTable[] = [];
  let before: TableHeader | null = null;
  for (const [at, table] of tables.entries()) {
    const { header, isOwn } = headerOf(table, before);
    const list = header && readListTable(table, header, mapping, isOwn ? FEWEST_ROWS : 1);
    if (list) lists.push({ ...list, table: at, signature: identify(table, list, lists) });
    before = list ? header : null;
  }
  return lists;
}

/** A table without a title of its own goes on the last one with its header. */
function identify(table: LinedTable, list: UnplacedTable, before: readonly ListTable[]): string {
  const header = list.signature;
  const lines = [...table.above.filter(isListTitle), ...list.titles.map(({ text }) => text)];
  const sheet = titleOfFileName(table.name ?? "");
  const own = identityOfTitle(chooseTitle(lines)) ?? identityOfTitle(sheet);
  if (own !== null) return `${header}\n${own}`;
  return before.findLast(({ signature }) => signature.split("\n")[0] === header)?.signature ?? header;
}

function identityOfTitle(title: string | null): string | null {
  if (title === null) return null;
  const { label, date } = readEdition([{ text: title, span: null, isTitle: true }]);
  const name = isListTitle(title) ? nameOfList(title) : "";
  return label === null && date === null && name === "" ? null : [name, label, date].join(" ");
}

function headerOf(
  table: LinedTable,
  before: TableHeader | null,
): { header: TableHeader | null; isOwn: boolean } {
  const own = findHeader(table.rows.map((row) => row.cells));
  const width = table.rows[0]?.cells.length ?? 0;
  if (before === null || before.labels.length !== width || hasKnownHeader(own)) {
    return { header: own, isOwn: true };
  }
  return { header: { ...before, headerRows: [], bodyStart: 0 }, isOwn: false };
}

function hasKnownHeader(header: TableHeader | null): boolean {
  return header !== null && fieldsOf(header, []).filter(({ field }) => field !== "other").length >= 2;
}

/** The labels of each table that has a header. */
export function readLabels(tables: readonly LinedTable[]): string[][] {
  return tables.flatMap((table) => {
    const header = findHeader(table.rows.map((row) => row.cells));
    return header === null ? [] : [header.labels];
  });
}

/** A header's identity, whatever its spacing and marks: corrections of its mapping are kept under it. */
export function headerSignature(labels: readonly string[]): string {
  return labels.map(matchLabel).join("|");
}

function fieldsOf(header: TableHeader, lines: readonly TableLine[], mapping: Mapping = {}): RegisterColumn[] {
  const { labels, groups } = header;
  const samples = labels.map((_, column) => lines.slice(0, SAMPLES).map((line) => line.cells[column] ?? ""));
  const fixed = new Map(Object.entries(mapping).map(([label, field]) => [matchLabel(label), field]));
  const given = labels.map((label) => fixed.get(matchLabel(label)));
  const free = labels.map((label, column) => (given[column] === undefined ? label : ""));
  const open = REGISTER_VOCABULARY.filter(({ field }) => !given.includes(field));
  const guessed = guessColumns(
    free,
    samples,
    open,
    groups.map((group, i) => (free[i] === "" ? "" : group)),
  );
  return labels.map((label, column) => ({ label, field: given[column] ?? guessed[column] ?? "other" }));
}

function readListTable(
  table: LinedTable,
  header: TableHeader,
  mapping: Mapping,
  fewestRows: number,
): UnplacedTable | null {
  const body = readBody(
    table.rows.map((row) => row.cells),
    header,
  );
  const lines = body.entries.flatMap(({ row }) => table.rows[row] ?? []);
  const columns = fieldsOf(header, lines, mapping);
  if (!columns.some(({ field }) => field === "name") || isGuideTable(header.labels)) return null;
  if (body.entries.length < fewestRows) return null;
  const top = header.headerRows[0] ?? 0;
  return {
    name: table.name,
    signature: headerSignature(header.labels),
    columns,
    ...readEntries(table, columns, body.entries),
    titles: table.rows.slice(0, top).flatMap(remarkOf),
    notes: body.notes.flatMap(({ row }) => remarkOf(table.rows[row] ?? { cells: [], start: 0, end: 0 })),
    isListShaped: columns.some(({ field }) => LISTS_SAY.includes(field)),
  };
}

function remarkOf({ cells, start, end }: TableLine): TableRemark[] {
  const text = [...new Set(cells)].filter((cell) => cell !== "").join(" ");
  return text === "" ? [] : [{ text, span: { start, end } }];
}

/** Columns of materials, conditions or steps beside others of a guide: one guide a row, no list. */
function isGuideTable(labels: readonly string[]): boolean {
  const keys = labels.map((label) => findProcedureField(matchLabel(label))?.key ?? "");
  const found = new Set(keys.filter((key) => GUIDE_FIELDS.includes(key)));
  const isGuide = ["materials", "conditions", "steps"].some((key) => found.has(key));
  return found.size >= (isGuide ? 2 : 3);
}

function readEntries(
  table: LinedTable,
  columns: readonly RegisterColumn[],
  entries: readonly { row: number; sections: string[] }[],
): Pick<ListTable, "rows" | "places" | "refused" | "warnings"> {
  const rows: RegisterRow[] = [];
  const places: RowPlace[] = [];
  const refused: RefusedRow[] = [];
  const seen = new Set<string>();
  const odd = new Set<string>();
  for (const { row, sections } of entries) {
    const line = table.rows[row];
    if (line === undefined || line.end <= line.start) continue;
    const above = sameAsAbove(line, columns, rows.at(-1));
    const read = readRow(line, columns, { ...placeSection([table.name ?? "", ...sections]), ...above });
    const fault = faultOf(line, columns, read, seen);
    if (read === null || fault !== null) {
      const { code, message } = fault ?? NO_NAME;
      refused.push({
        row: row + 1,
        sheet: table.name,
        code,
        message,
        text: line.cells.join(" ").trim().slice(0, 200),
      });
      continue;
    }
    if (read.status !== null && read.disposition === null) odd.add(read.status.slice(0, 40));
    rows.push(read);
    places.push({ row: row + 1, sheet: table.name });
  }
  return { rows, places, refused, warnings: [...odd].slice(0, 10).map(unknownStatus) };
}

const NO_NAME = { code: "register.no_name", message: "没有名称。" };

function faultOf(
  line: TableLine,
  columns: readonly RegisterColumn[],
  row: RegisterRow | null,
  seen: Set<string>,
): { code: string; message: string } | null {
  if (row === null) return NO_NAME;
  if (line.cells.length > columns.length && line.cells.slice(columns.length).some((cell) => cell !== ""))
    return {
      code: "register.too_many_cells",
      message: `这一行有 ${line.cells.length} 格，表头只有 ${columns.length} 列。`,
    };
  if (row.from !== null && row.to !== null && row.from > row.to)
    return { code: "register.bad_period", message: `起始日期 ${row.from} 晚于截止日期 ${row.to}。` };
  const key =
    line.cells.filter((_, column) => columns[column]?.field !== "ordinal").join("\t") + row.department;
  if (seen.has(key)) return { code: "register.duplicate", message: "与前面的一行完全相同。" };
  seen.add(key);
  return null;
}

function unknownStatus(status: string): { code: string; message: string } {
  return {
    code: "register.unknown_status",
    message: `「${status}」看不出是取消、保留还是替代，只按原文显示。`,
  };
}
