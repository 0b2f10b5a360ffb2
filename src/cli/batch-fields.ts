import { z } from "zod";
import { WenbanError } from "../errors.ts";

/** A calendar day that exists. */
export const dayField = z.iso.date("应为 YYYY-MM-DD 格式的日期");

/** Reads the fields of a line; members that are not listed are left alone, as suites carry notes. */
export function readFields<Schema extends z.ZodType>(
  schema: Schema,
  line: Record<string, unknown>,
): z.output<Schema> {
  const parsed = schema.safeParse(line);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.map(String).join(".") ?? "";
  throw new WenbanError(
    "unprocessable",
    "batch.invalid_field",
    `${field}：${issue?.message ?? "不符合要求"}`,
  );
}
