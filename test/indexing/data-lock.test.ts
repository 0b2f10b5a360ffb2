import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prepareDataDirectory } from "../../src/indexing/run/data-directory.ts";
import { lockDataDirectory } from "../../src/indexing/run/data-lock.ts";
import { scratchDirectory } from "../support/scratch.ts";

const scratch = scratchDirectory();
let number = 0;
const newDirectory = () => join(scratch, `data-${number++}`);
const lockModule = join(import.meta.dirname, "../../src/indexing/run/data-lock.ts");

/** Another process that holds the lock until it is killed. */
async function holdInAnotherProcess(dataDir: string) {
  const code = `const { lockDataDirectory } = await import(${JSON.stringify(lockModule)});
    await lockDataDirectory(${JSON.stringify(dataDir)}, "serve");
    console.log("held"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

describe("lock", () => {
  it("is held by one at a time and names the holder", async () => {
    const dataDir = newDirectory();
    const first = await lockDataDirectory(dataDir, "index");
    const second = lockDataDirectory(dataDir, "index", { waitMs: 100 });
    const held = {
      code: "lock.held",
      kind: "conflict",
      message: expect.stringContaining(String(process.pid)),
    };
    await expect(second).rejects.toMatchObject(held);
    await first.release();
    const third = await lockDataDirectory(dataDir, "index", { waitMs: 0 });
    await third.release();
    expect(existsSync(join(dataDir, "index.pid"))).toBe(false);
  });

  it("lets one process index while another serves", async () => {
    const dataDir = newDirectory();
    const locks = [await lockDataDirectory(dataDir, "index"), await lockDataDirectory(dataDir, "serve")];
    expect(readdirSync(dataDir).sort()).toEqual(["index.lock", "index.pid", "serve.lock", "serve.pid"]);
    await Promise.all(locks.map((lock) => lock.release()));
  });

  it("waits for a holder that is about to finish", async () => {
    const dataDir = newDirectory();
    const first = await lockDataDirectory(dataDir, "index");
    const second = lockDataDirectory(dataDir, "index", { waitMs: 10_000 });
    await first.release();
    const held = await second;
    await expect(lockDataDirectory(dataDir, "index", { waitMs: 0 })).rejects.toMatchObject({
      code: "lock.held",
    });
    await held.release();
  });

  it("is taken over from a process that was killed", async () => {
    const dataDir = newDirectory();
    const child = await holdInAnotherProcess(dataDir);
    const refused = lockDataDirectory(dataDir, "serve", { waitMs: 100 });
    await expect(refused).rejects.toThrow(new RegExp(`${child.pid}`));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(readFileSync(join(dataDir, "serve.pid"), "utf8")).toBe(String(child.pid));
    await (await lockDataDirectory(dataDir, "serve", { waitMs: 1000 })).release();
  });

  it("can be released twice", async () => {
    const dataDir = newDirectory();
    const lock = await lockDataDirectory(dataDir, "index");
    await lock.release();
    await expect(lock.release()).resolves.toBeUndefined();
    const next = await lockDataDirectory(dataDir, "index", { waitMs: 0 });
    await next.release();
  });
});

describe("data directory", () => {
  it("is made with its parents, closed to other users", async () => {
    const dataDir = join(newDirectory(), "deep/er");
    await prepareDataDirectory(dataDir);
    expect(readdirSync(dataDir)).toEqual([]);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it("that is a file is refused by name", async () => {
    const path = newDirectory();
    writeFileSync(path, "x");
    const refusal = {
      code: "storage.not_a_directory",
      kind: "storage",
      message: expect.stringContaining(path),
    };
    await expect(prepareDataDirectory(path)).rejects.toMatchObject(refusal);
    await expect(prepareDataDirectory(join(path, "below"))).rejects.toMatchObject({
      code: "storage.unwritable",
    });
  });

  it("on a disk that takes no files is refused by name", async () => {
    const refusal = { kind: "storage", message: expect.stringContaining("/proc") };
    await expect(prepareDataDirectory("/proc/wenban")).rejects.toMatchObject(refusal);
  });
});
