import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { createMemoryStore } from "../../src/indexing/stores/memory.ts";
import { openSqliteStore, type SqliteStoreOptions } from "../../src/indexing/stores/sqlite.ts";
import { openSqlite } from "../../src/indexing/stores/sqlite-database.ts";
import { describeDocumentStore } from "../contracts/document-store.contract.ts";
import { collect } from "../support/collect.ts";
import { documentRecord } from "../support/document-records.ts";

const directory = mkdtempSync(join(tmpdir(), "wenban-store-"));
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;
const newFile = () => join(directory, `store-${files++}.sqlite`);

describeDocumentStore("memory", createMemoryStore);
describeDocumentStore("sqlite", () => openSqliteStore(newFile()));

const FIRST = { number: 1, name: "g1", request: "run", embedder: null };

async function filledFile(documents = 1): Promise<string> {
  const path = newFile();
  const store = openSqliteStore(path);
  await store.generations.begin(FIRST);
  const records = Array.from({ length: documents }, (_, n) =>
    documentRecord(`d${n}`, `第${n}号原文`.repeat(40)),
  );
  await store.documents.upsert(1, records);
  await store.generations.publish(1, "2026-11-21T08:00:00.000Z");
  await store.close();
  return path;
}

async function readAll(path: string, options: SqliteStoreOptions = {}): Promise<string[]> {
  const store = openSqliteStore(path, { mode: "read", ...options });
  try {
    const heads = await collect(store.documents.list(1));
    const ids = heads.map(({ id }) => id);
    return [...(await store.documents.get(1, ids)).keys()];
  } finally {
    await store.close();
  }
}

describe("SQLite", () => {
  it("writes ahead of commits and waits for the disk, on each open", async () => {
    const path = newFile();
    const schema = { version: 1, statements: ["CREATE TABLE t (a)"] };
    for (let open = 0; open < 2; open++) {
      const database = openSqlite(path, schema);
      const values = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"].map(database.pragma);
      expect(values).toEqual(["wal", 2, 1, 5000]);
      database.close();
    }
  });

  it("refuses a file that a newer version wrote, and leaves it as it is", async () => {
    const path = await filledFile();
    const raw = new DatabaseSync(path);
    raw.exec("UPDATE meta SET value = '99' WHERE key = 'schema_version'");
    raw.close();
    const before = readFileSync(path);
    const newer = expect.objectContaining({ code: "storage.newer_schema", kind: "storage" });
    expect(() => openSqliteStore(path)).toThrow(newer);
    expect(() => openSqliteStore(path, { mode: "read" })).toThrow(/99/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  const damages: [string, (path: string) => void][] = [
    ["a file that is no database", (path) => writeFileSync(path, "这不是数据库".repeat(2000))],
    ["a zeroed header", (path) => writeFileSync(path, readFileSync(path).fill(0, 0, 100))],
    ["a file cut in half", (path) => truncateSync(path, statSync(path).size / 2)],
    ["a zeroed page", (path) => writeFileSync(path, readFileSync(path).fill(0, 8192, 12288))],
  ];
  it.each(damages)("refuses %s in plain words and overwrites nothing", async (_what, damage) => {
    const path = await filledFile(200);
    damage(path);
    const damaged = readFileSync(path);
    const refusal = expect.objectContaining({
      code: "storage.damaged",
      message: expect.stringContaining(path),
    });
    expect(() => openSqliteStore(path, { mode: "read", verifyUpTo: 1e9 })).toThrow(refusal);
    expect(() => openSqliteStore(path, { verifyUpTo: 1e9 })).toThrow(refusal);
    expect(readFileSync(path).equals(damaged)).toBe(true);
  });

  it("finds one flipped bit in a text, which SQLite does not, and withholds that document alone", async () => {
    const path = await filledFile(3);
    const bytes = readFileSync(path);
    const text = Buffer.from("第1号原文".repeat(40)); // stale copies of it lie in free space
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at)) {
      bytes[at + 2] = (bytes[at + 2] ?? 0) ^ 1;
    }
    writeFileSync(path, bytes);
    const reported: string[] = [];
    const read = readAll(path, { verifyUpTo: 1e9, onDamage: (id) => reported.push(id) });
    expect(await read).toEqual(["d0", "d2"]);
    expect(reported).toEqual(["d1"]);
  });

  it("undoes a batch that fails in the middle", async () => {
    const path = newFile();
    let statements = Number.POSITIVE_INFINITY;
    const atStatement = () => {
      if (--statements < 0) throw new Error("power cut");
    };
    const store = openSqliteStore(path, { atStatement });
    await store.generations.begin(FIRST);
    for (let allowed = 0; allowed < 6; allowed++) {
      statements = allowed;
      const write = store.documents.upsert(1, [documentRecord("a", "甲"), documentRecord("b", "乙")]);
      await expect(write).rejects.toThrow("power cut");
      expect(await collect(store.documents.list(1))).toEqual([]);
    }
    await store.close();
  });

  it("takes no further writes after the disk failed: nobody knows what it holds then", async () => {
    const path = newFile();
    let failing = false;
    const atStatement = () => {
      if (failing) throw Object.assign(new Error("fsync"), { code: "ERR_SQLITE_ERROR", errcode: 1034 });
    };
    const store = openSqliteStore(path, { atStatement });
    await store.generations.begin(FIRST);
    failing = true;
    const write = () => store.documents.upsert(1, [documentRecord("a", "甲")]);
    await expect(write()).rejects.toMatchObject({ code: "storage.io" });
    failing = false;
    await expect(write()).rejects.toMatchObject({ code: "storage.io" });
    await store.close();
  });

  it("says that the disk is full, and keeps what was there", async () => {
    const path = await filledFile(5);
    const store = openSqliteStore(path, { maxPages: 100 });
    await store.generations.begin({ ...FIRST, number: 2, name: "g2" });
    const big = documentRecord("big", "长".repeat(2_000_000));
    const full = { code: "storage.full", kind: "storage", message: expect.stringContaining(path) };
    await expect(store.documents.upsert(2, [big])).rejects.toMatchObject(full);
    await store.close();
    expect(await readAll(path)).toEqual(["d0", "d1", "d2", "d3", "d4"]);
  });

  it("reads a file without its log, as a copy would be", async () => {
    const path = await filledFile(2);
    const copy = newFile();
    copyFileSync(path, copy);
    expect(await readAll(copy)).toEqual(["d0", "d1"]);
  });

  it("reads while another connection writes", async () => {
    const path = await filledFile(2);
    const writer = openSqliteStore(path);
    const reader = openSqliteStore(path, { mode: "read" });
    await writer.generations.begin({ ...FIRST, number: 2, name: "g2" });
    await writer.documents.upsert(2, [documentRecord("d0", "改过")]);
    expect((await reader.documents.get(1, ["d0"])).get("d0")?.document.text).toBe("第0号原文".repeat(40));
    await writer.generations.publish(2, "2026-11-21T09:00:00.000Z");
    expect((await reader.documents.get(2, ["d0"])).get("d0")?.document.text).toBe("改过");
    await Promise.all([reader.close(), writer.close()]);
  });

  it.each([
    ["a folder that is not there", "missing/index.sqlite"],
    ["a folder in the file's place", "."],
  ])("names the path of %s", (_what, name) => {
    const path = join(directory, name);
    const refusal = expect.objectContaining({
      code: "storage.unwritable",
      message: expect.stringContaining(path),
    });
    expect(() => openSqliteStore(path)).toThrow(refusal);
  });
});
