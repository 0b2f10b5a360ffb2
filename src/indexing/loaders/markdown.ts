import { readDeclaredFields } from "../formats/declared-fields.ts";
import { decodeText, emptyFile } from "../formats/decode-text.ts";
import { documentIdOf } from "../formats/document-id.ts";
import { splitFrontMatter } from "../formats/front-matter.ts";
import { readTextList } from "../formats/read-list.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader } from "../loader.ts";
import { parseProcedure } from "../procedure-schema.ts";

/**
 * Markdown with front matter; the stored text is the body. `kind: procedure` makes the sections of the body
 * the fields of a service guide.
 */
export const markdownLoader: DocumentLoader = {
  name: "markdown",
  accepts: (file) => ["md", "markdown"].includes(extensionOf(file.path)),
  async load(file) {
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
    return [{ id, text, declared, declaredFrom, procedure, warnings: [...decoded.warnings, ...warnings] }];
  },
};
