/** A value that SQLite and D1 both store. */
export type SqlValue = string | number | null;

/** A statement with numbered parameters `?1`, `?2`, … */
export interface Statement {
  sql: string;
  params: readonly SqlValue[];
}

export type Row = Readonly<Record<string, SqlValue>>;

/**
 * What the conversation tables need of a database: to run statements all or not at all. A read that a write
 * depends on stands inside that write, so that D1 can do it too.
 */
export interface SqlDatabase {
  /** Rows that each statement returned, in their order; what they wrote is durable when it resolves. */
  batch(statements: readonly Statement[]): Promise<Row[][]>;
  /** The same for writes that may be lost when the machine stops, such as leases. */
  batchUnsynced(statements: readonly Statement[]): Promise<Row[][]>;
  /** The same for statements that only read. */
  read(statements: readonly Statement[]): Promise<Row[][]>;
}
