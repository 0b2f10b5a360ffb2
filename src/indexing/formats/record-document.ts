import { WenbanError } from "../../errors.ts";
import { parseProcedure, readProcedureHead } from "../guides/parse-procedure.ts";
import type { SourceDocument } from "../loader.ts";
import { readDeclaredRegister } from "../registers/declared-register.ts";
import { readDeclaredFields } from "./declared-fields.ts";
import { readRecordedProcedure } from "./recorded-procedure.ts";

/**
 * A document out of one JSON record `{id, title?, text, …}`; `text` is kept unchanged.
 * @throws WenbanError `ingest.bad_record` saying which field is wrong
 */
export function readRecordDocument(value: unknown, from: string): SourceDocument {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badRecord("不是一个对象");
  const record = value as Record<string, unknown>;
  const id = typeof record.id === "number" ? String(record.id) : record.id;
  if (typeof id !== "string" || id.trim() === "") throw badRecord("缺少 id");
  if (/\p{Cc}/u.test(id) || id.length > 500) throw badRecord("id 有控制字符或过长");
  const { declared, declaredFrom, warnings } = readDeclaredFields(record, from);
  if (declared.kind === "register") {
    const list = readDeclaredRegister(record, declared.title ?? id, from);
    const { text, register } = list;
    if (text.trim() === "") throw badRecord("缺少 text 或 rows");
    return {
      id,
      text,
      declared,
      declaredFrom,
      procedure: null,
      register,
      warnings: [...warnings, ...list.warnings],
    };
  }
  if (typeof record.text !== "string" || record.text.trim() === "") throw badRecord("缺少 text");
  const { text } = record;
  const head = readProcedureHead(record, declared.title ?? id);
  const isGuide = declared.kind === "procedure";
  const isHeld = typeof record.procedure === "object" && record.procedure !== null;
  const read = () => (isHeld ? readRecordedProcedure(record.procedure, text) : parseProcedure(head, text));
  const procedure = isGuide ? read() : null;
  return { id, text, declared, declaredFrom, procedure, warnings };
}

function badRecord(fault: string): WenbanError {
  return new WenbanError("unprocessable", "ingest.bad_record", fault, {
    hint: "每条记录的形式是 {id, title?, text, url?, publisher?, region?, publishedAt?, …}。",
  });
}
