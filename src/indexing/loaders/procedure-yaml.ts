import { WenbanError } from "../../errors.ts";
import { decodeText } from "../../parsing/decode-text.ts";
import { readDeclaredFields } from "../formats/declared-fields.ts";
import { documentIdOf } from "../formats/document-id.ts";
import { parseYamlRecord } from "../formats/front-matter.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import { parseProcedure, readProcedureHead } from "../guides/parse-procedure.ts";
import type { DocumentLoader } from "../loader.ts";
import { findProcedureField } from "../procedure-schema.ts";

/**
 * A service guide as YAML: the keys of a procedure's front matter, and its fields under `fields` or beside
 * them by label. The stored text is the guide written out, one `## 标签` section per field.
 */
export const procedureYamlLoader: DocumentLoader = {
  name: "procedure-yaml",
  accepts: (file) => ["yaml", "yml"].includes(extensionOf(file.path)),
  async load(file) {
    const decoded = decodeText(file.bytes);
    const record = parseYamlRecord(decoded.text, "ingest.bad_yaml");
    const text = writeSections(record);
    if (record.kind !== "procedure" || text === "") throw notAProcedure();
    const { declared, declaredFrom, warnings } = readDeclaredFields(record, "yaml");
    const id = documentIdOf(file.path);
    const procedure = parseProcedure(readProcedureHead(record, declared.title ?? id), text);
    return [{ id, text, declared, declaredFrom, procedure, warnings: [...decoded.warnings, ...warnings] }];
  },
};

function writeSections(record: Record<string, unknown>): string {
  const nested = typeof record.fields === "object" && record.fields !== null ? record.fields : {};
  const labelled = Object.entries(record).filter(([label]) => findProcedureField(label) !== undefined);
  return [...Object.entries(nested), ...labelled]
    .map(([label, value]) => writeSection(label, value))
    .filter((section) => section !== "")
    .join("\n");
}

function writeSection(label: string, value: unknown): string {
  const lines = listLines(value);
  return lines.length === 0 ? "" : `## ${label}\n${lines.join("\n")}\n`;
}

/** A text, a list of texts, or `{values, source}`. */
function listLines(value: unknown): string[] {
  if (Array.isArray(value)) return value.map((item) => `- ${oneLine(item)}`);
  if (typeof value === "object" && value !== null) {
    const { values, source } = value as { values?: unknown; source?: unknown };
    const last = typeof source === "string" ? [`来源：${oneLine(source)}`] : [];
    return [...listLines(values), ...last];
  }
  return typeof value === "string" || typeof value === "number"
    ? String(value)
        .trim()
        .split(/\s*\n\s*/)
    : [];
}

function oneLine(value: unknown): string {
  return String(value)
    .replace(/\s*\n\s*/g, " ")
    .trim();
}

function notAProcedure(): WenbanError {
  return new WenbanError(
    "unprocessable",
    "ingest.bad_yaml",
    "YAML 文件不是办事指南：缺少 kind: procedure 或字段。",
    {
      hint: "请写 kind: procedure、title，并在 fields 下按「办理材料」等标签列出内容。",
    },
  );
}
