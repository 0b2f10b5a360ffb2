import { PassThrough } from "node:stream";
import { runCli } from "../../src/cli/program.ts";
import type { Finished } from "./support.ts";

/** Runs a command line in this process: as the command would, without a start of Node for each. */
export async function runHere(
  args: readonly string[],
  env: Record<string, string> = {},
  signal = new AbortController().signal,
): Promise<Finished> {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    streams[name].setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
    });
  }
  const code = await runCli(args, { env, terminal: { ...streams, signal } });
  for (const name of ["stdout", "stderr"] as const) {
    streams[name].end();
    await new Promise((resolve) => streams[name].once("end", resolve));
  }
  return { code, ...written };
}
