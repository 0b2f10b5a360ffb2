import { z } from "zod";
import type { Register, RegisterColumn, RegisterEdition } from "../../domain.ts";
import { WenbanError } from "../../errors.ts";
import { readDay } from "../metadata/read-day.ts";
import { guessColumns } from "../tables/guess-columns.ts";
import { nameOfList } from "./list-title.ts";
import { readEdition } from "./read-edition.ts";
import { type RegisterHints, readLinedRegister } from "./read-register.ts";
import { registerFromText, writeRegisterText } from "./register-from-text.ts";
import { REGISTER_FIELDS, REGISTER_VOCABULARY, type RegisterField } from "./register-vocabulary.ts";
import { linesOfText } from "./table-lines.ts";

const Day = z.string().transform((text, context) => {
  const day = readDay(text);
  if (day === null) context.addIssue({ code: "custom", message: "不是日期" });
  return day ?? "";
});

const Edition = z.union([
  z.string().transform((label) => ({ label, date: null, isComplete: undefined, completeFrom: undefined })),
  z.object({
    label: z.string().nullish(),
    date: Day.nullish(),
    isComplete: z.boolean().nullish(),
    completeFrom: z.string().max(200).nullish(),
  }),
]);

const Head = z.object({
  name: z.string().trim().min(1).max(200).nullish(),
  edition: Edition.nullish(),
  columns: z
    .array(z.object({ label: z.string().max(200), field: z.enum(REGISTER_FIELDS) }))
    .min(1)
    .max(200)
    .nullish(),
});
type Head = z.infer<typeof Head>;

const Value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const Rows = z
  .array(z.record(z.string().max(200), Value))
  .min(1)
  .max(100_000);

/** Chinese labels of columns that a record names by our field names. */
const LABELS: Record<string, string> = {
  name: "名称",
  aliases: "别名",
  code: "编码",
  status: "状态",
  replacedBy: "替代方式",
  department: "责任部门",
  level: "层级",
  region: "区域",
  basis: "依据",
  from: "起始日期",
  to: "截止日期",
  ordinal: "序号",
};

/** A list out of a record, and its text; the text is the record's own where it has one. */
export interface DeclaredRegister {
  text: string;
  register: Register | null;
  warnings: { code: string; message: string }[];
}

/**
 * The list of a record of kind `register`: `{text, register: {name, edition, columns}}`, `{rows: [{…}]}` with
 * labels or field names as keys, or a text with a table alone.
 * @throws WenbanError `ingest.bad_record` saying which field is wrong
 */
export function readDeclaredRegister(
  record: Readonly<Record<string, unknown>>,
  title: string,
  from: string,
): DeclaredRegister {
  const nested = isRecord(record.register) ? record.register : {};
  const head = check(Head, { ...pick(record), ...pick(nested) }, "register");
  const rows = nested.rows ?? record.rows;
  const text = typeof record.text === "string" ? record.text : "";
  if (text.trim() === "" && rows !== undefined)
    return writeRows(check(Rows, rows, "rows"), head, title, from);
  return { text, ...readDeclaredTable(text, head, title, from) };
}

function pick({ name, edition, columns }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ name, edition, columns }).filter(([, value]) => value != null));
}

function readDeclaredTable(
  text: string,
  head: Head,
  title: string,
  from: string,
): Omit<DeclaredRegister, "text"> {
  if (head.columns) {
    const columns = head.columns;
    if (!columns.some(({ field }) => field === "name")) throw badRecord("register.columns 里没有 name");
    const list = { name: head.name ?? nameOfList(title), edition: editionOf(head, title, from), columns };
    const register = registerFromText(text, list);
    return { register, warnings: register.rows.length === 0 ? [NO_ROWS] : [] };
  }
  const read = readLinedRegister(linesOfText(text), { title, ...hintsOf(head, from) });
  return { register: read?.register ?? null, warnings: read === null ? [NO_ROWS] : read.warnings };
}

const NO_ROWS = { code: "ingest.register_without_rows", message: "清单里没有读出条目，只按文字收录。" };

function editionOf({ edition }: Head, title: string, from: string): RegisterEdition {
  const isComplete = edition?.isComplete ?? false;
  const said = readEdition([{ text: title, span: null, isTitle: true }]);
  return {
    label: edition?.label ?? said.label,
    date: edition?.date ?? said.date,
    isComplete,
    completeFrom: isComplete ? (edition?.completeFrom ?? from) : null,
  };
}

function hintsOf({ name, edition }: Head, from: string): RegisterHints {
  return {
    ...(name && { name }),
    ...(edition?.label && { edition: edition.label }),
    ...(edition?.date && { date: edition.date }),
    ...(edition?.isComplete != null && { isComplete: edition.isComplete, completeFrom: from }),
  };
}

function writeRows(rows: z.infer<typeof Rows>, head: Head, title: string, from: string): DeclaredRegister {
  const keys = head.columns?.map(({ label }) => label) ?? [
    ...new Set(rows.flatMap((row) => Object.keys(row))),
  ];
  const values = rows.map((row) => keys.map((key) => cellOf(row[key])));
  const columns = head.columns ?? columnsOf(keys, values);
  if (!columns.some(({ field }) => field === "name")) throw badRecord("rows 里没有名称一栏");
  const text = writeRegisterText({ title, labels: columns.map(({ label }) => label), rows: values });
  return { text, ...readDeclaredTable(text, { ...head, columns }, title, from) };
}

function columnsOf(keys: readonly string[], rows: readonly string[][]): RegisterColumn[] {
  const isField = (key: string): key is RegisterField => Object.hasOwn(LABELS, key);
  const named = keys.filter(isField);
  const open = REGISTER_VOCABULARY.filter(({ field }) => !named.includes(field));
  const samples = keys.map((_, column) => rows.slice(0, 200).map((row) => row[column] ?? ""));
  const guessed = guessColumns(
    keys.map((key) => (isField(key) ? "" : key)),
    samples,
    open,
  );
  return keys.map((key, column) =>
    isField(key)
      ? { label: LABELS[key] ?? key, field: key }
      : { label: key, field: guessed[column] ?? "other" },
  );
}

function cellOf(value: z.infer<typeof Value> | undefined): string {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.join("、") : String(value);
}

/**
 * The list of a text whose front matter says `kind: register`: `name`, `edition` (a label, or label, date and
 * isComplete), `editionDate` and `complete` are its head; the rows are the table of the body.
 */
export function readFrontMatterRegister(
  record: Readonly<Record<string, unknown>>,
  text: string,
  title: string,
): Omit<DeclaredRegister, "text"> {
  const { editionDate, complete, isComplete = complete } = record;
  const edition = isRecord(record.edition) ? record.edition : { label: record.edition };
  const said = typeof isComplete === "boolean" ? isComplete : undefined;
  const head = check(
    Head,
    {
      name: typeof record.name === "string" ? record.name : undefined,
      edition: {
        ...edition,
        label: typeof edition.label === "number" ? String(edition.label) : edition.label,
        ...(editionDate !== undefined && { date: String(editionDate) }),
        ...(said !== undefined && { isComplete: said }),
      },
    },
    "front matter",
  );
  return readDeclaredTable(text, head, title, "front_matter");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badRecord(`${[what, ...(issue?.path ?? [])].join(".")} 不合要求`);
}

function badRecord(fault: string): WenbanError {
  return new WenbanError("unprocessable", "ingest.bad_record", fault, {
    hint: '清单记录的形式是 {id, kind:"register", title, text, register:{name, edition:{label,date,isComplete}, columns:[{label,field}]}}，或 {id, kind:"register", title, rows:[{…}]}。',
  });
}
