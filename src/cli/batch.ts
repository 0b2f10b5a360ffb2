import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { toWenbanError, WenbanError } from "../errors.ts";
import { badArgument, type Terminal, writeLine } from "./terminal.ts";

/** An id as the caller gave it, to be given back. */
type LineId = string | number | null;

/**
 * Runs one task per line of a JSONL file (`-` reads standard input) and writes one line per input line, in
 * order, also when a line fails: `{id, …result}` or `{id, error: {code, message}}`.
 */
export async function runBatch(
  terminal: Terminal,
  path: string,
  task: (line: Record<string, unknown>) => Promise<Record<string, unknown>>,
): Promise<void> {
  const input = await openInput(terminal, path);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  terminal.signal.addEventListener("abort", () => lines.close(), { once: true });
  let isFirst = true;
  for await (const text of lines) {
    if (terminal.signal.aborted) return;
    const result = await runLine(isFirst ? text.replace(/^\uFEFF/, "") : text, task);
    isFirst = false;
    await writeLine(terminal.stdout, JSON.stringify(result));
  }
}

async function runLine(
  text: string,
  task: (line: Record<string, unknown>) => Promise<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  let id: LineId = null;
  try {
    const line = parseLine(text);
    id = readId(line);
    return { id, ...(await task(line)) };
  } catch (thrown) {
    const { code, message } = toWenbanError(thrown);
    return { id, error: { code, message } };
  }
}

function parseLine(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new WenbanError("bad_input", "batch.bad_json", "这一行不是有效的 JSON。Not valid JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new WenbanError("bad_input", "batch.bad_line", "每行应为一个 JSON 对象。One JSON object a line.");
  }
  return { ...value };
}

function readId(line: Record<string, unknown>): LineId {
  const { id = null } = line;
  return typeof id === "string" || typeof id === "number" ? id : null;
}

async function openInput(terminal: Terminal, path: string): Promise<NodeJS.ReadableStream> {
  if (path === "-") return terminal.stdin;
  const found = await stat(path).catch(() => null);
  if (!found) throw badArgument(`文件不存在：${path}。No such file.`);
  if (found.isDirectory()) throw badArgument(`应为文件，不是文件夹：${path}。Not a file.`);
  return createReadStream(path, "utf8");
}
