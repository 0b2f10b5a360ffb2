import { parse } from "yaml";
import { WenbanError } from "../../errors.ts";

/** Limits on YAML, which can grow a few bytes into millions of nodes. */
const LONGEST_YAML = 1_000_000;
const MOST_ALIASES = 50;
const OPENING = /^\s{0,200}---[ \t]*\r?\n/;
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/m;

/** A Markdown file's front matter, and where its body begins. */
export interface FrontMatter {
  record: Record<string, unknown>;
  bodyStart: number;
}

/**
 * Splits the front matter from a Markdown text; an empty record when there is none.
 * @throws WenbanError `ingest.bad_front_matter`
 */
export function splitFrontMatter(text: string): FrontMatter {
  const opening = OPENING.exec(text);
  if (opening === null) return { record: {}, bodyStart: 0 };
  const rest = text.slice(opening[0].length, opening[0].length + LONGEST_YAML);
  const closing = CLOSING.exec(rest);
  // A text may begin with a rule: without a closing mark there is no front matter.
  if (closing === null) return { record: {}, bodyStart: 0 };
  const end = opening[0].length + closing.index + closing[0].length;
  const newline = text.indexOf("\n", end);
  return {
    record: parseYamlRecord(rest.slice(0, closing.index), "ingest.bad_front_matter"),
    bodyStart: newline < 0 ? text.length : newline + 1,
  };
}

/**
 * Parses YAML that must be a mapping, within limits of size and aliases; days and codes stay strings.
 * @throws WenbanError with the given code, naming the line
 */
export function parseYamlRecord(yaml: string, code: string): Record<string, unknown> {
  if (yaml.length > LONGEST_YAML) throw badYaml(code, "超过 1 MB");
  let value: unknown;
  try {
    value = parse(yaml, { maxAliasCount: MOST_ALIASES, schema: "core", logLevel: "error" });
  } catch (error) {
    throw badYaml(code, describeYamlError(error), error);
  }
  if (value === null || value === undefined) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw badYaml(code, "不是「名称: 值」的形式");
  return value as Record<string, unknown>;
}

function describeYamlError(error: unknown): string {
  const position = (error as { linePos?: { line: number }[] }).linePos?.[0];
  return position === undefined ? "写法有误" : `第 ${position.line} 行写法有误`;
}

function badYaml(code: string, fault: string, cause?: unknown): WenbanError {
  return new WenbanError("unprocessable", code, `YAML ${fault}。`, {
    hint: "请检查缩进、冒号后的空格和引号。",
    cause,
  });
}
