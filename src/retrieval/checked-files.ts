import { createHash, hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type { FileRecord } from "./index-manifest.ts";

/** Writes a file so that it is whole or absent after a crash: temporary name, sync, rename. */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.tmp`;
  const handle = await open(temporary, "w", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
}

/** Writes a file of a generation durably and says what was written. */
export async function writeRecorded(
  directory: string,
  name: string,
  content: Uint8Array,
): Promise<FileRecord> {
  await writeDurably(join(directory, name), content);
  return { name, bytes: content.length, sha256: hash("sha256", content) };
}

/** Syncs a file that a library wrote under a temporary name, and puts it in place. */
export async function adoptFile(temporary: string, directory: string, name: string): Promise<FileRecord> {
  const handle = await open(temporary, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  const record = await measureFile(temporary, name);
  await rename(temporary, join(directory, name));
  return record;
}

async function measureFile(path: string, name: string): Promise<FileRecord> {
  const sum = createHash("sha256");
  let bytes = 0;
  for await (const piece of createReadStream(path)) {
    sum.update(piece);
    bytes += piece.length;
  }
  return { name, bytes, sha256: sum.digest("hex") };
}

/** The content of a file, or null when it is missing or not the one recorded. */
export async function readRecorded(directory: string, record: FileRecord): Promise<Uint8Array | null> {
  const content = await readFile(join(directory, record.name)).catch(() => null);
  if (!content || content.length !== record.bytes) return null;
  return hash("sha256", content) === record.sha256 ? content : null;
}

/** Whether a file is there and is the one recorded. */
export async function isRecorded(directory: string, record: FileRecord): Promise<boolean> {
  const found = await measureFile(join(directory, record.name), record.name).catch(() => null);
  return found?.bytes === record.bytes && found.sha256 === record.sha256;
}
