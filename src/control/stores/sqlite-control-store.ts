import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { WenbanError } from "../../errors.ts";
import type { ControlStore } from "../control-store.ts";

/** Milliseconds to wait for another process that writes. */
const BUSY_MS = 5000;
const OWNER_ONLY = 0o600;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS changes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    change TEXT NOT NULL
  ) STRICT`;

/**
 * Opens the record in a SQLite file, made when it is missing. A server reads what commands write meanwhile.
 * @throws WenbanError `storage.unwritable` when the file can't be opened or written, or is no database
 */
export function openSqliteControlStore(path: string, now: () => Date): ControlStore {
  const database = guard(path, () => {
    closeSync(openSync(path, "a", OWNER_ONLY));
    const opened = new DatabaseSync(path, { timeout: BUSY_MS });
    opened.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${SCHEMA}`);
    return opened;
  });
  const insert = database.prepare("INSERT INTO changes (at, actor, change) VALUES (?1, ?2, ?3)");
  const select = database.prepare("SELECT * FROM changes WHERE sequence > ?1 ORDER BY sequence");
  return {
    async append(change, actor) {
      guard(path, () => insert.run(now().toISOString(), actor, JSON.stringify(change)));
    },
    async changes(after) {
      return guard(path, () =>
        select.all(after).map((row) => ({
          sequence: Number(row.sequence),
          at: String(row.at),
          actor: String(row.actor),
          change: JSON.parse(String(row.change)),
        })),
      );
    },
    async close() {
      database.close();
    },
  };
}

function guard<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const message = `无法读写 ${path} (the operators' record can't be read or written)`;
    const hint = "检查数据目录的权限和剩余空间，或用 --data 换一个目录。Check permissions and free space.";
    throw new WenbanError("storage", "storage.unwritable", message, { hint, cause });
  }
}
