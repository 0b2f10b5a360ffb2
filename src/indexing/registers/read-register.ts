import type { Day, Register, RegisterColumn } from "../../domain.ts";
import type { ParsedFile } from "../../parsing/parsed-file.ts";
import type { ComposedText } from "../formats/compose-text.ts";
import { type ListTable, readListTables } from "./list-tables.ts";
import { chooseTitle, isListTitle, nameOfList, titleOfFileName } from "./list-title.ts";
import { type EditionHints, isPart, type ListLine, readEdition } from "./read-edition.ts";
import type { RefusedRow, RowPlace } from "./read-rows.ts";
import { settleDispositions } from "./register-from-text.ts";
import { type LinedTable, type LinedText, linesOfFile } from "./table-lines.ts";

/** What is known of a list beside the file. Every value wins over what the file says. */
export interface RegisterHints {
  /** Name of the list without its edition. */
  name?: string;
  title?: string;
  /** Label of the edition, such as 2025年版. */
  edition?: string;
  date?: Day;
  publisher?: string;
  /** Whether it names every entry; a file that calls itself a part, a draft or a sample stays incomplete. */
  isComplete?: boolean;
  /** Where `isComplete` was said. Default `flag`. */
  completeFrom?: string;
  /** Fields of columns by label, for columns that are guessed wrong. */
  mapping?: Readonly<Record<string, RegisterColumn["field"]>>;
  /** The file's name: read last, where the sheet has no title. */
  fileName?: string;
}

/** A list as it was read, with what its lines say of the document. */
export interface ReadRegister {
  register: Register;
  /** Where each row of the register stands. */
  places: RowPlace[];
  title: string;
  publisher: string | null;
  /** Lines beside the title and the rows, such as remarks. */
  remarks: string[];
  /** Rows that were left out, by their line; codes such as `register.no_name`. */
  refused: RefusedRow[];
  /** Things worth telling that lost nothing. */
  warnings: { code: string; message: string }[];
}

/**
 * The list of an office file; null where no table is shaped like one: a column of names and one of what a list
 * says of them, three rows, and no table of service guides. Tables with the same header are one list; for a
 * file of several lists see `groupTables`.
 */
export function readRegister(
  parsed: ParsedFile,
  composed: ComposedText,
  hints: RegisterHints = {},
): ReadRegister | null {
  return readLinedRegister(linesOfFile(parsed, composed), hints);
}

/** The same for a text whose tables are lines with tabs or Markdown rows. */
export function readLinedRegister(lined: LinedText, hints: RegisterHints = {}): ReadRegister | null {
  const tables = readListTables(lined.tables, hints.mapping);
  const first = tables[0];
  if (first === undefined) return null;
  const same = tables.filter((table) => table.signature === first.signature);
  const listed = new Set(tables.map(({ table }) => table));
  const others = lined.tables.filter((_, at) => !listed.has(at));
  const lines = [...listLines(lined, same, hints), ...others.flatMap(linesOfTable)];
  const title = hints.title ?? chooseOwnTitle(lines, hints);
  const isListed = first.isListShaped || lines.some(({ text, isTitle }) => isTitle && isListTitle(text));
  if (!isListed) return null;
  const edition = readEdition(lines, editionHints(hints));
  const refused = same.flatMap((table) => table.refused);
  const isWhole = refused.every(({ code }) => HARMLESS.includes(code));
  const rows = settleDispositions(
    same.flatMap((table) => table.rows),
    first.columns,
    title,
  );
  return {
    register: {
      name: hints.name ?? nameOfList(title),
      edition: isWhole ? edition : { ...edition, isComplete: false, completeFrom: null },
      columns: first.columns,
      rows,
    },
    places: same.flatMap((table) => table.places),
    remarks: lines.flatMap(({ text, span }) => (span === null || text === title ? [] : [text])),
    title,
    publisher: hints.publisher ?? readPublisher(lines),
    refused,
    warnings: [
      ...same.flatMap((table) => table.warnings),
      ...(hints.isComplete && !edition.isComplete && isPart(lines, hints.edition) ? [NOT_COMPLETE] : []),
    ],
  };
}

function editionHints({ edition, date, isComplete, completeFrom = "flag" }: RegisterHints): EditionHints {
  return {
    ...(edition !== undefined && { label: edition }),
    ...(date !== undefined && { date }),
    ...(isComplete !== undefined && { isComplete: { value: isComplete, from: completeFrom } }),
  };
}

/** Without these rows a list still names every entry. */
const HARMLESS: readonly string[] = ["register.no_name", "register.duplicate"];

const NOT_COMPLETE = {
  code: "register.not_complete",
  message: "清单自称部分、节选、批次、征求意见稿或示例，不按完整清单处理。",
};

/** Title lines first: lines above the tables, sheet names, the file's name; then remarks. */
function listLines(lined: LinedText, tables: readonly ListTable[], hints: RegisterHints): ListLine[] {
  const { fileName, title } = hints;
  const titles = tables.flatMap((table) => table.titles);
  const names = [
    ...tables.map((table) => titleOfFileName(table.name ?? "")),
    fileName === undefined ? null : titleOfFileName(fileName),
  ];
  return [
    ...(title === undefined ? [] : [{ text: title, span: null, isTitle: true }]),
    ...titles.map(({ text, span }) => ({ text, span, isTitle: isListTitle(text) || text.length <= 30 })),
    ...lined.prose.map(({ text, span }) => ({ text, span, isTitle: isListTitle(text) })),
    ...[...new Set(names)].flatMap((text) => (text === null ? [] : [{ text, span: null, isTitle: true }])),
    ...tables.flatMap((table) => table.notes).map(({ text, span }) => ({ text, span, isTitle: false })),
  ];
}

/** How much of a table that is no list is read for what it says of the list, such as a sheet 说明. */
const ROWS_LOOKED_AT = 50;

function linesOfTable({ rows }: LinedTable): ListLine[] {
  return rows.slice(0, ROWS_LOOKED_AT).flatMap(({ cells, start, end }) => {
    const text = [...new Set(cells)].filter((cell) => cell !== "").join(" ");
    return text === "" ? [] : [{ text, span: { start, end }, isTitle: false }];
  });
}

function chooseOwnTitle(lines: readonly ListLine[], { name, fileName }: RegisterHints): string {
  const texts = (isInFile: boolean) =>
    lines.filter(({ isTitle, span }) => isTitle && (span !== null) === isInFile).map(({ text }) => text);
  return (
    chooseTitle(texts(true)) ??
    chooseTitle(texts(false).reverse()) ??
    texts(false)[0] ??
    name ??
    fileName ??
    "清单"
  );
}

const PUBLISHER =
  /(?:发布|公布|编制|制表|填报|印发|发文)(?:单位|机关|机构|部门)[（(]?(?:盖章|公章)?[）)]?\s{0,4}[:：]\s{0,4}([\p{Script=Han}（）()]{3,40})/u;
const UNIT = /^单位(?:名称)?\s{0,4}[:：]\s{0,4}(\p{Script=Han}{3,40})/u;

function readPublisher(lines: readonly ListLine[]): string | null {
  for (const { text } of lines) {
    const found = PUBLISHER.exec(text)?.[1] ?? UNIT.exec(text)?.[1];
    if (found !== undefined && !/^[项个件条万元]/.test(found))
      return found.replace(/[（(](?:盖章|公章)[）)]/, "");
  }
  return null;
}
