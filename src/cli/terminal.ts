import { once } from "node:events";
import type { Writable } from "node:stream";
import { WenbanError } from "../errors.ts";
import { createProgressLines, type IndexProgress } from "../indexing/run/index-report.ts";

/** What a command runs in: where it reads, writes and is told to stop. */
export interface Terminal {
  stdin: NodeJS.ReadableStream;
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
  /** Aborted by the first Ctrl-C or SIGTERM. */
  signal: AbortSignal;
}

const CLEAR_LINE = "\r\u001b[2K";

/** Writes a line of the result; waits where the reader is slow. */
export async function writeLine(output: Writable, line: string): Promise<void> {
  if (!output.write(`${line}\n`)) await once(output, "drain");
}

/** Writes an error in plain words: what is wrong, then what to do. */
export function writeError(terminal: Terminal, error: WenbanError): void {
  const cause = error.kind === "unknown" && error.cause instanceof Error ? ` (${error.cause.name})` : "";
  terminal.stderr.write(`错误 ${error.code}：${error.message}${cause}\n`);
  if (error.hint) terminal.stderr.write(`办法：${error.hint}\n`);
}

/** A bad argument: exit code 2. */
export function badArgument(message: string, hint?: string): WenbanError {
  return new WenbanError("bad_input", "cli.bad_argument", message, hint === undefined ? {} : { hint });
}

/** Progress of an index run on standard error: on a terminal one line that changes, else a line now and then. */
export function createIndexProgress({ stderr }: Terminal) {
  const rewrites = stderr.isTTY === true;
  const write = (line: string) => void stderr.write(rewrites ? `${CLEAR_LINE}${line}` : `${line}\n`);
  return {
    onProgress: createProgressLines(write, { rewrites, now: Date.now }) satisfies (p: IndexProgress) => void,
    /** Clears the line that changes. */
    done: () => void (rewrites && stderr.write(CLEAR_LINE)),
  };
}
