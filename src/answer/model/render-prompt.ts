import { parse } from "yaml";
import { sha256Hex } from "../../digest.ts";
import { WenbanError } from "../../errors.ts";
import type { ChatMessage } from "../../llm/chat-model.ts";

/** A prompt with its variables filled in. */
export interface RenderedPrompt {
  messages: ChatMessage[];
  /** The first 12 hex digits of the SHA-256 over the prompt's file: answers report it. */
  version: string;
}

const FILE = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;
const SECTION = /^\[(system|user)\]\n/gm;
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const VERSION_DIGITS = 12;

/**
 * Renders a prompt file: front matter that lists `variables`, then sections `[system]` and `[user]` with
 * `{{name}}` in them. Values are put in once and never looked at again, so that nothing in them is a
 * placeholder or a section.
 * @throws WenbanError `prompt.unreadable`, `prompt.unknown_variable`, `prompt.missing_variable`
 */
export async function renderPrompt(
  text: string,
  values: Readonly<Record<string, string>>,
): Promise<RenderedPrompt> {
  const normal = text.replaceAll("\r\n", "\n");
  const [, front, body] = FILE.exec(normal) ?? [];
  if (front === undefined || body === undefined) throw unreadable("没有 front matter");
  const declared = readVariables(front);
  const sections = readSections(body);
  checkVariables(declared, sections, values);
  const messages = sections.map(({ role, content }) => ({
    role,
    content: content.replace(PLACEHOLDER, (_, name: string) => values[name] ?? ""),
  }));
  return { messages, version: await versionOf(normal) };
}

function readVariables(front: string): string[] {
  let record: unknown;
  try {
    record = parse(front, { maxAliasCount: 0, logLevel: "error" });
  } catch {
    throw unreadable("front matter 写法有误");
  }
  const variables = (record as { variables?: unknown } | null)?.variables;
  if (!Array.isArray(variables) || !variables.every((name) => typeof name === "string")) {
    throw unreadable("front matter 里没有 variables 列表");
  }
  return variables;
}

function readSections(body: string): ChatMessage[] {
  const heads = Array.from(body.matchAll(SECTION), ({ index, 0: head, 1: role }) => ({ index, head, role }));
  const first = heads[0];
  if (!first || body.slice(0, first.index).trim() !== "")
    throw unreadable("正文不以 [system] 或 [user] 开头");
  return heads.map(({ index, head, role }, position) => ({
    role: role === "system" ? "system" : "user",
    content: body.slice(index + head.length, heads[position + 1]?.index).trim(),
  }));
}

function checkVariables(
  declared: readonly string[],
  sections: readonly ChatMessage[],
  values: Readonly<Record<string, string>>,
): void {
  const used = sections.flatMap(({ content }) =>
    Array.from(content.matchAll(PLACEHOLDER), ([, name = ""]) => name),
  );
  const given = Object.keys(values);
  const unknown = [...used, ...given].find((name) => !declared.includes(name));
  if (unknown !== undefined) throw variableError("unknown", `没有声明变量 ${unknown}`);
  const missing = declared.find((name) => !used.includes(name) || !given.includes(name));
  if (missing !== undefined) throw variableError("missing", `变量 ${missing} 没有用到或没有给出`);
}

async function versionOf(text: string): Promise<string> {
  return (await sha256Hex(text)).slice(0, VERSION_DIGITS);
}

function unreadable(fault: string): WenbanError {
  return promptError("prompt.unreadable", fault);
}

function variableError(fault: "unknown" | "missing", text: string): WenbanError {
  return promptError(`prompt.${fault}_variable`, text);
}

function promptError(code: string, fault: string): WenbanError {
  return new WenbanError("not_configured", code, `提示词文件有误：${fault}。`, {
    hint: "请核对 prompts/ 下的文件：front matter 的 variables 应与正文里的 {{…}} 一致。",
  });
}
