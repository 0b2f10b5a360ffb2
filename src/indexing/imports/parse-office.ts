import { parseFile } from "../../parsing/parse-file.ts";
import type { ParsedFile, ParsedFormat } from "../../parsing/parsed-file.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { SourceDocument, SourceFile } from "../loader.ts";
import { loadFile } from "../loaders/index.ts";
import { classifiedDocument, readMarks } from "../metadata/document-marks.ts";
import { readTextTableMarks } from "../metadata/table-marks.ts";

const FORMATS: Readonly<Record<string, ParsedFormat>> = {
  docx: "docx",
  docm: "docx",
  xlsx: "xlsx",
  xlsm: "xlsx",
  csv: "csv",
  tsv: "csv",
  pdf: "pdf",
};

/** A file as it was loaded, with its tables where it is an office file. */
export interface ImportedFile {
  documents: SourceDocument[];
  parsed: ParsedFile | null;
  /** Whether the file says that it is for staff alone: nothing out of it becomes public. */
  isInternal: boolean;
}

/**
 * Reads a file for an import.
 * @throws WenbanError `ingest.*`, `ingest.classified` among them
 */
export async function readImportedFile(file: SourceFile): Promise<ImportedFile> {
  const documents = await loadFile(file);
  const format = FORMATS[extensionOf(file.path)];
  const marks = documents.flatMap(({ declared, text }) => [
    readMarks(declared.title ?? "", text),
    readTextTableMarks(text),
  ]);
  const classified = marks.find((mark) => mark.classified !== null)?.classified ?? null;
  if (classified !== null) throw classifiedDocument(classified);
  const isInternal =
    marks.some(({ internal }) => internal !== null) ||
    documents.some(({ declared }) => declared.visibility === "internal");
  return { documents, isInternal, parsed: format === undefined ? null : await parseFile(format, file.bytes) };
}
