import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { WenbanError } from "../../errors.ts";
import { storageError } from "../storage-errors.ts";
import { prepareDataDirectory } from "./data-directory.ts";

/** Who may hold a data directory: one process that indexes, and one that serves. */
export type LockName = "index" | "serve";

export interface DataLock {
  release(): Promise<void>;
}

const POLL_MS = 50;

/**
 * Takes a lock of the data directory, waiting up to `waitMs` (default 2,000). It is SQLite's lock on a file
 * of its own, which the system takes back from a process that dies, however it dies.
 * @throws WenbanError `lock.held` (kind `conflict`) that names the other process
 */
export async function lockDataDirectory(
  dataDir: string,
  name: LockName,
  options: { waitMs?: number } = {},
): Promise<DataLock> {
  await prepareDataDirectory(dataDir);
  const path = join(dataDir, `${name}.lock`);
  const holder = join(dataDir, `${name}.pid`);
  const attempts = Math.max(1, Math.ceil((options.waitMs ?? 2_000) / POLL_MS));
  for (let attempt = 0; attempt < attempts; attempt++) {
    const lock = tryLock(path);
    if (lock) {
      await writeFile(holder, String(process.pid));
      return { release: () => releaseLock(lock, holder) };
    }
    await sleep(POLL_MS);
  }
  throw lockHeld(dataDir, name, await readHolder(holder));
}

function tryLock(path: string): DatabaseSync | null {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(path, { timeout: 0 });
    connection.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return connection;
  } catch (error) {
    connection?.close();
    const failure = storageError(error, path);
    if (failure instanceof WenbanError && failure.code === "storage.busy") return null;
    throw failure;
  }
}

async function releaseLock(lock: DatabaseSync, holder: string): Promise<void> {
  if (!lock.isOpen) return;
  await rm(holder, { force: true }); // before the lock goes, or it would be the next holder's
  lock.close();
}

/** For the message alone; the lock itself does not depend on it. */
async function readHolder(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  return /^\d{1,10}$/.test(text) ? text : "?";
}

function lockHeld(dataDir: string, name: LockName, pid: string): WenbanError {
  const doing = name === "index" ? "正在建立索引 (is indexing)" : "正在提供服务 (is serving)";
  return new WenbanError(
    "conflict",
    "lock.held",
    `数据目录 ${dataDir} 正被另一个程序使用：进程 ${pid} ${doing}。`,
    {
      hint: "等它结束后再试，或用 --data 换一个数据目录。Wait until it is done, or use another data directory.",
    },
  );
}
