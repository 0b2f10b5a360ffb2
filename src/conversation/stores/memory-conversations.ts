import type { ConversationRecords } from "../conversation-records.ts";
import type { ConversationStore } from "../conversation-store.ts";
import type { Outbox } from "../outbox.ts";
import { createMemoryConversationRecords } from "./memory-conversation-records.ts";
import { createMemoryConversationStore } from "./memory-conversation-store.ts";
import { createMemoryOutbox } from "./memory-outbox.ts";
import type { MemoryTable } from "./memory-table.ts";

/** Inbox and outbox for as long as the process lives: tests, and Workers without a database. */
export function createMemoryConversations(
  now: () => Date,
  retentionDays: number,
): { store: ConversationStore; outbox: Outbox; records: ConversationRecords } {
  const table: MemoryTable = {
    entries: new Map(),
    byKey: new Map(),
    nextId: 1,
    time: () => now().getTime(),
  };
  return {
    store: createMemoryConversationStore(table, retentionDays),
    outbox: createMemoryOutbox(table),
    records: createMemoryConversationRecords(table),
  };
}
