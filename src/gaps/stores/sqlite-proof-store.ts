import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { WenbanError } from "../../errors.ts";
import type { Proof, ProofStore } from "../proof-store.ts";

/** Milliseconds to wait for another process that writes. */
const BUSY_MS = 5000;
const OWNER_ONLY = 0o600;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS proofs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    gap_id TEXT NOT NULL,
    proven_at TEXT NOT NULL,
    proven_by TEXT NOT NULL,
    index_generation TEXT NOT NULL,
    proof TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER IF NOT EXISTS proofs_stay BEFORE UPDATE ON proofs
    BEGIN SELECT RAISE(ABORT, 'a proof is never changed'); END;
  CREATE TABLE IF NOT EXISTS suite_runs (
    suite TEXT PRIMARY KEY,
    record TEXT NOT NULL
  ) STRICT;
`;

/**
 * Keeps proofs in a SQLite file.
 * @throws WenbanError `storage.unwritable` when the file can't be opened or written.
 */
export function createSqliteProofStore(path: string): ProofStore {
  const database = guard(path, () => openDatabase(path));
  const insert = database.prepare(
    "INSERT INTO proofs (gap_id, proven_at, proven_by, index_generation, proof) VALUES (?, ?, ?, ?, ?)",
  );
  const select = database.prepare("SELECT proof FROM proofs ORDER BY id");
  const replace = database.prepare("INSERT OR REPLACE INTO suite_runs (suite, record) VALUES (?, ?)");
  const selectRun = database.prepare("SELECT record FROM suite_runs WHERE suite = ?");
  return {
    async add(proof) {
      const { gapId, at, by, index } = proof;
      guard(path, () => insert.run(gapId, at, by, index, JSON.stringify(proof)));
    },
    async list() {
      return select.all().map((row): Proof => JSON.parse(String(row.proof)));
    },
    async keepRun(suite, record) {
      guard(path, () => replace.run(suite, record));
    },
    async lastRun(suite) {
      const row = selectRun.get(suite);
      return row ? String(row.record) : null;
    },
    async close() {
      database.close();
    },
  };
}

function openDatabase(path: string): DatabaseSync {
  closeSync(openSync(path, "a", OWNER_ONLY));
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  database.exec(SCHEMA);
  return database;
}

function guard<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const message = `无法写入 ${path} (proofs can't be kept)`;
    const hint = "检查数据目录的权限和剩余空间，或用 --data 换一个目录。Check permissions and free space.";
    throw new WenbanError("storage", "storage.unwritable", message, { hint, cause });
  }
}
