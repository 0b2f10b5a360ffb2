import type { SourceDocument } from "../loader.ts";
import { classifiedDocument, readMarks } from "../metadata/document-marks.ts";
import type { ParsedFile } from "../parsing/parsed-file.ts";
import { composeText } from "./compose-text.ts";

/**
 * The documents of an office file under the marks of the whole file: what stands above a table or on a sheet
 * of its own speaks for every guide and list that is taken out of it.
 * @throws WenbanError `ingest.classified`
 */
export function keepMarks(parsed: ParsedFile, documents: SourceDocument[]): SourceDocument[] {
  const tables = parsed.blocks.filter((block) => block.type === "table");
  const parts = [parsed.blocks, ...(tables.length > 1 ? tables.map((table) => [table]) : [])];
  const marks = parts.map((blocks) => readMarks("", composeText({ blocks, warnings: [] }).text));
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
