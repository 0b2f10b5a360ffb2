import { closeSync, existsSync, openSync, statSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { WenbanError } from "../../errors.ts";
import { damagedFile, storageError } from "../storage-errors.ts";

/** One statement of a batch with its values. */
export interface Statement {
  sql: string;
  values?: SQLInputValue[];
  /** The batch is undone unless the statement changes at least one row. */
  mustChange?: boolean;
}

export interface SqliteOptions {
  /** `read` never writes and also opens a database on a read-only disk. Default `write`. */
  mode?: "read" | "write";
  /** Looks through the whole file for damage when it is at most this large, in bytes. Default 0. */
  verifyUpTo?: number;
  /** Milliseconds to wait for another process's write. Default 5,000. */
  busyTimeoutMs?: number;
  /** Largest size of the file in pages of 4 KB, a quota. Default: none. */
  maxPages?: number;
  /** Called between the statements of a batch; tests stop the process or throw there. */
  atStatement?: () => void;
}

/** A database whose unit of writing is a batch. */
export interface SqliteDatabase {
  /** Rows of a query. Statements are prepared once and kept. */
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  /** Runs the statements in one transaction; false when a `mustChange` found nothing, and nothing is kept. */
  batch(statements: Iterable<Statement>): boolean;
  pragma(name: string): unknown;
  close(): void;
}

/**
 * Opens a SQLite file in WAL mode with `synchronous = FULL`, and makes sure that both took effect: a commit
 * that was reported must survive a power cut. A new file gets `schema`.
 * @throws WenbanError `storage.*`; `storage.newer_schema` when a newer version of the program wrote the file.
 */
export function openSqlite(
  path: string,
  schema: { version: number; statements: readonly string[] },
  options: SqliteOptions = {},
): SqliteDatabase {
  return guarded(path, () => {
    const isRead = options.mode === "read";
    if (!isRead) closeSync(openSync(path, "a", 0o600)); // internal documents: nobody else may read them
    const connection = isRead ? connectForReading(path, options) : connect(path, options);
    try {
      if (!isRead) prepareForWriting(connection, path, schema);
      if (options.maxPages !== undefined) connection.exec(`PRAGMA max_page_count = ${options.maxPages}`);
      assertVersion(connection, path, schema.version);
      if (statSync(path).size <= (options.verifyUpTo ?? 0)) assertSound(connection, path);
      return createDatabase(connection, path, options);
    } catch (error) {
      connection.close();
      throw error;
    }
  });
}

function connect(path: string, options: SqliteOptions): DatabaseSync {
  return new DatabaseSync(path, {
    timeout: options.busyTimeoutMs ?? 5_000,
    enableForeignKeyConstraints: true,
    readOnly: options.mode === "read",
  });
}

/** On a read-only disk SQLite can't keep its shared memory file; nobody else can write there either. */
function connectForReading(path: string, options: SqliteOptions): DatabaseSync {
  const connection = connect(path, options);
  try {
    connection.prepare("SELECT count(*) FROM sqlite_schema").get();
    return connection;
  } catch (error) {
    connection.close();
    if (existsSync(`${path}-wal`)) throw error;
    const immutable = pathToFileURL(path);
    immutable.searchParams.set("immutable", "1");
    return new DatabaseSync(immutable, { readOnly: true });
  }
}

function prepareForWriting(
  connection: DatabaseSync,
  path: string,
  schema: { version: number; statements: readonly string[] },
): void {
  connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  if (readPragma(connection, "journal_mode") !== "wal" || readPragma(connection, "synchronous") !== 2) {
    throw new WenbanError(
      "storage",
      "storage.not_durable",
      `这个磁盘不支持所需的写入方式：${path}。The disk does not support write-ahead logging.`,
      { hint: "把数据目录放在本地磁盘上。Put the data directory on a local disk." },
    );
  }
  connection.exec("BEGIN IMMEDIATE");
  connection.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT");
  const version = connection.prepare("SELECT value FROM meta WHERE key = 'schema_version'").get();
  if (!version) {
    for (const sql of schema.statements) connection.exec(sql);
    connection.prepare("INSERT INTO meta VALUES ('schema_version', ?)").run(String(schema.version));
  }
  connection.exec("COMMIT");
}

function assertVersion(connection: DatabaseSync, path: string, version: number): void {
  const row = connection.prepare("SELECT value FROM meta WHERE key = 'schema_version'").get();
  const found = Number(Object.values(row ?? {})[0]);
  if (found === version) return;
  throw new WenbanError(
    "storage",
    "storage.newer_schema",
    `${path} 是由更新版本的问办写入的（格式 ${found}，本程序认识 ${version}）。A newer version wrote this file.`,
    { hint: "升级问办，或换一个数据目录。Upgrade, or use another data directory." },
  );
}

function assertSound(connection: DatabaseSync, path: string): void {
  const found = readPragma(connection, "quick_check(1)");
  if (found !== "ok") throw damagedFile(path, new Error(String(found)));
}

function readPragma(connection: DatabaseSync, name: string): unknown {
  return Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

function createDatabase(connection: DatabaseSync, path: string, options: SqliteOptions): SqliteDatabase {
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string) => {
    const statement = prepared.get(sql) ?? connection.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  let failed: unknown;
  const refuseAfterFailure = () => {
    if (failed) throw failed; // after a failed fsync nobody knows what is on the disk: no further writes
  };
  return {
    all: <Row>(sql: string, ...values: SQLInputValue[]) =>
      guarded(path, () => prepare(sql).all(...values) as Row[]),
    batch: (statements) => {
      refuseAfterFailure();
      return guarded(path, () => {
        try {
          return runBatch(connection, prepare, statements, options.atStatement);
        } catch (error) {
          if (isIoError(error)) failed = storageError(error, path);
          throw error;
        }
      });
    },
    pragma: (name) => guarded(path, () => readPragma(connection, name)),
    close: () => {
      if (connection.isOpen) connection.close();
    },
  };
}

function runBatch(
  connection: DatabaseSync,
  prepare: (sql: string) => StatementSync,
  statements: Iterable<Statement>,
  atStatement: (() => void) | undefined,
): boolean {
  connection.exec("BEGIN IMMEDIATE");
  try {
    for (const statement of statements) {
      const { changes } = prepare(statement.sql).run(...(statement.values ?? []));
      if (statement.mustChange && Number(changes) === 0) {
        connection.exec("ROLLBACK");
        return false;
      }
      atStatement?.();
    }
    connection.exec("COMMIT");
    return true;
  } catch (error) {
    if (connection.isTransaction) connection.exec("ROLLBACK");
    throw error;
  }
}

/** SQLITE_IOERR and all its extended codes. */
function isIoError(error: unknown): boolean {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
  return (code & 0xff) === 10;
}

function guarded<Result>(path: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw storageError(error, path);
  }
}
