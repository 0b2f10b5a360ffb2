import { hash } from "node:crypto";
import type {
  DocumentFilter,
  DocumentHead,
  DocumentRecord,
  DocumentStore,
  DocumentWrite,
  IndexStore,
  SourceLedger,
  SourceRecord,
} from "../document-store.ts";
import { generationClosed } from "../generations/generation-errors.ts";
import { decodeRecord, encodeRecord, type StoredRow } from "../record-codec.ts";
import { openSqlite, type SqliteDatabase, type SqliteOptions, type Statement } from "./sqlite-database.ts";
import { createGenerationLog, SEEN } from "./sqlite-generations.ts";

const SCHEMA_VERSION = 1;

/** Small columns stand first: a scan of heads then never touches the pages that long texts overflow to. */
const SCHEMA = [
  `CREATE TABLE generations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, request TEXT NOT NULL, embedder TEXT,
    published_at TEXT, documents INTEGER NOT NULL DEFAULT 0, passages INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE TABLE documents (
    id TEXT NOT NULL, generation_from INTEGER NOT NULL, generation_to INTEGER,
    kind TEXT NOT NULL, visibility TEXT NOT NULL CHECK (visibility IN ('public', 'internal')),
    origin TEXT NOT NULL, fingerprint TEXT NOT NULL, passages INTEGER NOT NULL, checksum TEXT NOT NULL,
    body TEXT NOT NULL, text TEXT NOT NULL, shown TEXT,
    PRIMARY KEY (id, generation_from)
  ) STRICT`,
  "CREATE INDEX documents_origin ON documents (origin)",
  "CREATE INDEX documents_from ON documents (generation_from)",
  "CREATE INDEX documents_to ON documents (generation_to) WHERE generation_to IS NOT NULL",
  `CREATE TABLE sources (
    path TEXT NOT NULL, generation_from INTEGER NOT NULL, generation_to INTEGER,
    fingerprint TEXT NOT NULL, documents INTEGER NOT NULL, problems TEXT NOT NULL, warnings TEXT NOT NULL,
    PRIMARY KEY (path, generation_from)
  ) STRICT`,
];

const HEAD = "id, kind, visibility, origin, fingerprint, passages, generation_from AS since";
const PAGE = 500;

export interface SqliteStoreOptions extends SqliteOptions {
  /** Told the id of a document whose bytes are not the ones that were written. */
  onDamage?: (documentId: string) => void;
}

/** Opens the index's database file, making it when it is not there (unless `mode` is `read`). */
export function openSqliteStore(path: string, options: SqliteStoreOptions = {}): IndexStore {
  const database = openSqlite(path, { version: SCHEMA_VERSION, statements: SCHEMA }, options);
  return {
    documents: createDocumentStore(database, options.onDamage ?? (() => {})),
    sources: createSourceLedger(database),
    generations: createGenerationLog(database),
    close: async () => database.close(),
  };
}

function createDocumentStore(
  database: SqliteDatabase,
  onDamage: (documentId: string) => void,
): DocumentStore {
  const batch = async (generation: number, writes: readonly DocumentWrite[]) => {
    if (!database.batch(writeStatements(generation, writes))) throw generationClosed(generation);
  };
  return {
    batch,
    upsert: (generation, records) =>
      batch(
        generation,
        records.map((record) => ({ write: "upsert", record })),
      ),
    delete: (generation, ids) =>
      batch(
        generation,
        ids.map((id) => ({ write: "delete", id })),
      ),
    get: async (generation, ids) => readRecords(database, generation, ids, onDamage),
    list: (generation, filter = {}) => listHeads(database, generation, filter),
  };
}

function* writeStatements(generation: number, writes: readonly DocumentWrite[]): Generator<Statement> {
  yield {
    sql: "UPDATE generations SET published_at = NULL WHERE number = ? AND published_at IS NULL",
    values: [generation],
    mustChange: true,
  };
  for (const write of writes) yield* statementsOf(generation, write);
}

function statementsOf(generation: number, write: DocumentWrite): Statement[] {
  switch (write.write) {
    case "upsert":
      return [
        ...endRow("documents", "id", write.record.document.id, generation),
        insertRecord(generation, write.record),
      ];
    case "delete":
      return endRow("documents", "id", write.id, generation);
    case "upsert_source":
      return [
        ...endRow("sources", "path", write.source.path, generation),
        insertSource(generation, write.source),
      ];
    case "delete_source":
      return endRow("sources", "path", write.path, generation);
  }
}

