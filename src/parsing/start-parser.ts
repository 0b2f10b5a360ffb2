import { type ChildProcess, fork } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";

/** Heap of a parser process in MB; the rest of its memory holds the file and what is inflated of it. */
const HEAP_MB = 320;

/**
 * Starts a parser process: no environment, no output, no other programs, and of the files only the ones that
 * programs are made of. It does not keep this process alive.
 * @param program path of its program; running from source and from a build differ in the extension alone
 */
export function startParser(program: string): ChildProcess {
  const child = fork(program, [String(process.pid)], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: {},
    cwd: parse(program).root,
    execArgv: [
      "--permission",
      "--allow-worker",
      ...readablePaths(program).map((path) => `--allow-fs-read=${path}`),
      "--disallow-code-generation-from-strings",
      `--max-old-space-size=${HEAP_MB}`,
      "--expose-gc",
    ],
  });
  letRest(child);
  return child;
}

/** While a file is read the process that asked must live; an idle parser holds nobody. */
export function keepAwake(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

export function letRest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

/** The program of the parser processes, beside this file. */
export function parserProgram(): string {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return fileURLToPath(new URL(`./parser-process.${extension}`, import.meta.url));
}

/** The project's code with its package.json, the packages it may find, and the program. */
function readablePaths(program: string): string[] {
  const code = join(import.meta.dirname, "..");
  const packages = new Set<string>();
  for (let folder = dirname(code); ; folder = dirname(folder)) {
    const path = join(folder, "node_modules");
    // A link is followed to where it leads before the permission is asked for.
    if (existsSync(path)) packages.add(path).add(realpathSync(path));
    if (folder === dirname(folder)) break;
  }
  return [code, join(dirname(code), "package.json"), ...packages, program];
}
