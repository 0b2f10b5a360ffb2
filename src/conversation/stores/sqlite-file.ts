import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { WenbanError } from "../../errors.ts";
import type { Row, SqlDatabase, Statement } from "./sql-database.ts";
import { CONVERSATION_MIGRATIONS } from "./sql-schema.ts";
import { startWalCheckpoints } from "./wal-checkpoints.ts";
import { createWalSync } from "./wal-sync.ts";

/** How much of the log's file stays when the log is begun anew: as much as SQLite by itself would let it grow. */
const LOG_KEPT_BYTES = 4 * 1024 * 1024;
/** Milliseconds to wait for another process that writes. */
const BUSY_MS = 5000;
const SYNCHRONOUS_NORMAL = 1;
const OWNER_ONLY = 0o600;

/** The conversations' SQLite file, opened. */
export interface SqliteFile {
  database: SqlDatabase;
  /** Runs statements as one transaction, at once. */
  runAll(statements: readonly Statement[]): Row[][];
  close(): Promise<void>;
}

export interface SqliteFileOptions {
  /** Called inside each transaction before it is committed; for crash tests. */
  beforeCommit?: (statements: readonly Statement[]) => void;
  /** Whether a thread moves the log into the database, for those who can't stand still meanwhile. Default false. */
  checkpointsBeside?: boolean;
}

/**
 * Opens the file and brings its tables up to date. Commits are durable against power loss: SQLite leaves the sync of
 * its log to us (WAL, `synchronous = NORMAL`), and a batch resolves after it.
 * @throws WenbanError `storage.unwritable` when the file can't be opened or written, or is no database
 */
export function openSqliteFile(path: string, options: SqliteFileOptions = {}): SqliteFile {
  const { beforeCommit = () => {}, checkpointsBeside = false } = options;
  const connection = guard(path, () => openConnection(path));
  const sync = guard(path, () => createWalSync(`${path}-wal`));
  const checkpoints = checkpointsBeside ? checkpointBeside(path, connection) : null;
  const prepared = new Map<string, StatementSync>();
  const run = ({ sql, params }: Statement): Row[] => {
    const statement = prepared.get(sql) ?? connection.prepare(sql);
    prepared.set(sql, statement);
    return statement.all(...params) as Row[];
  };
  const [begin, commit] = [connection.prepare("BEGIN IMMEDIATE"), connection.prepare("COMMIT")];
  const runAll = (statements: readonly Statement[]): Row[][] => {
    begin.run();
    try {
      const results = statements.map(run);
      beforeCommit(statements);
      commit.run();
      return results;
    } catch (error) {
      if (connection.isTransaction) connection.exec("ROLLBACK");
      throw error;
    }
  };
  let written = 0;
  let lastSync: Promise<void> = Promise.resolve();
  const runCounted = (statements: readonly Statement[]) => {
    const results = runAll(statements);
    const [counted] = run({ sql: "SELECT total_changes() AS count", params: [] });
    const hasWritten = counted?.count !== written;
    written = Number(counted?.count);
    if (hasWritten) checkpoints?.wrote();
    return { results, hasWritten };
  };
  return {
    database: {
      async batch(statements) {
        return guardAsync(path, async () => {
          const { results, hasWritten } = runCounted(statements);
          // What changed nothing may repeat what somebody else has just written: it is as durable as that.
          if (hasWritten) lastSync = sync.synced();
          await lastSync;
          return results;
        });
      },
      batchUnsynced: async (statements) => guard(path, () => runCounted(statements).results),
      read: async (statements) => guard(path, () => statements.map(run)),
    },
    runAll: (statements) => guard(path, () => runAll(statements)),
    async close() {
      await sync.close();
      await checkpoints?.close();
      connection.close();
    },
  };
}

function openConnection(path: string): DatabaseSync {
  // What people asked is read by the service's own user alone; the log files beside it take the same mode.
  closeSync(openSync(path, "a", OWNER_ONLY));
  const connection = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
  connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;");
  // An acknowledged message must survive a power cut: a file system or build that can't is refused.
  const mode = connection.prepare("PRAGMA journal_mode").get()?.journal_mode;
  const level = connection.prepare("PRAGMA synchronous").get()?.synchronous;
  if (mode !== "wal" || level !== SYNCHRONOUS_NORMAL) throw new Error("WAL not available");
  migrate(connection);
  return connection;
}

/**
 * Has the log moved into the database by a thread; by the commits themselves, as usual, once it is lost. A log that
 * grew in a rush is cut when it is begun anew: what was deleted since would stay in its end.
 */
function checkpointBeside(path: string, connection: DatabaseSync) {
  const pagesAtOnce = connection.prepare("PRAGMA wal_autocheckpoint").get()?.wal_autocheckpoint;
  connection.exec(`PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = ${LOG_KEPT_BYTES}`);
  return startWalCheckpoints(path, () => connection.exec(`PRAGMA wal_autocheckpoint = ${pagesAtOnce}`));
}

/** Takes the steps that the file has not taken yet, each whole or not at all. */
function migrate(connection: DatabaseSync): void {
  const taken = Number(connection.prepare("PRAGMA user_version").get()?.user_version);
  if (taken > CONVERSATION_MIGRATIONS.length) throw new Error("made by a later version of this program");
  for (const [index, statements] of CONVERSATION_MIGRATIONS.entries()) {
    if (index < taken) continue;
    connection.exec(`BEGIN IMMEDIATE; ${statements}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}

function guard<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

async function guardAsync<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): WenbanError {
  const message = `无法写入 ${path} (the conversation database can't be opened or written)`;
  const hint = "检查数据目录的权限和剩余空间，或用 --data 换一个目录。Check permissions and free space.";
  return new WenbanError("storage", "storage.unwritable", message, { hint, cause });
}
