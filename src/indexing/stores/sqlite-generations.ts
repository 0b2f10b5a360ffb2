import type { Generation, GenerationLog } from "../document-store.ts";
import { generationClosed, generationTaken } from "../generations/generation-errors.ts";
import type { SqliteDatabase, Statement } from "./sqlite-database.ts";

/** Rows that a generation sees; takes its number twice. */
export const SEEN = "generation_from <= ? AND (generation_to IS NULL OR generation_to > ?)";

/** The generations of a SQLite database; the tables are those of `sqlite.ts`. */
export function createGenerationLog(database: SqliteDatabase): GenerationLog {
  return {
    list: async () =>
      database.all<Generation>(
        `SELECT number, name, request, embedder, published_at AS publishedAt, documents, passages
         FROM generations ORDER BY number`,
      ),
    begin: async ({ number, name, request, embedder }) => {
      const sql = `INSERT INTO generations (number, name, request, embedder) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING`;
      const begun = database.batch([{ sql, values: [number, name, request, embedder], mustChange: true }]);
      if (!begun) throw generationTaken(number);
    },
    publish: async (number, publishedAt) => {
      if (!database.batch([publishStatement(number, publishedAt)])) throw generationClosed(number);
    },
    discard: async (number) => {
      database.batch(discardStatements(number));
    },
    sweep: async (oldest) => {
      database.batch(sweepStatements(oldest));
    },
  };
}

function publishStatement(number: number, publishedAt: string): Statement {
  return {
    sql: `UPDATE generations SET published_at = ?,
      documents = (SELECT count(*) FROM documents WHERE ${SEEN}),
      passages = (SELECT coalesce(sum(passages), 0) FROM documents WHERE ${SEEN})
      WHERE number = ? AND published_at IS NULL`,
    values: [publishedAt, number, number, number, number, number],
    mustChange: true,
  };
}

function discardStatements(number: number): Statement[] {
  const unpublished = "(SELECT number FROM generations WHERE number = ? AND published_at IS NULL)";
  const undo = ["documents", "sources"].flatMap((table) => [
    { sql: `DELETE FROM ${table} WHERE generation_from = ${unpublished}`, values: [number] },
    {
      sql: `UPDATE ${table} SET generation_to = NULL WHERE generation_to = ${unpublished}`,
      values: [number],
    },
  ]);
  const forget = "DELETE FROM generations WHERE number = ? AND published_at IS NULL";
  return [...undo, { sql: forget, values: [number] }];
}

function sweepStatements(oldest: number): Statement[] {
  const tables = ["documents", "sources"];
  return [
    ...tables.map((table) => ({ sql: `DELETE FROM ${table} WHERE generation_to <= ?`, values: [oldest] })),
    { sql: "DELETE FROM generations WHERE number < ? AND published_at IS NOT NULL", values: [oldest] },
  ];
}
