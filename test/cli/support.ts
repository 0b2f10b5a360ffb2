import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** An environment without anything of the machine's own configuration. */
function plainEnvironment(changes: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }), NO_COLOR: "1", ...changes };
}

/** Starts a command line; its output gathers in `output`. */
export function startWenban(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(ROOT, "src", "cli.ts"), ...args], {
    cwd: tmpdir(),
    env: plainEnvironment(environment),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  const finished: Promise<Finished> = once(child, "close").then(([code]) => ({ code, ...output }));
  return { child, output, finished };
}

/** Runs a command line to its end, with `input` on standard input. */
export function wenban(
  args: readonly string[],
  environment: Record<string, string> = {},
  input = "",
): Promise<Finished> {
  const { child, finished } = startWenban(args, environment);
  child.stdin.end(input);
  return finished;
}

/** A folder of its own, removed when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "wenban-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Waits until the output holds the text; the test's own time limit ends a wait for ever. */
export async function untilOutput(output: { stderr: string }, text: string): Promise<void> {
  while (!output.stderr.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
}
