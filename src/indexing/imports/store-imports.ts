import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lockDataDirectory } from "../run/data-lock.ts";
import { storageError } from "../storage-errors.ts";
import { importPaths, readJson, readJsonLines, replaceFile } from "./import-files.ts";
import { keepVersion, readHistory, type StoredRecord, slugOf } from "./import-history.ts";

/** The guides that are stored, by id. */
export async function storedProcedures(dataDir: string): Promise<Map<string, StoredRecord>> {
  const records = (await readJsonLines(importPaths(dataDir).procedures)) as StoredRecord[];
  return new Map(records.map((record) => [record.id, record]));
}

/** The list that is stored under an id; null where there is none. */
export async function storedRegister(dataDir: string, id: string): Promise<StoredRecord | null> {
  return (await readJson(registerPath(dataDir, id))) as StoredRecord | null;
}

function registerPath(dataDir: string, id: string): string {
  return join(importPaths(dataDir).registers, `${slugOf(id.replace(/^import\/registers\//, ""))}.json`);
}

/** How many versions of each document there are once these are stored. */
export async function countVersions(
  dataDir: string,
  records: readonly StoredRecord[],
  isStored: (id: string) => boolean,
): Promise<{ id: string; versions: number }[]> {
  return Promise.all(
    records.map(async ({ id }) => ({
      id,
      versions: (await readHistory(dataDir, id)).length + (isStored(id) ? 2 : 1),
    })),
  );
}

/**
 * Stores guides over those of the same id, whose old versions are kept. Whatever moment the process dies,
 * every guide is there in its old or its new version.
 * @throws WenbanError `storage.*`, `lock.held`
 */
export async function storeProcedures(
  dataDir: string,
  records: readonly StoredRecord[],
  now: Date,
): Promise<void> {
  await storing(dataDir, async () => {
    const stored = await storedProcedures(dataDir);
    for (const record of records) {
      const before = stored.get(record.id);
      if (before !== undefined) await keepVersion(dataDir, before, now);
      stored.set(record.id, record);
    }
    const lines = [...stored.values()].map((record) => JSON.stringify(record));
    await replaceFile(importPaths(dataDir).procedures, `${lines.join("\n")}\n`);
  });
}

/** Stores lists, each in a file of its own; otherwise as `storeProcedures`. */
export async function storeRegisters(
  dataDir: string,
  records: readonly StoredRecord[],
  now: Date,
): Promise<void> {
  await storing(dataDir, async () => {
    for (const record of records) {
      const before = await storedRegister(dataDir, record.id);
      if (before !== null) await keepVersion(dataDir, before, now);
      await replaceFile(registerPath(dataDir, record.id), `${JSON.stringify(record)}\n`);
    }
  });
}

/** Under the lock of everything that writes; marks first that there is something to index. */
async function storing(dataDir: string, write: () => Promise<void>): Promise<void> {
  const lock = await lockDataDirectory(dataDir, "index");
  try {
    const { folder, pending } = importPaths(dataDir);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(pending, randomUUID());
    } catch (error) {
      throw storageError(error, folder);
    }
    await write();
  } finally {
    await lock.release();
  }
}

/** Names what was stored last and is not indexed yet; null when there is nothing of the kind. */
export function pendingImports(dataDir: string): Promise<string | null> {
  return readFile(importPaths(dataDir).pending, "utf8").catch(() => null);
}

/** Says that all is indexed that was stored before `pending` was asked for; what came after it stays pending. */
export async function settleImports(dataDir: string, pending: string | null): Promise<void> {
  if (pending !== null && pending === (await pendingImports(dataDir)))
    await rm(importPaths(dataDir).pending, { force: true });
}
