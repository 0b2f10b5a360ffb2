import { hash } from "node:crypto";
import { join } from "node:path";
import { importPaths, readJsonLines, replaceFile } from "./import-files.ts";

/** A stored document, as the JSON loaders read it. */
export interface StoredRecord {
  id: string;
  [key: string]: unknown;
}

/** An earlier version of a record. */
interface PastVersion {
  /** When it was replaced. */
  at: string;
  hash: string;
  record: StoredRecord;
}

/** Identity of one version of a record. */
function versionOf(record: StoredRecord): string {
  return hash("sha256", JSON.stringify(record)).slice(0, 16);
}

/** Words that a slug keeps as they are, but for the spaces between them. */
const PLAIN = /^[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*$/u;

/** A name for files out of any words; what it would lose of long or marked ones is told apart by a hash. */
export function slugOf(words: string): string {
  const slug = words.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  const points = Array.from(slug);
  if (points.length <= 50 && PLAIN.test(words.trim())) return slug;
  return `${points.slice(0, 40).join("")}-${hash("sha256", words).slice(0, 8)}`;
}

function historyPath(dataDir: string, id: string): string {
  return join(importPaths(dataDir).history, `${slugOf(id)}-${hash("sha256", id).slice(0, 8)}.jsonl`);
}

/** Earlier versions of a record, oldest first. */
export async function readHistory(dataDir: string, id: string): Promise<PastVersion[]> {
  return (await readJsonLines(historyPath(dataDir, id))) as PastVersion[];
}

/** Keeps the version that is about to be replaced; one that is kept already stays once. */
export async function keepVersion(dataDir: string, record: StoredRecord, at: Date): Promise<void> {
  const past = await readHistory(dataDir, record.id);
  const version = versionOf(record);
  if (past.at(-1)?.hash === version) return;
  const all = [...past, { at: at.toISOString(), hash: version, record }];
  await replaceFile(historyPath(dataDir, record.id), `${all.map((one) => JSON.stringify(one)).join("\n")}\n`);
}
