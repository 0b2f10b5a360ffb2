import { emptyFile, typeMismatch } from "../formats/decode-text.ts";
import { readOfficeDocuments } from "../formats/office-documents.ts";
import { sniffType } from "../formats/sniff-type.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader } from "../loader.ts";
import { parseFile } from "../parsing/parse-file.ts";

/** A text table, its cells separated by commas, tabs or the like. */
export const csvLoader: DocumentLoader = {
  name: "csv",
  accepts: (file) => ["csv", "tsv"].includes(extensionOf(file.path)),
  async load(file) {
    if (file.bytes.length === 0) throw emptyFile();
    const type = sniffType(file.bytes);
    if (type !== null) throw typeMismatch(type.label);
    return readOfficeDocuments(file, await parseFile("csv", file.bytes));
  },
};
