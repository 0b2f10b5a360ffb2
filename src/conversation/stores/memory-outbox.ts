import { LEASE_MS } from "../conversation-store.ts";
import { LATE_REPLY_MS, type LateRule, type Outbox, type OutboxItem } from "../outbox.ts";
import { type Entry, firstOfConversations, type MemoryTable, type Outgoing } from "./memory-table.ts";

/** The outbox over a table in memory. */
export function createMemoryOutbox(table: MemoryTable): Outbox {
  const held = ({ id, fence }: OutboxItem, state: Outgoing["state"]) => {
    const outgoing = table.entries.get(id)?.answered?.outgoing;
    return outgoing?.fence === fence && outgoing.state === state ? outgoing : null;
  };
  const change = (outgoing: Outgoing | null | undefined, changes: Partial<Outgoing>): boolean => {
    if (!outgoing) return false;
    Object.assign(outgoing, changes);
    return true;
  };
  return {
    async claim(request) {
      return request.route === "push" ? claimNext(table) : carry(table, request.carrier, request.late);
    },
    async sending(item) {
      return change(held(item, "pending"), { state: "sending", leaseUntil: table.time() + LEASE_MS });
    },
    async sent(item) {
      return change(held(item, "sending"), { state: "sent" });
    },
    async failed(item, { reason, retryAt, mayHaveArrived }) {
      const outgoing = held(item, "sending");
      const maybeDuplicate = (outgoing?.maybeDuplicate ?? false) || mayHaveArrived;
      const state = retryAt ? "pending" : "dead";
      const dueAt = retryAt?.getTime() ?? 0;
      return change(outgoing, { state, reason, dueAt, leaseUntil: 0, maybeDuplicate });
    },
    async replay(id) {
      const outgoing = table.entries.get(id)?.answered?.outgoing;
      const dead = outgoing?.state === "dead" ? outgoing : null;
      return change(dead, { state: "pending", tries: 0, dueAt: 0, leaseUntil: 0 });
    },
  };
}

function claimNext(table: MemoryTable): OutboxItem[] {
  const time = table.time();
  const open = [...table.entries.values()].filter(({ answered }) => {
    const outgoing = answered?.outgoing;
    return outgoing?.route === "push" && (outgoing.state === "pending" || outgoing.state === "sending");
  });
  for (const entry of firstOfConversations(open)) {
    const outgoing = entry.answered?.outgoing;
    if (!outgoing || outgoing.leaseUntil > time || outgoing.dueAt > time) continue;
    if (outgoing.state === "sending") outgoing.maybeDuplicate = true;
    Object.assign(outgoing, { state: "pending", leaseUntil: time + LEASE_MS });
    outgoing.fence++;
    outgoing.tries++;
    return toItems(entry);
  }
  return [];
}

function carry(table: MemoryTable, carrier: number, late: LateRule | null): OutboxItem[] {
  const own = table.entries.get(carrier);
  const outgoing = own?.answered?.outgoing;
  if (own && outgoing?.route === "reply" && outgoing.state === "pending") {
    const missed = late ? findMissed(table, own, late) : undefined;
    for (const carried of [missed, outgoing]) {
      if (carried) Object.assign(carried, { state: "sent", carriedBy: carrier });
    }
  }
  const all = [...table.entries.values()];
  return all.filter(({ answered }) => answered?.outgoing.carriedBy === carrier).flatMap(toItems);
}

function findMissed(table: MemoryTable, own: Entry, late: LateRule): Outgoing | undefined {
  const time = table.time();
  const missed = [...table.entries.values()].find(({ id, message, answered, ...entry }) => {
    const isSameConversation =
      message.channel === own.message.channel && message.conversation.id === own.message.conversation.id;
    const isMissed = entry.deliveries >= late.deliveries || entry.deliveredAt <= time - late.overAfterMs;
    const waits = answered?.outgoing.route === "reply" && answered.outgoing.state === "pending";
    return id < own.id && isSameConversation && isMissed && waits && answered.at >= time - LATE_REPLY_MS;
  });
  return missed?.answered?.outgoing;
}

function toItems({ id, message, answered }: Entry): OutboxItem[] {
  if (!answered) return [];
  const { sendKey, tries, maybeDuplicate, fence } = answered.outgoing;
  const { channel, conversation, text: question } = structuredClone(message);
  const answer = structuredClone(answered.answer);
  const answeredAt = new Date(answered.at);
  return [{ id, channel, conversation, question, answer, answeredAt, sendKey, tries, maybeDuplicate, fence }];
}
