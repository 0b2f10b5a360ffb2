import { emptyFile, typeMismatch } from "../../parsing/decode-text.ts";
import { parseFile } from "../../parsing/parse-file.ts";
import { sniffType } from "../../parsing/sniff-type.ts";
import { readOfficeDocuments } from "../formats/office-documents.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader } from "../loader.ts";

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
