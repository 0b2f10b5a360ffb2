import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import type { Environment } from "../config.ts";
import type { Terminal } from "./terminal.ts";

const INTERRUPTED = 130;

/** The environment over the `.env` file of the working directory; without such a file, the environment alone. */
export function readEnvironment(environment: Environment, path = ".env"): Environment {
  let text = "";
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing) process.stderr.write(`提示：读不了 ${path}，只用环境变量。The file can't be read.\n`);
  }
  return { ...parseEnv(text), ...environment };
}

/**
 * The process as a terminal. A reader that closes the pipe ends it quietly; the first Ctrl-C or SIGTERM asks
 * the command to stop, the second ends it at once.
 */
export function watchTerminal({ stdin, stdout, stderr }: NodeJS.Process): Terminal {
  const stopping = new AbortController();
  for (const output of [stdout, stderr]) {
    output.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
  }
  const stop = () => {
    if (stopping.signal.aborted) process.exit(INTERRUPTED);
    stopping.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return { stdin, stdout, stderr, signal: stopping.signal };
}
