import type { SourceDocument, SourceFile } from "../loader.ts";
import { parseProcedure } from "../procedure-schema.ts";
import { readDeclaredFields } from "./declared-fields.ts";
import { decodeText, emptyFile } from "./decode-text.ts";
import { documentIdOf } from "./document-id.ts";
import { splitFrontMatter } from "./front-matter.ts";
import { readTextList } from "./read-list.ts";

/**
 * A text file that may begin with front matter; the stored text is what follows it. `kind: procedure` makes
 * the sections of the body the fields of a service guide.
 * @throws WenbanError `ingest.bad_front_matter`, `ingest.empty_file`, and what decoding throws
 */
export function readTextDocument(file: SourceFile): SourceDocument {
  const decoded = decodeText(file.bytes);
  const { record, bodyStart } = splitFrontMatter(decoded.text);
  const text = decoded.text.slice(bodyStart);
  if (text.trim() === "") throw emptyFile();
  const { declared, declaredFrom, warnings } = readDeclaredFields(record, "front_matter");
  const id = documentIdOf(file.path);
  const head = {
    name: declared.title ?? id,
    aliases: readTextList(record.aliases),
    audience: readTextList(record.audience),
  };
  const procedure = declared.kind === "procedure" ? parseProcedure(head, text) : null;
  return { id, text, declared, declaredFrom, procedure, warnings: [...decoded.warnings, ...warnings] };
}
