import { parseFile } from "../../parsing/parse-file.ts";
import { isEncrypted, sniffType } from "../../parsing/sniff-type.ts";
import { readOfficeDocuments } from "../formats/office-documents.ts";
import { explainUnsupported, extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader } from "../loader.ts";

/** An Excel workbook, with macros or without, as the cells it shows. */
export const xlsxLoader: DocumentLoader = {
  name: "xlsx",
  accepts: (file) => ["xlsx", "xlsm"].includes(extensionOf(file.path)),
  async load(file) {
    const isZip = sniffType(file.bytes)?.name === "zip";
    if (!isZip || isEncrypted(file.bytes)) throw explainUnsupported(file);
    return readOfficeDocuments(file, await parseFile("xlsx", file.bytes));
  },
};
