import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { WenbanError } from "../../errors.ts";
import { syncDirectory } from "../run/data-directory.ts";
import { damagedFile, storageError } from "../storage-errors.ts";

/** Where a data directory keeps what was imported. */
export interface ImportPaths {
  folder: string;
  procedures: string;
  registers: string;
  history: string;
  mappings: string;
  /** There while something was stored and not indexed yet. */
  pending: string;
}

/** The files of a data directory's imports. */
export function importPaths(dataDir: string): ImportPaths {
  const folder = join(dataDir, "imports");
  return {
    folder,
    procedures: join(folder, "procedures.jsonl"),
    registers: join(folder, "registers"),
    history: join(folder, "history"),
    mappings: join(folder, "mappings.json"),
    pending: join(folder, ".pending"),
  };
}

/** What of the imports is there to be indexed. */
export async function importedPaths(dataDir: string): Promise<string[]> {
  const { procedures, registers } = importPaths(dataDir);
  const isThere = await Promise.all([procedures, registers].map((path) => exists(path)));
  return [procedures, registers].filter((_, i) => isThere[i]);
}

/** Whether a file or folder is there. */
async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** The text of a file; null where there is none. */
async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw storageError(error, path);
  }
}

/**
 * The JSON of a file of ours; null where there is none.
 * @throws WenbanError `storage.damaged`
 */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  return text === null ? null : parseJson(text, path);
}

/** The JSON lines of a file of ours; none where there is no file. */
export async function readJsonLines(path: string): Promise<unknown[]> {
  const lines = ((await readText(path)) ?? "").split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => parseJson(line, path));
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damagedFile(path, cause instanceof Error ? cause : new Error("not JSON"));
  }
}

/** Puts a file in place at once, whole, and on the disk for good: the old one or the new one, never a part. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  const fresh = join(folder, `.${basename(path).slice(0, 40)}.${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(fresh, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, path);
    await syncDirectory(folder);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error instanceof WenbanError ? error : storageError(error, path);
  }
}
