import type { Procedure } from "../../domain.ts";
import { WenbanError } from "../../errors.ts";
import { blotPersonalData } from "../../language/personal-data.ts";
import type { ParsedFile } from "../../parsing/parsed-file.ts";
import { readOfficeDocuments } from "../formats/office-documents.ts";
import { checkProcedure } from "../guides/check-procedure.ts";
import { readGuideColumns } from "../guides/guide-columns.ts";
import type { SourceDocument, SourceFile } from "../loader.ts";
import { PROCEDURE_FIELDS } from "../procedure-schema.ts";
import { findHeader } from "../tables/find-header.ts";
import { matchLabel } from "../tables/label.ts";
import { type StoredRecord, slugOf } from "./import-history.ts";
import type { Mapping } from "./import-mappings.ts";
import { type ImportDeclares, type ImportPlan, keepInside, type Refusal } from "./import-report.ts";
import type { ImportedFile } from "./parse-office.ts";

/** A guide of a file, with the number it has there. */
interface ReadGuide {
  row: number;
  document: SourceDocument;
  procedure: Procedure;
}

/**
 * The file with the labels of its columns put in place of those that were corrected, and read again.
 * @throws WenbanError `ingest.*`
 */
export function applyMapping(file: SourceFile, imported: ImportedFile, mapping: Mapping): ImportedFile {
  const { parsed } = imported;
  if (parsed === null || Object.keys(mapping).length === 0) return imported;
  const labels = new Map(Object.entries(mapping).map(([label, key]) => [matchLabel(label), labelOf(key)]));
  const blocks = parsed.blocks.map((block) => {
    const header = block.type === "table" ? findHeader(block.rows) : null;
    if (block.type !== "table" || header === null) return block;
    const rows = block.rows.map((cells, row) =>
      header.headerRows.includes(row) ? cells.map((cell) => labels.get(matchLabel(cell)) ?? cell) : cells,
    );
    return { ...block, rows };
  });
  const renamed: ParsedFile = { ...parsed, blocks };
  return { ...imported, parsed: renamed, documents: readOfficeDocuments(file, renamed) };
}

function labelOf(key: string): string {
  return PROCEDURE_FIELDS.find((field) => field.key === key)?.label ?? key;
}

/** What the columns of the file's tables of guides were taken for. */
function columnsOf({ parsed }: ImportedFile): ImportPlan["columns"] {
  return (parsed?.blocks ?? []).flatMap((block) => {
    const header = block.type === "table" ? findHeader(block.rows) : null;
    const columns = header && readGuideColumns(header);
    if (!header || !columns) return [];
    return header.labels.map((label, at) => ({ label, field: fieldOf(columns, at) }));
  });
}

function fieldOf(columns: NonNullable<ReturnType<typeof readGuideColumns>>, at: number): string {
  if (columns.names.includes(at)) return "name";
  if (columns.materials?.columns.includes(at)) return "materials";
  return columns.labels[at]?.key ?? "other";
}

/**
 * What importing the guides of a file would change against those that are stored.
 * @throws WenbanError `import.no_procedure` for a file without a guide
 */
export function planProcedures(
  imported: ImportedFile,
  stored: ReadonlyMap<string, StoredRecord>,
  declares: ImportDeclares,
  origin: string,
): Omit<ImportPlan, "versions"> {
  const guides = imported.documents.flatMap(guideOf);
  if (guides.length === 0) throw noProcedure(imported.documents);
  const plan = emptyPlan(columnsOf(imported));
  const taken = new Set<string>();
  plan.warnings.push(...imported.documents.flatMap(({ warnings }) => warnings));
  for (const guide of guides) {
    const read = recordOf(guide, declares, origin);
    const before = stored.get(read.id);
    const record = keepInside(read, before, plan.warnings);
    const faults = faultsOf(guide, record.id, taken);
    taken.add(record.id);
    if (faults.length > 0) plan.refused.push(...faults.slice(0, 1));
    else place(plan, record, before);
    plan.warnings.push(...warningsOf(guide));
  }
  plan.counts.refused = plan.refused.length;
  plan.first = guides.slice(0, 3).map(({ procedure }) => describe(procedure));
  return plan;
}

