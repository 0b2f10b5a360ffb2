import type { ParsedFile, ParsedTable } from "../../parsing/parsed-file.ts";
import type { SourceDocument } from "../loader.ts";
import {
  classifiedDocument,
  type DocumentMarks,
  readLoneMarks,
  readMarks,
} from "../metadata/document-marks.ts";
import { readTableMarks } from "../metadata/table-marks.ts";
import { findHeader } from "../tables/find-header.ts";
import { composeText } from "./compose-text.ts";

/** Rows at the top of a table without a header in which a cell may be a mark of all that follows. */
const TOP_ROWS = 3;

/**
 * The documents of an office file under the marks of the whole file: what stands above a table, in its header or
 * a column of levels, at the head or foot of the pages, or on a sheet of its own speaks for every guide and list
 * that is taken out of it.
 * @throws WenbanError `ingest.classified`
 */
export function keepMarks(parsed: ParsedFile, documents: SourceDocument[]): SourceDocument[] {
  const tables = parsed.blocks.filter((block) => block.type === "table");
  const parts = [parsed.blocks, ...(tables.length > 1 ? tables.map((table) => [table]) : [])];
  const marks = [
    ...parts.map((blocks) => readMarks("", composeText({ blocks, warnings: [] }).text)),
    ...(parsed.asides ?? []).map(readLoneMarks),
    ...tables.flatMap(marksOfTable),
  ];
  const classified = marks.find((mark) => mark.classified !== null)?.classified ?? null;
  if (classified !== null) throw classifiedDocument(classified);
  const internal = marks.find((mark) => mark.internal !== null)?.internal ?? null;
  if (internal === null) return documents;
  return documents.map((document) => ({
    ...document,
    declared: { ...document.declared, visibility: "internal" },
    declaredFrom: { ...document.declaredFrom, visibility: "file" },
  }));
}

/** Cells above the entries are read one by one: beside others in one line they would not stand out. */
function marksOfTable({ rows }: ParsedTable): DocumentMarks[] {
  const top = rows.slice(0, findHeader(rows)?.bodyStart ?? TOP_ROWS);
  return [...top.flat().map(readLoneMarks), readTableMarks(rows)];
}
