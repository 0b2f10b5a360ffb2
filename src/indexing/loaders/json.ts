import { WenbanError } from "../../errors.ts";
import { decodeText } from "../../parsing/decode-text.ts";
import { readRecordDocument } from "../formats/record-document.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader, SourceDocument } from "../loader.ts";

/** A list of documents, `{documents: […]}`, or one document; a bad entry is reported and the rest goes on. */
export const jsonLoader: DocumentLoader = {
  name: "json",
  accepts: (file) => extensionOf(file.path) === "json",
  async load(file) {
    const decoded = decodeText(file.bytes);
    const documents: SourceDocument[] = [];
    const warnings = [...decoded.warnings];
    for (const [i, record] of listRecords(decoded.text).entries()) {
      try {
        documents.push(readRecordDocument(record, `entry:${i + 1}`));
      } catch (error) {
        if (!(error instanceof WenbanError)) throw error;
        warnings.push({ code: "ingest.bad_entry", message: `第 ${i + 1} 条未收录：${error.message}。` });
      }
    }
    const [first, ...rest] = documents;
    if (first === undefined) throw badJson(warnings[0]?.message ?? "没有可以收录的记录。");
    return [{ ...first, warnings: [...warnings, ...first.warnings] }, ...rest];
  },
};

function listRecords(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw badJson("文件不是完整的 JSON。", cause);
  }
  if (Array.isArray(value)) return value;
  const { documents } = (value ?? {}) as { documents?: unknown };
  return Array.isArray(documents) ? documents : [value];
}

function badJson(message: string, cause?: unknown): WenbanError {
  return new WenbanError("unprocessable", "ingest.bad_json", message, {
    hint: "应为 [{id, text, …}] 或 {documents: [{id, text, …}]}。",
    cause,
  });
}
