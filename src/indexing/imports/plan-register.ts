import type { Register, RegisterColumn, RegisterRow } from "../../domain.ts";
import { WenbanError } from "../../errors.ts";
import { blotPersonalData, findWithheldData } from "../../language/personal-data.ts";
import { composeText } from "../formats/compose-text.ts";
import type { SourceDocument } from "../loader.ts";
import { readDeclaredRegister } from "../registers/declared-register.ts";
import { groupTables } from "../registers/group-tables.ts";
import { readLabels } from "../registers/list-tables.ts";
import {
  type ReadRegister,
  type RegisterHints,
  readLinedRegister,
  readRegister,
} from "../registers/read-register.ts";
import { writeRegisterText } from "../registers/register-from-text.ts";
import { linesOfFile, linesOfText } from "../registers/table-lines.ts";
import { type StoredRecord, slugOf } from "./import-history.ts";
import type { ImportDeclares, ImportPlan } from "./import-report.ts";
import type { ImportedFile } from "./parse-office.ts";

/** The labels of the tables of a file, for corrections of what its columns are. */
export function labelsOf({ parsed, documents }: ImportedFile): string[][] {
  if (parsed !== null) return readLabels(linesOfFile(parsed, composeText(parsed)).tables);
  return documents.flatMap((document) => readLabels(linesOfText(document.text).tables));
}

/**
 * The lists of a file, as `hints` correct what it says.
 * @throws WenbanError `import.no_register` for a file without one
 */
export function readRegisters(file: ImportedFile, hints: RegisterHints): ReadRegister[] {
  const { parsed, documents } = file;
  const read =
    parsed === null
      ? documents.flatMap((document) => readDocument(document, hints) ?? [])
      : groupTables(parsed).flatMap((part) => readRegister(part, composeText(part), hints) ?? []);
  if (read.length > 0) return read.map(blotNames).map(withoutPersonalData);
  const isGuide = documents.some((document) => document.procedure !== null);
  throw new WenbanError("unprocessable", "import.no_register", "文件里没有读出清单。No register was found.", {
    hint: isGuide
      ? "这个文件像是办事指南，请用 wenban import procedures。"
      : "清单要有名称一栏和至少三行；列名特别时用 --map 列名=名称 指明。",
  });
}

function blotNames(read: ReadRegister): ReadRegister {
  const register = { ...read.register, name: blotPersonalData(read.register.name) };
  return { ...read, register, title: blotPersonalData(read.title) };
}

/** Rows with a personal number are refused, so that it is stored nowhere; the list is not complete then. */
function withoutPersonalData(read: ReadRegister): ReadRegister {
  const { register, places } = read;
  const isKept = register.rows.map(({ cells }) => {
    return findWithheldData(cells.map(({ value }) => value).join("\t")).length === 0;
  });
  if (!isKept.includes(false)) return read;
  const refused = register.rows.flatMap((row, at) => {
    const place = places[at];
    return isKept[at] || place === undefined
      ? []
      : [{ ...place, ...PERSONAL, text: blotPersonalData(row.name) }];
  });
  return {
    ...read,
    register: {
      ...register,
      edition: { ...register.edition, isComplete: false, completeFrom: null },
      rows: register.rows.filter((_, at) => isKept[at]),
    },
    places: places.filter((_, at) => isKept[at]),
    refused: [...read.refused, ...refused],
  };
}

const PERSONAL = {
  code: "register.personal_data",
  message: "有手机号、身份证号等个人号码，不收入；清单因此不按完整处理。",
};

/** A list that a record declares keeps what it declares, under what the operator says. */
function readDocument(document: SourceDocument, hints: RegisterHints): ReadRegister | null {
  const { register, declared, text } = document;
  const title = declared.title ?? hints.title;
  const said = { ...hints, ...(title !== undefined && { title }) };
  if (register == null || Object.keys(hints.mapping ?? {}).length > 0) {
    return readLinedRegister(linesOfText(text), said);
  }
  const { edition } = register;
  const isComplete = hints.isComplete ?? edition.isComplete;
  return {
    register: {
      ...register,
      name: hints.name ?? register.name,
      edition: {
        label: hints.edition ?? edition.label,
        date: hints.date ?? edition.date,
        isComplete,
        completeFrom: isComplete ? (hints.isComplete ? "flag" : edition.completeFrom) : null,
      },
    },
    places: register.rows.map((_, at) => ({ row: at + 1, sheet: null })),
    title: title ?? register.name,
    publisher: hints.publisher ?? declared.publisher ?? null,
    remarks: [],
    refused: [],
    warnings: document.warnings,
  };
}

/** Fields that lines above an entry can say for it, with the label of the column they then stand in. */
const SECTION_LABELS = { department: "责任部门", level: "层级", region: "区域" } as const;

/** The lists of a file as they are stored; those that nothing but their columns tells apart are counted. */
export function recordsOfRegisters(
  reads: readonly ReadRegister[],
  declares: ImportDeclares,
  origin: string,
): StoredRecord[] {
  const counts = new Map<string, number>();
  return reads.map((read) => {
    const record = recordOfRegister(read, declares, origin);
    const count = (counts.get(record.id) ?? 0) + 1;
    counts.set(record.id, count);
    return count === 1 ? record : { ...record, id: `${record.id}~${count}` };
  });
}

