import { decodeText, emptyFile } from "../../parsing/decode-text.ts";
import { parseProcedure, readProcedureHead } from "../guides/parse-procedure.ts";
import type { SourceDocument, SourceFile } from "../loader.ts";
import { readFrontMatterRegister } from "../registers/declared-register.ts";
import { readDeclaredFields } from "./declared-fields.ts";
import { documentIdOf } from "./document-id.ts";
import { splitFrontMatter } from "./front-matter.ts";

/**
 * A text file that may begin with front matter; the stored text is what follows it. `kind: procedure` makes
 * the sections of the body the fields of a service guide, `kind: register` its table the rows of a list.
 * @throws WenbanError `ingest.bad_front_matter`, `ingest.empty_file`, and what decoding throws
 */
export function readTextDocument(file: SourceFile): SourceDocument {
  const decoded = decodeText(file.bytes);
  const { record, bodyStart } = splitFrontMatter(decoded.text);
  const text = decoded.text.slice(bodyStart);
  if (text.trim() === "") throw emptyFile();
  const { declared, declaredFrom, warnings } = readDeclaredFields(record, "front_matter");
  const id = documentIdOf(file.path);
  const head = readProcedureHead(record, declared.title ?? id);
  const procedure = declared.kind === "procedure" ? parseProcedure(head, text) : null;
  const list = declared.kind === "register" ? readFrontMatterRegister(record, text, head.name) : null;
  const told = [...decoded.warnings, ...warnings, ...(list?.warnings ?? [])];
  const register = list && { register: list.register };
  return { id, text, declared, declaredFrom, procedure, ...register, warnings: told };
}
