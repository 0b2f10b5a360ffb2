import {
  type Accepted,
  type ClaimedMessage,
  type ConversationStore,
  type Exchange,
  INBOX_DAYS,
  LEASE_MS,
  MOST_EXCHANGES,
  type NewMessage,
  RATE_WINDOW_MS,
} from "../conversation-store.ts";
import { finishEntry } from "./memory-finish.ts";
import {
  type Entry,
  eraseEntry,
  firstOfConversations,
  isOpen,
  isSameConversation,
  type MemoryTable,
  nameOf,
} from "./memory-table.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The inbox over a table in memory. */
export function createMemoryConversationStore(table: MemoryTable, retentionDays: number): ConversationStore {
  const held = ({ id, fence }: ClaimedMessage) => {
    const entry = table.entries.get(id);
    return entry?.fence === fence && entry.state === "claimed" ? entry : null;
  };
  return {
    async accept(deliveries) {
      return deliveries.map((delivery) =>
        toAccepted(
          "polls" in delivery ? notePoll(table, delivery.channel, delivery.polls) : accept(table, delivery),
        ),
      );
    },
    async next() {
      prune(table, retentionDays);
      const time = table.time();
      const entry = firstOfConversations(claimable(table)).find(
        ({ leaseUntil, dueAt }) => leaseUntil <= time && dueAt <= time,
      );
      if (!entry) return null;
      Object.assign(entry, { state: "claimed", leaseUntil: time + LEASE_MS });
      entry.fence++;
      entry.tries++;
      return toClaimed(table, entry);
    },
    async renew(claim) {
      const entry = held(claim);
      if (entry) entry.leaseUntil = table.time() + LEASE_MS;
      return entry !== null;
    },
    async finish(claim, finish) {
      const entry = held(claim);
      if (!entry || !finishEntry(table, entry, finish)) return null;
      return { pushFrom: new Date(entry.deliveredAt + entry.message.pushAfterMs) };
    },
    async find(id) {
      const entry = table.entries.get(id);
      return entry ? toExchange(entry) : null;
    },
  };
}

function accept(table: MemoryTable, message: NewMessage): Entry {
  const name = nameOf(message.channel, message.key);
  const time = table.time();
  const known = table.byKey.get(name);
  if (known && isOpen(known)) Object.assign(known, { deliveries: known.deliveries + 1, deliveredAt: time });
  const entry = known ?? newEntry(table.nextId++, message, time);
  table.entries.set(entry.id, entry);
  table.byKey.set(name, entry);
  if (message.pushAfterMs === 0) releaseMissed(table, entry);
  return entry;
}

function newEntry(id: number, message: NewMessage, time: number): Entry {
  return {
    id,
    message: structuredClone(message),
    state: "accepted",
    mergedInto: null,
    erase: "no",
    leaseUntil: 0,
    dueAt: 0,
    fence: 0,
    tries: 0,
    deliveries: 1,
    deliveredAt: time,
    createdAt: time,
    answered: null,
  };
}

/** A bot may write again once the user has: what was set aside for that goes out. */
function releaseMissed(table: MemoryTable, entry: Entry): void {
  for (const other of table.entries.values()) {
    const outgoing = other.answered?.outgoing;
    if (!outgoing?.isMissed || outgoing.state !== "pending" || !isSameConversation(other, entry)) continue;
    Object.assign(outgoing, { route: "push", isMissed: false, dueAt: 0, tries: 0 });
  }
}

function notePoll(table: MemoryTable, channel: string, key: string): Entry | undefined {
  const entry = table.byKey.get(nameOf(channel, key));
  if (entry && isOpen(entry)) entry.deliveredAt = table.time();
  return entry;
}

function prune(table: MemoryTable, retentionDays: number): void {
  const oldest = table.time() - retentionDays * DAY_MS;
  const oldestId = Math.min(oldest, table.time() - INBOX_DAYS * DAY_MS);
  for (const entry of table.entries.values()) {
    if (isOpen(entry)) continue;
    const outgoing = entry.answered?.outgoing?.state ?? "sent";
    const isAtRest = outgoing !== "pending" && outgoing !== "sending";
    if (entry.createdAt < oldest || (entry.erase === "soon" && isAtRest)) eraseEntry(entry);
    if (entry.createdAt >= oldestId || entry.erase !== "done") continue;
    table.entries.delete(entry.id);
    table.byKey.delete(nameOf(entry.message.channel, entry.message.key));
  }
}

function claimable(table: MemoryTable): Entry[] {
  return [...table.entries.values()].filter((entry) => isOpen(entry) && entry.mergedInto === null);
}

function toAccepted(entry: Entry | undefined): Accepted | null {
  return entry ? { id: entry.id, deliveries: entry.deliveries, isAnswered: !isOpen(entry) } : null;
}

function toClaimed(table: MemoryTable, entry: Entry): ClaimedMessage {
  const { id, fence, tries, createdAt, message } = entry;
  const all = [...table.entries.values()];
  const ofConversation = all.filter((other) => isSameConversation(other, entry));
  const following = ofConversation.find(
    (other) => other.id > id && other.state === "accepted" && other.dueAt === 0,
  );
  const ofSender = all.filter(
    (other) =>
      other.id < id &&
      other.createdAt > createdAt - RATE_WINDOW_MS &&
      other.message.channel === message.channel &&
      other.message.sender === message.sender,
  );
  const isNotice = ({ answered }: Entry) => answered?.answer.outcome === "error_rate_limit";
  const noticed = ofSender.findLast(
    (other) => isNotice(other) && other.answered?.sharedWith === null && isSameConversation(other, entry),
  );
  return {
    ...structuredClone(message),
    id,
    fence,
    tries,
    receivedAt: new Date(createdAt),
    earlier: ofConversation
      .filter((other) => other.id < id && other.mergedInto === null)
      .slice(-MOST_EXCHANGES)
      .map(toExchange),
    fragments: all.filter(({ mergedInto }) => mergedInto === id).map((other) => other.message.text),
    following: following
      ? {
          id: following.id,
          sender: following.message.sender,
          text: following.message.text,
          receivedAt: new Date(following.createdAt),
        }
      : null,
    askedBefore: ofSender.filter((other) => other.mergedInto === null && !isNotice(other)).length,
    noticedAt: noticed?.id ?? null,
  };
}

function toExchange({ id, message, createdAt, answered }: Entry): Exchange {
  return {
    id,
    text: message.text,
    masked: message.masked,
    receivedAt: new Date(createdAt),
    answer: structuredClone(answered?.answer ?? null),
    isDelivered: answered !== null && (answered.outgoing === null || answered.outgoing.state === "sent"),
  };
}