/** Takes a row out of a generation: what this generation wrote goes, what earlier ones wrote ends here. */
function endRow(table: string, key: string, value: string, generation: number): Statement[] {
  return [
    { sql: `DELETE FROM ${table} WHERE ${key} = ? AND generation_from = ?`, values: [value, generation] },
    {
      sql: `UPDATE ${table} SET generation_to = ? WHERE ${key} = ? AND generation_to IS NULL`,
      values: [generation, value],
    },
  ];
}

function insertRecord(generation: number, record: DocumentRecord): Statement {
  const row = encodeRecord(record);
  return {
    sql: "INSERT INTO documents VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    values: [
      row.id,
      generation,
      row.kind,
      row.visibility,
      row.origin,
      row.fingerprint,
      row.passages,
      checksumOf(row),
      row.body,
      row.text,
      row.shown,
    ],
  };
}

function insertSource(generation: number, source: SourceRecord): Statement {
  return {
    sql: "INSERT INTO sources VALUES (?, ?, NULL, ?, ?, ?, ?)",
    values: [
      source.path,
      generation,
      source.fingerprint,
      source.documents,
      JSON.stringify(source.problems),
      JSON.stringify(source.warnings),
    ],
  };
}

/** SQLite has no page checksums: a flipped bit in a row's text is found by this alone. */
function checksumOf(row: StoredRow): string {
  const { id, kind, visibility, origin, fingerprint, passages, text, shown, body } = row;
  const parts = [id, kind, visibility, origin, fingerprint, passages, body, text, shown];
  return hash("sha256", JSON.stringify(parts));
}

function readRecords(
  database: SqliteDatabase,
  generation: number,
  ids: readonly string[],
  onDamage: (documentId: string) => void,
): Map<string, DocumentRecord> {
  const sql = `SELECT * FROM documents WHERE id IN (SELECT value FROM json_each(?)) AND ${SEEN}`;
  const rows = database.all<StoredRow & { checksum: string }>(
    sql,
    JSON.stringify(ids),
    generation,
    generation,
  );
  const found = new Map<string, DocumentRecord>();
  for (const row of rows) {
    if (checksumOf(row) === row.checksum) found.set(row.id, decodeRecord(row));
    else onDamage(row.id);
  }
  return found;
}

function narrow(filter: DocumentFilter): { conditions: string; values: string[] } {
  const { ids, kind, visibility, origin } = filter;
  const columns = Object.entries({ kind, visibility, origin }).filter(([, value]) => value !== undefined);
  const equal = columns.map(([name]) => ` AND ${name} = ?`).join("");
  const values = columns.map(([, value]) => String(value));
  if (ids === undefined) return { conditions: equal, values };
  const among = " AND id IN (SELECT value FROM json_each(?))";
  return { conditions: equal + among, values: [...values, JSON.stringify(ids)] };
}

async function* listHeads(
  database: SqliteDatabase,
  generation: number,
  filter: DocumentFilter,
): AsyncGenerator<DocumentHead> {
  const { conditions, values } = narrow(filter);
  const sql = `SELECT ${HEAD} FROM documents WHERE id > ? AND ${SEEN}${conditions} ORDER BY id LIMIT ${PAGE}`;
  for (let after = ""; ; ) {
    const page = database.all<DocumentHead>(sql, after, generation, generation, ...values);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}

function createSourceLedger(database: SqliteDatabase): SourceLedger {
  const columns = "path, fingerprint, documents, problems, warnings";
  return {
    get: async (generation, path) => {
      const sql = `SELECT ${columns} FROM sources WHERE path = ? AND ${SEEN}`;
      const [row] = database.all<Record<string, string>>(sql, path, generation, generation);
      if (!row) return null;
      const { problems = "[]", warnings = "[]", fingerprint = "", documents } = row;
      return {
        path,
        fingerprint,
        documents: Number(documents),
        problems: JSON.parse(problems),
        warnings: JSON.parse(warnings),
      };
    },
    list: async (generation, under) => {
      const below = under.endsWith("/") ? under : `${under}/`;
      const sql = `SELECT path FROM sources WHERE (path = ? OR substr(path, 1, length(?)) = ?) AND ${SEEN} ORDER BY path`;
      const rows = database.all<{ path: string }>(sql, under, below, below, generation, generation);
      return rows.map((row) => row.path);
    },
  };
}
