import type { RegisterEdition } from "../../domain.ts";
import { blotPersonalData } from "../../language/personal-data.ts";
import type { StoredRecord } from "./import-history.ts";

/** A row or record that is not imported. */
export interface Refusal {
  /** As counted from 1: the row of its sheet, or the record of the file. */
  row: number;
  sheet: string | null;
  code: string;
  message: string;
  /** The beginning of what stands there. */
  text: string;
}

/** What an import would change, or changed. */
export interface ImportPlan {
  kind: "procedures" | "register";
  /** Of rows of a list, or of guides. */
  counts: { new: number; changed: number; unchanged: number; removed: number; refused: number };
  columns: { label: string; field: string }[];
  refused: Refusal[];
  warnings: { code: string; message: string }[];
  /** Documents that are stored anew, as they are stored; what has not changed is not among them. */
  records: StoredRecord[];
  /** How many versions of each document there are with this import. */
  versions: { id: string; versions: number }[];
  /** The first entries as they are stored. */
  first: unknown[];
  /** The list that a register's rows belong to. */
  register: { id: string; title: string; name: string; edition: RegisterEdition; rows: number } | null;
}

/** What the operator says of everything that is imported. */
export interface ImportDeclares {
  publisher?: string;
  /** Full region name. */
  region?: string;
  visibility?: "public" | "internal";
}

/** What may be shown of a plan: without the records, and without a personal number in any of its words. */
export function showPlan({ records, ...plan }: ImportPlan): Omit<ImportPlan, "records"> {
  return blot(plan);
}

function blot<Value>(value: Value): Value {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === "string" ? blotPersonalData(part) : part,
  );
  return JSON.parse(text) as Value;
}

/**
 * The record as it may be stored over another: what was kept inside stays inside until the operator says
 * otherwise, as importing it again without a word must not publish it.
 */
export function keepInside(
  record: StoredRecord,
  before: StoredRecord | null | undefined,
  warnings: ImportPlan["warnings"],
): StoredRecord {
  if (record.visibility !== undefined || before?.visibility !== "internal") return record;
  const message = `《${blotPersonalData(String(record.title))}》以前只供工作人员查阅，仍不公开；要公开请加 --visibility public。`;
  warnings.push({ code: "import.kept_internal", message });
  const kept = { ...record, visibility: "internal" };
  // In the order of the stored record, so that the same content is seen to be the same.
  const rank = Object.keys(before);
  const entries = Object.entries(kept).sort(([a], [b]) => rank.indexOf(a) - rank.indexOf(b));
  return Object.fromEntries(entries) as StoredRecord;
}
