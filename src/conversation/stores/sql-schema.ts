import type { Statement } from "./sql-database.ts";

/** The tables as first released, in the dialect of SQLite. Times are milliseconds since 1970. */
const FIRST = `
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

/**
 * `kind` stood within `handle` for a while. `merged_into`: the message whose answer is this one's too.
 * `erase`: contents go as soon as nothing needs them. `missed`: the answer waits for the user's next message.
 * `idempotent`: the platform shows what is sent twice under `send_key` once.
 */
const PUSH_AND_MERGE = `
  ALTER TABLE inbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'direct' CHECK (kind IN ('direct', 'group'));
  ALTER TABLE inbox ADD COLUMN push_after_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE inbox ADD COLUMN merged_into INTEGER;
  ALTER TABLE inbox ADD COLUMN erase INTEGER NOT NULL DEFAULT 0;
  UPDATE inbox SET kind = json_extract(handle, '$.kind'), handle = json_extract(handle, '$.handle')
    WHERE json_type(handle, '$.handle') = 'object' AND json_extract(handle, '$.kind') IN ('direct', 'group');
  CREATE INDEX inbox_by_sender ON inbox (channel, sender, id);
  CREATE INDEX inbox_by_target ON inbox (merged_into) WHERE merged_into IS NOT NULL;
  CREATE INDEX inbox_to_erase ON inbox (id) WHERE erase = 1;
  ALTER TABLE answers ADD COLUMN shared_with INTEGER;
  ALTER TABLE answers ADD COLUMN audience TEXT NOT NULL DEFAULT 'public' CHECK (audience IN ('public', 'staff'));
  ALTER TABLE outbox ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE outbox ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE outbox ADD COLUMN idempotent INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX outbox_missed ON outbox (channel, conversation, inbox_id) WHERE missed = 1;
  CREATE INDEX outbox_dead ON outbox (inbox_id) WHERE state = 'dead';
  CREATE INDEX outbox_maybe_duplicate ON outbox (inbox_id) WHERE maybe_duplicate = 1;
  CREATE TABLE adapter_state (
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (channel, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX adapter_state_by_time ON adapter_state (until);
`;

/** What is to be sent next is found without a look at what has been sent. */
const SEND_QUEUE = `
  CREATE INDEX outbox_queue ON outbox (inbox_id) WHERE state IN ('pending', 'sending');
`;

/** Where an answer must wait for its turn, others that need none are found without a look at those that do. */
const KEYED_SEND_QUEUE = `
  CREATE INDEX outbox_keyed_queue ON outbox (inbox_id) WHERE idempotent = 1 AND state IN ('pending', 'sending');
`;

/**
 * The steps from an empty database to today's tables; a database notes how many it has taken. Steps are only
 * ever added. The first may be taken by tables that stand already, from before steps were counted.
 */
export const CONVERSATION_MIGRATIONS: readonly string[] = [
  FIRST,
  PUSH_AND_MERGE,
  SEND_QUEUE,
  KEYED_SEND_QUEUE,
];

/** Lets go of every claim: for the only process on a database, whose predecessor died holding them. */
export const RELEASE_CLAIMS: readonly Statement[] = [
  { sql: "UPDATE inbox SET lease_until = 0 WHERE state = 'claimed'", params: [] },
  { sql: "UPDATE outbox SET lease_until = 0 WHERE state IN ('pending', 'sending')", params: [] },
];
