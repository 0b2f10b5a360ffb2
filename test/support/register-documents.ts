import type {
  Document,
  Register,
  RegisterColumn,
  RegisterDisposition,
  RegisterRow,
  Visibility,
} from "../../src/domain.ts";
import { createCorpus } from "../../src/indexing/create-corpus.ts";
import type { DocumentRecord } from "../../src/indexing/document-store.ts";
import { indexEntries } from "../../src/indexing/run/index-entries.ts";
import { createMemoryStore } from "../../src/indexing/stores/memory.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import type { IndexEntry } from "../../src/retrieval/lexical-index.ts";
import { createTypedArrayIndex } from "../../src/retrieval/stores/typed-array-index.ts";
import { documentRecord } from "./document-records.ts";
import { lexicon } from "./test-corpus.ts";

/** A list as a test writes it: columns with their fields, and rows of cells in that order. */
export interface ListSheet {
  id: string;
  /** Name of the list without its edition. */
  name: string;
  label?: string | null;
  date?: string | null;
  /** Lines above the header, the title first. */
  notes?: readonly string[];
  isComplete?: boolean;
  columns: readonly (readonly [label: string, field: RegisterColumn["field"]])[];
  rows: readonly (readonly string[])[];
  document?: Partial<Document>;
}

const DISPOSITIONS: readonly [RegExp, RegisterDisposition][] = [
  [/共享/, "replaced_by_data_sharing"],
  [/核查|核验/, "replaced_by_department_check"],
  [/承诺/, "replaced_by_commitment"],
  [/取消|清理|不再/, "cancelled"],
  [/保留/, "kept"],
  [/新增/, "added"],
  [/转移/, "transferred"],
  [/下放/, "delegated"],
];

/** The document of a list: its text has one line for the notes, the header and each row, cells parted by tabs. */
export function registerRecord(sheet: ListSheet): DocumentRecord {
  const notes = sheet.notes ?? [`${sheet.name}${sheet.label ? `（${sheet.label}）` : ""}`];
  const head = `${notes.join("\n")}\n${sheet.columns.map(([label]) => label).join("\t")}\n`;
  let text = head;
  const rows = sheet.rows.map((values): RegisterRow => {
    const start = text.length;
    text += `${values.join("\t")}\n`;
    return rowOf(sheet, values, start, text.length - 1);
  });
  const register: Register = {
    name: sheet.name,
    edition: {
      label: sheet.label ?? null,
      date: sheet.date ?? null,
      isComplete: sheet.isComplete ?? false,
      completeFrom: sheet.isComplete ? completeFrom(notes) : null,
    },
    columns: sheet.columns.map(([label, field]) => ({ label, field })),
    rows,
  };
  const title = `${sheet.name}${sheet.label ? `（${sheet.label}）` : ""}`;
  return documentRecord(sheet.id, text.slice(0, -1), {
    kind: "register",
    title,
    region: null,
    publishedAt: sheet.date ?? null,
    ...sheet.document,
    register,
  });
}

function completeFrom(notes: readonly string[]): string {
  let start = 0;
  for (const note of notes) {
    if (/全部|完整|清单之外|未列入/.test(note)) return `text:${start}-${start + note.length}`;
    start += note.length + 1;
  }
  return "flag";
}

function rowOf({ columns }: ListSheet, values: readonly string[], start: number, end: number): RegisterRow {
  const value = (field: RegisterColumn["field"]) => {
    const at = columns.findIndex(([, own]) => own === field);
    return values[at]?.trim() ? (values[at] ?? null) : null;
  };
  const status = value("status");
  return {
    name: value("name") ?? "",
    aliases: (value("aliases") ?? "").split(/[、；]/).filter((alias) => alias !== ""),
    code: value("code"),
    status,
    disposition: DISPOSITIONS.find(([pattern]) => pattern.test(status ?? ""))?.[1] ?? null,
    replacedBy: value("replacedBy"),
    department: value("department"),
    level: value("level"),
    region: value("region"),
    basis: value("basis"),
    from: value("from"),
    to: value("to"),
    cells: columns.map(([label], at) => ({ label, value: values[at] ?? "" })),
    start,
    end,
  };
}

/** A corpus in memory of lists and other records, over the real indexes. */
export async function createRegisterCorpus(records: readonly DocumentRecord[]): Promise<Corpus> {
  const store = createMemoryStore();
  const generation = { number: 1, name: "test" };
  await store.generations.begin({ ...generation, request: "test", embedder: null });
  await store.documents.upsert(1, [...records]);
  const entries: IndexEntry[] = [];
  for await (const entry of indexEntries(store, 1)) entries.push(entry);
  const indexOf = async (visibility: Visibility) => {
    const lexical = createTypedArrayIndex();
    await lexical.upsert(entries.filter((entry) => entry.visibility === visibility));
    return { lexical, vectors: null };
  };
  const indexes = { public: await indexOf("public"), internal: await indexOf("internal") };
  return createCorpus({ generation, documents: store.documents, indexes, lexicon });
}
