import { parseFile } from "../../parsing/parse-file.ts";
import { documentIdOf } from "../formats/document-id.ts";
import { readOfficeDocuments } from "../formats/office-documents.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader, SourceDocument, SourceFile } from "../loader.ts";

/** A PDF with text, as its paragraphs and tables; a scan without text is refused and says so. */
export const pdfLoader: DocumentLoader = {
  name: "pdf",
  accepts: (file) => extensionOf(file.path) === "pdf",
  async load(file) {
    const parsed = await parseFile("pdf", file.bytes);
    return parsed.blocks.length === 0 ? [blankDocument(file)] : readOfficeDocuments(file, parsed);
  },
};

/** Blank pages are nothing wrong: the file is taken in, and the report says that it holds no word. */
function blankDocument({ path }: SourceFile): SourceDocument {
  const id = documentIdOf(path);
  return { id, text: "", declared: {}, declaredFrom: {}, procedure: null, pages: [], warnings: [] };
}