/** The list as it is stored: rewritten with one row a line, so that it stands without the file. */
function recordOfRegister(read: ReadRegister, declares: ImportDeclares, origin: string): StoredRecord {
  const { register, title } = read;
  const { columns, rows } = withSections(register);
  const labels = columns.map(({ label }) => label);
  const text = writeRegisterText({
    title,
    labels,
    rows,
    notes: read.remarks.map((line) => blotPersonalData(line)),
  });
  const publisher = declares.publisher ?? read.publisher;
  return {
    id: idOfRegister(read, declares),
    kind: "register",
    title,
    text,
    ...(publisher !== null && publisher !== undefined && { publisher }),
    ...(declares.region !== undefined && { region: declares.region }),
    ...(declares.visibility !== undefined && { visibility: declares.visibility }),
    register: { name: register.name, edition: withPlace(register, read, text), columns },
    importedFrom: blotPersonalData(origin),
  };
}

/** One list by its name, place and edition. */
function idOfRegister({ register, title }: ReadRegister, { region }: ImportDeclares): string {
  const { label, date } = register.edition;
  const at = title.indexOf(register.name);
  const place = region ?? (at > 0 ? title.slice(0, at) : "");
  return `import/registers/${slugOf([place, register.name, label ?? date ?? ""].join(" "))}`;
}

/** What only the lines above said of a row stands in a cell of its own. */
function withSections({ columns: own, rows }: Register): { columns: RegisterColumn[]; rows: string[][] } {
  const fields = Object.keys(SECTION_LABELS) as (keyof typeof SECTION_LABELS)[];
  const added = fields.filter(
    (field) => !own.some((column) => column.field === field) && rows.some((row) => row[field] !== null),
  );
  const columns = [...own, ...added.map((field) => ({ label: SECTION_LABELS[field], field }))];
  const cellsOf = (row: RegisterRow) =>
    columns.map(({ field }, at) => {
      const value = row.cells[at]?.value ?? "";
      const isSection = value === "" && fields.some((one) => one === field);
      return isSection ? (row[field as keyof typeof SECTION_LABELS] ?? "") : value;
    });
  return { columns, rows: rows.map(cellsOf) };
}

/** The words that call the list complete, where they stand in the text as stored. */
function withPlace(
  { edition }: Register,
  { title, remarks }: ReadRegister,
  text: string,
): Register["edition"] {
  if (!edition.isComplete || !edition.completeFrom?.startsWith("text:")) return edition;
  const line = [title, ...remarks].find((one) => /完整|全量|全部|所有|之外|以外|不得/.test(one));
  const start = line === undefined ? -1 : text.indexOf(line);
  const completeFrom = start < 0 || line === undefined ? "title" : `text:${start}-${start + line.length}`;
  return { ...edition, completeFrom };
}

/** What storing the list would change against what is stored. */
export function planRegister(
  read: ReadRegister,
  record: StoredRecord,
  stored: StoredRecord | null,
): Omit<ImportPlan, "versions"> {
  const rows = rowsOf(record);
  const before = stored === null ? [] : rowsOf(stored);
  const { register } = read;
  const counts = compareRows(before, rows);
  const isSame =
    stored !== null &&
    JSON.stringify({ ...stored, importedFrom: 0 }) === JSON.stringify({ ...record, importedFrom: 0 });
  return {
    kind: "register",
    counts: { ...counts, refused: read.refused.length },
    columns: register.columns,
    refused: read.refused.map((one) => ({ ...one, text: blotPersonalData(one.text) })),
    warnings: read.warnings,
    records: isSame ? [] : [record],
    first: rows.slice(0, 3).map(({ start, end, cells, ...row }) => row),
    register: {
      id: record.id,
      title: read.title,
      name: register.name,
      edition: register.edition,
      rows: rows.length,
    },
  };
}

function rowsOf(record: StoredRecord): RegisterRow[] {
  return readDeclaredRegister(record, String(record.title), "import").register?.rows ?? [];
}

/** Rows by code, or by name and department; of several with one key each is compared with its like. */
function compareRows(before: readonly RegisterRow[], after: readonly RegisterRow[]) {
  const old = new Map<string, string[]>();
  for (const row of before) {
    const key = keyOf(row);
    old.set(key, [...(old.get(key) ?? []), contentOf(row)]);
  }
  const counts = { new: 0, changed: 0, unchanged: 0, removed: 0 };
  for (const row of after) {
    const same = old.get(keyOf(row)) ?? [];
    const at = same.indexOf(contentOf(row));
    if (same.length === 0) counts.new++;
    else counts[at < 0 ? "changed" : "unchanged"]++;
    same.splice(Math.max(0, at), 1);
  }
  for (const rest of old.values()) counts.removed += rest.length;
  return counts;
}

function keyOf({ code, name, department }: RegisterRow): string {
  return code ?? JSON.stringify([name, department]);
}

function contentOf({ cells }: RegisterRow): string {
  return JSON.stringify(cells.filter(({ label }) => !/^序/.test(label)));
}
