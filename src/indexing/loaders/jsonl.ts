import { WenbanError } from "../../errors.ts";
import { decodeText } from "../../parsing/decode-text.ts";
import { readRecordDocument } from "../formats/record-document.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader, SourceDocument } from "../loader.ts";

/** Warnings about single lines beyond this many are only counted. */
const MOST_LINE_WARNINGS = 20;

/** One document per line; a bad line is reported by its number and the rest goes on. */
export const jsonlLoader: DocumentLoader = {
  name: "jsonl",
  accepts: (file) => ["jsonl", "ndjson"].includes(extensionOf(file.path)),
  async load(file) {
    const decoded = decodeText(file.bytes);
    const documents = new Map<string, SourceDocument>();
    const warnings = [...decoded.warnings];
    let bad = 0;
    for (const { number, line } of numberLines(decoded.text)) {
      try {
        const document = readLine(line, number);
        if (documents.has(document.id)) warnings.push(repeatedId(number));
        documents.set(document.id, document);
      } catch (error) {
        if (!(error instanceof WenbanError)) throw error;
        if (++bad <= MOST_LINE_WARNINGS) warnings.push({ code: "ingest.bad_line", message: error.message });
      }
    }
    if (bad > MOST_LINE_WARNINGS)
      warnings.push({ code: "ingest.bad_line", message: `共有 ${bad} 行未收录。` });
    const [first, ...rest] = documents.values();
    if (first === undefined) throw nothingReadable(warnings[0]?.message);
    return [{ ...first, warnings: [...warnings, ...first.warnings] }, ...rest];
  },
};

function* numberLines(text: string): Generator<{ number: number; line: string }> {
  let number = 0;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf("\n", from);
    const to = newline < 0 ? text.length : newline;
    number++;
    const line = text.slice(from, to).trim();
    if (line !== "") yield { number, line };
    from = to + 1;
  }
}

function readLine(line: string, number: number): SourceDocument {
  try {
    return readRecordDocument(JSON.parse(line), `line:${number}`);
  } catch (error) {
    const fault = error instanceof WenbanError ? error.message : "不是 JSON";
    throw new WenbanError("unprocessable", "ingest.bad_line", `第 ${number} 行未收录：${fault}。`, {
      cause: error,
    });
  }
}

function repeatedId(number: number): { code: string; message: string } {
  return { code: "ingest.repeated_id", message: `第 ${number} 行的 id 前面已经出现过，以这一行为准。` };
}

function nothingReadable(firstFault: string | undefined): WenbanError {
  return new WenbanError("unprocessable", "ingest.bad_jsonl", `没有一行可以收录。${firstFault ?? ""}`, {
    hint: "每行是一个 JSON 对象 {id, text, …}。",
  });
}
