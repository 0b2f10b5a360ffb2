import { extensionOf } from "../formats/unsupported-types.ts";
import type { SourceDocument, SourceFile } from "../loader.ts";
import { loadFile } from "../loaders/index.ts";
import { parseFile } from "../parsing/parse-file.ts";
import type { ParsedFile, ParsedFormat } from "../parsing/parsed-file.ts";

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
}

/**
 * Reads a file for an import.
 * @throws WenbanError `ingest.*`
 */
export async function readImportedFile(file: SourceFile): Promise<ImportedFile> {
  const documents = await loadFile(file);
  const format = FORMATS[extensionOf(file.path)];
  return { documents, parsed: format === undefined ? null : await parseFile(format, file.bytes) };
}
