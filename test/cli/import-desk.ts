import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { runCli } from "../../src/cli/program.ts";
import { temporaryFolder } from "./support.ts";

export const TITLE = "示范市青湖区取消证明事项清单（2025年版）,,,";
export const HEAD = "序号,证明材料名称,处理方式,责任单位";
export const ROWS = [
  "1,居住证明,取消,市公安局",
  "2,婚姻状况证明,以数据共享代替,市民政局",
  "3,收入证明,保留,市人社局",
];

/** Runs a command line within this process: the same program, without the time to start one. */
export async function runHere(args: readonly string[], env: Record<string, string> = {}) {
  const output = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof output) =>
    new Writable({
      write(chunk, _encoding, done) {
        output[name] += chunk;
        done();
      },
    });
  const { signal } = new AbortController();
  const terminal = { stdin: Readable.from([]), stdout: sink("stdout"), stderr: sink("stderr"), signal };
  const code = await runCli(args, { env, terminal });
  return { code, ...output };
}

/** A folder with files to import, and a data directory that is not there yet. */
export function desk() {
  const home = temporaryFolder();
  const data = join(home, "data");
  const write = (name: string, lines: readonly string[]) => {
    writeFileSync(join(home, name), `${lines.join("\n")}\n`);
    return join(home, name);
  };
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runHere([...args, "--data", data, "--json", "--no-vectors"]);
    return { code, report: stdout.trim() === "" ? null : JSON.parse(stdout), stderr };
  };
  return { home, data, write, run, list: (rows = ROWS) => write("清单.csv", [TITLE, HEAD, ...rows]) };
}

/** The first passages for a query, as the command prints them. */
export async function search(data: string, query: string) {
  const { stdout } = await runHere(["search", query, "--data", data, "--json", "--k", "3"]);
  return stdout;
}
