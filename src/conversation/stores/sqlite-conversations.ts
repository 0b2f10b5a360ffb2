import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { WenbanError } from "../../errors.ts";
import type { ConversationStore } from "../conversation-store.ts";
import type { Outbox } from "../outbox.ts";
import { createSqlConversationStore } from "./sql-conversation-store.ts";
import {
  CONVERSATION_SCHEMA,
  RELEASE_CLAIMS,
  type Row,
  type SqlDatabase,
  type Statement,
} from "./sql-database.ts";
import { createSqlOutbox } from "./sql-outbox.ts";

/** Milliseconds to wait for another process that writes. */
const BUSY_MS = 5000;
const SYNCHRONOUS_FULL = 2;
const OWNER_ONLY = 0o600;

export interface SqliteConversations {
  store: ConversationStore;
  outbox: Outbox;
  close(): void;
}

export interface SqliteConversationsOptions {
  /** The database file; made when it is missing, its folder is not. */
  path: string;
  now: () => Date;
  /**
   * Whether the caller holds the data directory's lock. Then claims found at opening belong to a process that
   * died, and are let go at once; otherwise they hold until their lease is over.
   */
  exclusive: boolean;
  /** Called inside each transaction before it is committed; for crash tests. */
  beforeCommit?: (statements: readonly Statement[]) => void;
}

/**
 * Opens the inbox and the outbox in a SQLite file of their own, durable against power loss (WAL, every commit synced).
 * @throws WenbanError `storage.unwritable` when the file can't be opened or written, or is no database
 */
export function openSqliteConversations(options: SqliteConversationsOptions): SqliteConversations {
  const { path, now } = options;
  const database = guard(path, () => openDatabase(path));
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const prepared = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, prepared);
    return prepared;
  };
  const runAll = (batch: readonly Statement[]): Row[][] => {
    database.exec("BEGIN IMMEDIATE");
    try {
      const results = batch.map(({ sql, params }) => prepare(sql).all(...params) as Row[]);
      options.beforeCommit?.(batch);
      database.exec("COMMIT");
      return results;
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  };
  const sql: SqlDatabase = { batch: async (batch) => guard(path, () => runAll(batch)) };
  if (options.exclusive) guard(path, () => runAll(RELEASE_CLAIMS));
  return {
    store: createSqlConversationStore(sql, now),
    outbox: createSqlOutbox(sql, now),
    close: () => database.close(),
  };
}

function openDatabase(path: string): DatabaseSync {
  // What people asked is read by the service's own user alone; the log files beside it take the same mode.
  closeSync(openSync(path, "a", OWNER_ONLY));
  const database = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  // An acknowledged message must survive a power cut: a file system or build that can't is refused.
  const mode = database.prepare("PRAGMA journal_mode").get()?.journal_mode;
  const level = database.prepare("PRAGMA synchronous").get()?.synchronous;
  if (mode !== "wal" || level !== SYNCHRONOUS_FULL)
    throw new Error("WAL with full synchronisation not available");
  database.exec(CONVERSATION_SCHEMA);
  return database;
}

function guard<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const message = `无法写入 ${path} (the conversation database can't be opened or written)`;
    const hint = "检查数据目录的权限和剩余空间，或用 --data 换一个目录。Check permissions and free space.";
    throw new WenbanError("storage", "storage.unwritable", message, { hint, cause });
  }
}
