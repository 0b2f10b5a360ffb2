import type { AdapterMemory } from "../../adapters/adapter.ts";
import type { ConversationRecords } from "../conversation-records.ts";
import type { ConversationStore } from "../conversation-store.ts";
import type { Outbox } from "../outbox.ts";
import { createSqlAdapterMemory } from "./sql-adapter-memory.ts";
import { createSqlConversationRecords } from "./sql-conversation-records.ts";
import { createSqlConversationStore } from "./sql-conversation-store.ts";
import { createSqlOutbox } from "./sql-outbox.ts";
import { RELEASE_CLAIMS } from "./sql-schema.ts";
import { openSqliteFile, type SqliteFileOptions } from "./sqlite-file.ts";

export interface SqliteConversations {
  store: ConversationStore;
  outbox: Outbox;
  records: ConversationRecords;
  /** The values that the adapter of a channel keeps. */
  memoryOf(channel: string): AdapterMemory;
  close(): Promise<void>;
}

export interface SqliteConversationsOptions extends SqliteFileOptions {
  /** The database file; made when it is missing, its folder is not. */
  path: string;
  now: () => Date;
  /**
   * Whether the caller holds the data directory's lock. Then claims found at opening belong to a process that
   * died, and are let go at once; otherwise they hold until their lease is over.
   */
  exclusive: boolean;
  /** Days for which contents are kept. */
  retentionDays: number;
}

/**
 * Opens the inbox and the outbox in a SQLite file of their own, durable against power loss.
 * @throws WenbanError `storage.unwritable` when the file can't be opened or written, or is no database
 */
export function openSqliteConversations(options: SqliteConversationsOptions): SqliteConversations {
  const { path, now, exclusive, retentionDays } = options;
  const { database, runAll, close } = openSqliteFile(path, options);
  if (exclusive) runAll(RELEASE_CLAIMS);
  return {
    store: createSqlConversationStore(database, now, { days: retentionDays }),
    outbox: createSqlOutbox(database, now),
    records: createSqlConversationRecords(database, now),
    memoryOf: createSqlAdapterMemory(database, now),
    close,
  };
}
