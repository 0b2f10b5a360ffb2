import {
  type ConversationStore,
  type Exchange,
  INBOX_DAYS,
  LEASE_MS,
  type NewMessage,
} from "../conversation-store.ts";
import { type Entry, firstOfConversations, type MemoryTable, type Outgoing } from "./memory-table.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The inbox over a table in memory. */
export function createMemoryConversationStore(table: MemoryTable): ConversationStore {
  const held = ({ id, fence }: { id: number; fence: number }) => {
    const entry = table.entries.get(id);
    return entry?.fence === fence && entry.state === "claimed" ? entry : null;
  };
  return {
    async accept(messages) {
      prune(table);
      return messages.map((message) => {
        const { id, deliveries, answered } = accept(table, message);
        return { id, deliveries, isAnswered: answered !== null };
      });
    },
    async next() {
      const time = table.time();
      const entry = firstOfConversations(openEntries(table)).find(
        ({ leaseUntil, dueAt }) => leaseUntil <= time && dueAt <= time,
      );
      if (!entry) return null;
      Object.assign(entry, { state: "claimed", leaseUntil: time + LEASE_MS });
      entry.fence++;
      entry.tries++;
      return { ...structuredClone(entry.message), id: entry.id, fence: entry.fence, tries: entry.tries };
    },
    async finish(claim, finish) {
      const entry = held(claim);
      if (!entry) return false;
      entry.leaseUntil = 0;
      if ("retryAt" in finish) {
        Object.assign(entry, { state: "accepted", dueAt: finish.retryAt.getTime() });
        return true;
      }
      const { answer, state, route, sendKey } = finish;
      entry.state = state;
      entry.answered = {
        answer: structuredClone(answer),
        at: table.time(),
        outgoing: newOutgoing(route, sendKey),
      };
      return true;
    },
    async recent({ channel, conversationId, before }, limit) {
      const earlier = [...table.entries.values()].filter(
        ({ id, message }) =>
          id < before && message.channel === channel && message.conversation.id === conversationId,
      );
      return earlier.slice(-limit).map(toExchange);
    },
    async find(id) {
      const entry = table.entries.get(id);
      return entry ? toExchange(entry) : null;
    },
  };
}

function accept(table: MemoryTable, message: NewMessage): Entry {
  const key = JSON.stringify([message.channel, message.key]);
  const time = table.time();
  const known = table.byKey.get(key);
  if (known) {
    if (!known.answered) Object.assign(known, { deliveries: known.deliveries + 1, deliveredAt: time });
    return known;
  }
  const entry: Entry = {
    id: table.nextId++,
    message: structuredClone(message),
    state: "accepted",
    leaseUntil: 0,
    dueAt: 0,
    fence: 0,
    tries: 0,
    deliveries: 1,
    deliveredAt: time,
    createdAt: time,
    answered: null,
  };
  table.entries.set(entry.id, entry);
  table.byKey.set(key, entry);
  return entry;
}

function prune(table: MemoryTable): void {
  const oldest = table.time() - INBOX_DAYS * DAY_MS;
  for (const entry of table.entries.values()) {
    if (entry.createdAt >= oldest) return;
    if (!entry.answered) continue;
    table.entries.delete(entry.id);
    table.byKey.delete(JSON.stringify([entry.message.channel, entry.message.key]));
  }
}

function openEntries(table: MemoryTable): Entry[] {
  return [...table.entries.values()].filter(({ answered }) => !answered);
}

function newOutgoing(route: Outgoing["route"], sendKey: string): Outgoing {
  const counters = { leaseUntil: 0, dueAt: 0, fence: 0, tries: 0, maybeDuplicate: false };
  return { route, sendKey, state: "pending", ...counters, carriedBy: null, reason: null };
}

function toExchange({ id, message, createdAt, answered }: Entry): Exchange {
  return {
    id,
    text: message.text,
    masked: message.masked,
    receivedAt: new Date(createdAt),
    answer: structuredClone(answered?.answer ?? null),
    isDelivered: answered?.outgoing.state === "sent",
  };
}
