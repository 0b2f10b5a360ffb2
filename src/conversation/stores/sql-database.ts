/** A value that SQLite and D1 both store. */
export type SqlValue = string | number | null;

/** A statement with numbered parameters `?1`, `?2`, … */
export interface Statement {
  sql: string;
  params: readonly SqlValue[];
}

export type Row = Readonly<Record<string, SqlValue>>;

/**
 * What the conversation tables need of a database: to run statements all or not at all, durable when it
 * resolves. A read that a write depends on stands inside that write, so that D1 can do it too.
 */
export interface SqlDatabase {
  /** Rows that each statement returned, in their order. */
  batch(statements: readonly Statement[]): Promise<Row[][]>;
}

/** The tables, in the dialect of SQLite. Times are milliseconds since 1970. */
export const CONVERSATION_SCHEMA = `
  CREATE TABLE IF NOT EXISTS inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    ext_key TEXT NOT NULL,
    conversation TEXT NOT NULL,
    handle TEXT NOT NULL,
    sender TEXT NOT NULL,
    text TEXT NOT NULL,
    masked INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'accepted' CHECK (state IN ('accepted', 'claimed', 'answered', 'dead')),
    lease_until INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL DEFAULT 0,
    fence INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    deliveries INTEGER NOT NULL DEFAULT 1,
    delivered_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (channel, ext_key)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS inbox_by_conversation ON inbox (channel, conversation, id);
  CREATE INDEX IF NOT EXISTS inbox_by_time ON inbox (created_at);
  CREATE INDEX IF NOT EXISTS inbox_open ON inbox (id) WHERE state IN ('accepted', 'claimed');
  CREATE INDEX IF NOT EXISTS inbox_open_by_conversation ON inbox (channel, conversation, id)
    WHERE state IN ('accepted', 'claimed');

  CREATE TABLE IF NOT EXISTS answers (
    inbox_id INTEGER PRIMARY KEY REFERENCES inbox (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    answer TEXT NOT NULL,
    index_generation TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS outbox (
    inbox_id INTEGER PRIMARY KEY REFERENCES inbox (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    route TEXT NOT NULL CHECK (route IN ('push', 'reply')),
    send_key TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'sent', 'dead')),
    lease_until INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL DEFAULT 0,
    fence INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    maybe_duplicate INTEGER NOT NULL DEFAULT 0,
    platform_message_id TEXT,
    carried_by INTEGER,
    reason TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS outbox_open ON outbox (channel, conversation, inbox_id)
    WHERE state IN ('pending', 'sending');
  CREATE INDEX IF NOT EXISTS outbox_by_carrier ON outbox (carried_by) WHERE carried_by IS NOT NULL;
`;

/** Lets go of every claim: for the only process on a database, whose predecessor died holding them. */
export const RELEASE_CLAIMS: readonly Statement[] = [
  { sql: "UPDATE inbox SET lease_until = 0 WHERE state = 'claimed'", params: [] },
  { sql: "UPDATE outbox SET lease_until = 0 WHERE state IN ('pending', 'sending')", params: [] },
];
