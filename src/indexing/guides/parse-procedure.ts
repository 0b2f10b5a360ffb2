import type { Procedure, ProcedureField } from "../../domain.ts";
import { readTextList } from "../formats/read-list.ts";
import { linesOfText } from "./guide-line.ts";
import { readFields } from "./read-fields.ts";

/** What of a procedure stands outside its fields. */
export type ProcedureHead = Pick<Procedure, "name" | "aliases" | "audience"> & Partial<Procedure>;

/** What a front matter or a record says of a guide beside its text; keys as `name`, Chinese ones as in guides. */
export function readProcedureHead(record: Readonly<Record<string, unknown>>, name: string): ProcedureHead {
  return {
    name,
    aliases: readTextList(record.aliases ?? record.日常用语),
    audience: readTextList(record.audience ?? record.服务对象),
    items: readTextList(record.items ?? record.包含事项),
    code: readText(record.code ?? record.实施编码),
    owner: readText(record.owner ?? record.维护单位),
  };
}

function readText(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text.trim() !== "" ? text.trim() : null;
}

/**
 * Reads a guide as text: one section per field, `## 标签`, `一、标签`, `【标签】` or 「标签：…」. Ranges are offsets
 * into `text`. What the head does not say is taken from the fields.
 */
export function parseProcedure(head: ProcedureHead, text: string): Procedure {
  return makeProcedure(head, readFields(linesOfText(text)));
}

/** Names one per value, or all in one with 、 between them. */
function namesOf(values: readonly string[]): string[] {
  const bare = values.map((value) => value.replace(/[。；;，,]{1,9}$/, ""));
  return bare.length > 1 ? bare : readTextList(bare[0] ?? "");
}

/** A procedure of these fields; its head is filled up from those that name it, its code and its parts. */
export function makeProcedure(head: ProcedureHead, fields: ProcedureField[]): Procedure {
  const first = (key: string) => fields.find((field) => field.key === key)?.values[0] ?? null;
  const list = (key: string) =>
    fields.filter((field) => field.key === key).flatMap(({ values }) => namesOf(values));
  const orElse = (own: string[] | undefined, key: string) => (own && own.length > 0 ? own : list(key));
  return {
    name: head.name,
    code: head.code ?? first("code") ?? first("businessCode") ?? first("baseCode"),
    aliases: orElse(head.aliases, "aliases"),
    audience: orElse(head.audience, "audience"),
    items: orElse(head.items, "items"),
    owner: head.owner ?? first("owner"),
    fields,
  };
}
