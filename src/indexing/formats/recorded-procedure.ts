import { z } from "zod";
import type { Procedure } from "../../domain.ts";
import { WenbanError } from "../../errors.ts";

const Text = z.string().max(100_000);
const Names = z.array(Text).max(1_000);

const Field = z.object({
  key: Text,
  label: Text,
  values: z.array(Text).max(10_000),
  branch: Text.nullable().default(null),
  start: z.int().min(0),
  end: z.int().min(0),
  source: Text.nullable().default(null),
});

const Recorded = z.object({
  name: Text.min(1),
  code: Text.nullable().default(null),
  aliases: Names.default([]),
  audience: Names.default([]),
  items: Names.default([]),
  owner: Text.nullable().default(null),
  fields: z.array(Field).max(10_000),
});

/**
 * A guide that a record holds as fields beside its text, as imports are stored.
 * @throws WenbanError `ingest.bad_record` for fields of another form, or with a range outside the text
 */
export function readRecordedProcedure(value: unknown, text: string): Procedure {
  const parsed = Recorded.safeParse(value);
  if (!parsed.success) throw badRecord(parsed.error.issues[0]?.path.join(".") ?? "");
  for (const { start, end, label } of parsed.data.fields)
    if (start > end || end > text.length) throw badRecord(`fields 里「${label}」的位置`);
  return parsed.data;
}

function badRecord(where: string): WenbanError {
  return new WenbanError("unprocessable", "ingest.bad_record", `procedure.${where} 不合要求`, {
    hint: "procedure 的形式是 {name, code, fields:[{key, label, values, start, end}]}，位置以 text 计。",
  });
}
