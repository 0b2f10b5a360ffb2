import { Readable, Writable } from "node:stream";
import { runCli } from "../../src/cli/program.ts";

/** Runs a command line within this process: as quick as what it does, where the process itself is not tested. */
export async function runCommand(
  args: readonly string[],
  input = "",
  env: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const output = { stdout: "", stderr: "" };
  const collect = (name: "stdout" | "stderr") =>
    new Writable({
      write(chunk, _encoding, done) {
        output[name] += chunk.toString();
        done();
      },
    });
  const terminal = {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: collect("stdout"),
    stderr: collect("stderr"),
    signal: new AbortController().signal,
  };
  const code = await runCli(args, { env, terminal });
  return { code, ...output };
}