function emptyPlan(columns: ImportPlan["columns"]): Omit<ImportPlan, "versions"> {
  return {
    kind: "procedures",
    counts: { new: 0, changed: 0, unchanged: 0, removed: 0, refused: 0 },
    columns,
    refused: [],
    warnings: [],
    records: [],
    first: [],
    register: null,
  };
}

function guideOf(document: SourceDocument, index: number): ReadGuide[] {
  return document.procedure === null ? [] : [{ row: index + 1, document, procedure: document.procedure }];
}

function describe({ name, code, fields }: Procedure): unknown {
  return { name, code, fields: fields.map(({ label, branch, values }) => ({ label, branch, values })) };
}

/** Counts the record, and keeps it for storing unless the same is stored. */
function place(
  plan: Omit<ImportPlan, "versions">,
  record: StoredRecord,
  before: StoredRecord | undefined,
): void {
  const isSame = before !== undefined && contentOf(before) === contentOf(record);
  plan.counts[before === undefined ? "new" : isSame ? "unchanged" : "changed"]++;
  if (!isSame) plan.records.push(record);
}

function contentOf(record: StoredRecord): string {
  return JSON.stringify({ ...record, importedFrom: null });
}

/** A guide as it is stored: what it declares, its text, and its fields with their places in the text. */
function recordOf(
  { document, procedure }: ReadGuide,
  declares: ImportDeclares,
  origin: string,
): StoredRecord {
  const declared = { ...document.declared, ...declares };
  const { name, code } = procedure;
  const key = ownCodeOf(procedure) ?? [name, declared.region, code].filter((part) => part != null).join(" ");
  return {
    ...declared,
    id: `import/procedures/${slugOf(key)}`,
    kind: "procedure",
    title: declared.title ?? procedure.name,
    text: document.text,
    procedure,
    importedFrom: blotPersonalData(origin),
  };
}

/** The code that no other guide has: 基本编码 is the same for an item in every place and for all its parts. */
function ownCodeOf({ code, fields }: Procedure): string | null {
  const keys = fields.filter(({ values }) => values[0] === code).map(({ key }) => key);
  const isShared = keys.includes("baseCode") && !keys.includes("code") && !keys.includes("businessCode");
  return isShared ? null : code;
}

function faultsOf(
  { row, document, procedure }: ReadGuide,
  id: string,
  taken: ReadonlySet<string>,
): Refusal[] {
  const refuse = (code: string, message: string): Refusal => ({
    row,
    sheet: null,
    code,
    message,
    text: (procedure.name || document.text).slice(0, 80),
  });
  if (procedure.name.trim() === "") return [refuse("import.no_name", "没有事项名称。")];
  if (taken.has(id)) {
    return [
      ownCodeOf(procedure) === null
        ? refuse("import.duplicate_name", "没有自己的编码，而同一地区的同名事项前面已经出现过。")
        : refuse("import.duplicate_code", `编码 ${procedure.code} 前面已经出现过。`),
    ];
  }
  return checksOf({ document, procedure })
    .filter(({ severity }) => severity === "error")
    .map(({ code, message }) => refuse(code, message));
}

function warningsOf({ row, document, procedure }: ReadGuide): ImportPlan["warnings"] {
  return checksOf({ document, procedure })
    .filter(({ severity }) => severity === "warning")
    .map(({ code, message }) => ({ code, message: `第 ${row} 条「${procedure.name}」：${message}` }));
}

function checksOf({ document, procedure }: Pick<ReadGuide, "document" | "procedure">) {
  const { checkedAt = null, reviewBy = null } = document.declared;
  return checkProcedure(procedure, { checkedAt, reviewBy });
}

function noProcedure(documents: readonly SourceDocument[]): WenbanError {
  const isList = documents.some((document) => document.register != null);
  return new WenbanError(
    "unprocessable",
    "import.no_procedure",
    "文件里没有读出办事指南。No guide was found.",
    {
      hint: isList
        ? "这个文件像是清单，请用 wenban import register。"
        : "指南至少要有事项名称，以及条件、材料、流程等三项内容；列名特别时用 --map 指明。",
    },
  );
}
