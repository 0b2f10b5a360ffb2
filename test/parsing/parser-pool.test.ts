import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { createParserPool } from "../../src/parsing/parser-pool.ts";

const SUPPORT = join(import.meta.dirname, "../support");
const program = join(SUPPORT, "parser-stub-process.ts");
const pool = createParserPool({ program });
const hasty = createParserPool({ program, limits: { cpuMs: 400, wallMs: 3_000 } });
afterAll(() => Promise.all([pool.close(), hasty.close()]));

const order = (deed: string) => ({ format: "csv", bytes: new TextEncoder().encode(deed) }) as const;
async function run(deed: string, of = pool): Promise<string[]> {
  const { blocks } = await of.parse(order(deed));
  return blocks.map((block) => (block.type === "paragraph" ? block.text : ""));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(10);
}

describe("the parser pool", () => {
  it("reads file after file in one process, and no more than two at once", async () => {
    const [first] = await run("pid");
    expect(await run("pid")).toEqual([first]);
    const pids = await Promise.all(Array.from({ length: 12 }, () => run("pid")));
    expect(new Set(pids.flat()).size).toBeLessThanOrEqual(2);
    expect(pids.flat()).not.toContain(String(process.pid));
  });

  it("hands on what a parser says of a file, without its stack", async () => {
    const [before] = await run("pid");
    await expect(run("refuse")).rejects.toMatchObject({
      kind: "unprocessable",
      code: "ingest.corrupt_archive",
      message: "压缩包不完整。",
      hint: "请重新导出。",
    });
    expect(await run("pid")).toEqual([before]);
  });

  it.each([
    ["throws what it did not foresee", "throw", "ingest.parser_failed"],
    ["ends its process", "exit", "ingest.parser_failed"],
    ["fills its heap", "heap", "ingest.too_much_memory"],
    ["fills the memory outside the heap", "buffers", "ingest.too_much_memory"],
    ["asks for more memory than there is", "array", "ingest.too_much_memory"],
    ["gives more text than any document has", "flood", "ingest.text_too_large"],
  ])("survives a parser that %s, and reads the next file", async (_name, deed, code) => {
    await expect(run(deed)).rejects.toMatchObject({ code, hint: expect.stringMatching(/./) });
    expect(await run("pid")).toHaveLength(1);
  });

  it.each(["loop", "wait"])("stops a parser that never ends: %s", async (deed) => {
    const [pid] = await run("pid", hasty);
    await expect(run(deed, hasty)).rejects.toMatchObject({ code: "ingest.too_slow" });
    await untilGone(Number(pid));
    expect(await run("pid", hasty)).not.toEqual([pid]);
  });

  it("replaces a process that keeps much memory", async () => {
    const [pid] = await run("keep");
    expect(await run("pid")).not.toEqual([pid]);
  });

  it("gives parsers no network, no files, no programs, no environment", async () => {
    expect(await run("reach")).toEqual([]);
  });

  it("ends its processes when closed, those at work after their file", async () => {
    const [pid = ""] = await run("pid");
    const working = run("pid");
    await pool.close();
    const [other = ""] = await working;
    await Promise.all([untilGone(Number(pid)), untilGone(Number(other))]);
    expect(await run("pid")).not.toEqual([pid]);
  });
});

describe("a process that reads files", () => {
  const start = (deeds: string[]) =>
    spawn(process.execPath, [join(SUPPORT, "parser-user-process.ts"), ...deeds], {
      stdio: ["ignore", "pipe", "inherit"],
    });

  it("ends by itself while its parsers are idle", async () => {
    const user = start(["pid"]);
    const printed = once(user.stdout, "data");
    expect(await once(user, "exit")).toEqual([0, null]);
    await untilGone(Number(await printed));
  });

  it.each(["wait", "loop"])("leaves no parser behind when it is killed: %s", async (deed) => {
    const user = start(["pid", deed]);
    const [pid] = await once(user.stdout, "data");
    expect(isAlive(Number(pid))).toBe(true);
    await sleep(200);
    user.kill("SIGKILL");
    await untilGone(Number(pid));
    expect(isAlive(Number(pid))).toBe(false);
  });
});
