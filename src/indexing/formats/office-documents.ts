import { WenbanError } from "../../errors.ts";
import type { SourceDocument, SourceFile } from "../loader.ts";
import type { ParsedFile } from "../parsing/parsed-file.ts";
import { type ComposedText, composeText } from "./compose-text.ts";
import { documentIdOf } from "./document-id.ts";

/**
 * The documents of an office file, whatever its format: a list held as rows, a table of service guides, one
 * guide, or a text. When unsure it is a text.
 * @throws WenbanError `ingest.no_text` for a file without words
 */
export function readOfficeDocuments(file: SourceFile, parsed: ParsedFile): SourceDocument[] {
  const composed = composeText(parsed);
  if (composed.text === "") throw noText();
  return [textOf(documentIdOf(file.path), composed, parsed.warnings)];
}

function textOf(id: string, composed: ComposedText, warnings: SourceDocument["warnings"]): SourceDocument {
  const { text, pages, headingLevels } = composed;
  return { id, text, declared: {}, declaredFrom: {}, procedure: null, pages, headingLevels, warnings };
}

function noText(): WenbanError {
  return new WenbanError("unprocessable", "ingest.no_text", "文件里没有可以收录的文字。", {
    hint: "扫描件或图片需要先识别文字；空表格请填写后再收录。",
  });
}
