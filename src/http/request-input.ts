import { z } from "@hono/zod-openapi";
import { WenbanError } from "../errors.ts";
import type { RequestContext } from "./route.ts";

const INVALID_FIELD = "http.invalid_field";

/** For routes that take no query parameter. */
export const noParameters = z.strictObject({});

/**
 * The JSON body, checked against a strict schema.
 * @throws WenbanError 415 for another content type, 400 for what is malformed, 422 for a field that fails (named).
 */
export async function readJsonBody<Schema extends z.ZodType>(
  context: RequestContext,
  schema: Schema,
): Promise<z.output<Schema>> {
  const type = context.req.header("content-type");
  if (type !== undefined && !/^application\/json\s*(;|$)/i.test(type)) {
    throw new WenbanError("unsupported_type", "http.unsupported_type", "请求体应为 JSON。", {
      hint: "加上请求头 Content-Type: application/json。",
    });
  }
  const text = decodeUtf8(await context.req.arrayBuffer());
  return checkInput(schema, parseJson(text));
}

/** The query parameters, checked against a strict schema. A repeated parameter fails as one. */
export function readQuery<Schema extends z.ZodType>(
  context: RequestContext,
  schema: Schema,
): z.output<Schema> {
  const values = Object.entries(context.req.queries()).map(([name, all]) => [
    name,
    all.length === 1 ? all[0] : all,
  ]);
  return checkInput(schema, Object.fromEntries(values));
}

/** The fields of a form post, checked against a schema; the bytes must be UTF-8. */
export async function readForm<Schema extends z.ZodType>(
  context: RequestContext,
  schema: Schema,
): Promise<z.output<Schema>> {
  const type = context.req.header("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw new WenbanError("unsupported_type", "http.unsupported_type", "请求体应为网页表单。");
  }
  const text = decodeUtf8(await context.req.arrayBuffer());
  checkPercentEncoding(text);
  const fields = Object.fromEntries([...new URLSearchParams(text)].filter(([, value]) => value !== ""));
  return checkInput(schema, fields);
}

/**
 * Checks that what was percent-encoded is UTF-8, which parsers replace without a word.
 * @throws WenbanError `http.bad_encoding`
 */
export function checkPercentEncoding(text: string): void {
  try {
    decodeURIComponent(text);
  } catch {
    throw badEncoding();
  }
}

/** @throws WenbanError of kind `bad_input` (encoding) or `unprocessable` (a field, named). */
function checkInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  if (holdsUnstorableText(input)) throw badEncoding();
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new WenbanError("unprocessable", codeOf(issue), issue ? describe(issue) : "请求内容不符合要求。");
}

type Issue = z.core.$ZodIssue;

/** The code that a check brought along; such a check says all in its own words. */
function ownCode(issue: Issue | undefined): string | null {
  const code = issue?.code === "custom" ? issue.params?.code : undefined;
  return typeof code === "string" ? code : null;
}

function codeOf(issue: Issue | undefined): string {
  if (issue?.code === "unrecognized_keys") return "http.unknown_field";
  return ownCode(issue) ?? INVALID_FIELD;
}

function describe(issue: Issue): string {
  if (issue.code === "unrecognized_keys") {
    return `不认识的字段：${issue.keys.slice(0, 5).map(shorten).join("、")}`;
  }
  if (ownCode(issue) !== null) return issue.message;
  const field = issue.path.map(String).join(".") || "请求体";
  return `${field}：${issue.code === "invalid_type" ? `应为 ${issue.expected}` : issue.message}`;
}

function shorten(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

function decodeUtf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badEncoding();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WenbanError("bad_input", "http.bad_json", "请求体不是有效的 JSON。", {
      hint: '示例：{"question":"居住证怎么办理"}',
    });
  }
}

/** Lone surrogates and NUL can't be stored as they are; found without recursion, whatever the nesting. */
function holdsUnstorableText(input: unknown): boolean {
  const pending: unknown[] = [input];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value === "string" && (!value.isWellFormed() || value.includes("\0"))) return true;
    if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) pending.push(name, member);
    }
  }
  return false;
}

function badEncoding(): WenbanError {
  return new WenbanError("bad_input", "http.bad_encoding", "内容含有无效的字符编码。", {
    hint: "请用 UTF-8 编码，不含空字符 (NUL)。",
  });
}
