import { parseFile } from "../../parsing/parse-file.ts";
import { sniffType } from "../../parsing/sniff-type.ts";
import { readOfficeDocuments } from "../formats/office-documents.ts";
import { explainUnsupported, extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader } from "../loader.ts";

/** A Word file, with macros or without, as the text it shows. */
export const docxLoader: DocumentLoader = {
  name: "docx",
  accepts: (file) => ["docx", "docm"].includes(extensionOf(file.path)),
  async load(file) {
    if (sniffType(file.bytes)?.name !== "zip") throw explainUnsupported(file);
    return readOfficeDocuments(file, await parseFile("docx", file.bytes));
  },
};
