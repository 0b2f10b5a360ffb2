import { LEASE_MS } from "../conversation-store.ts";
import { LATE_REPLY_MS, type Outbox, type OutboxClaim, type OutboxItem } from "../outbox.ts";
import {
  type Entry,
  firstOfConversations,
  isSameConversation,
  isToPush,
  type MemoryTable,
  type Outgoing,
} from "./memory-table.ts";

/** The outbox over a table in memory. */
export function createMemoryOutbox(table: MemoryTable): Outbox {
  const held = ({ id, fence }: OutboxItem, ...states: Outgoing["state"][]) => {
    const outgoing = table.entries.get(id)?.answered?.outgoing;
    return outgoing?.fence === fence && states.includes(outgoing.state) ? outgoing : null;
  };
  const change = (outgoing: Outgoing | null | undefined, changes: Partial<Outgoing>): boolean => {
    if (!outgoing) return false;
    Object.assign(outgoing, changes);
    return true;
  };
  return {
    async claim(request) {
      return request.route === "push"
        ? claimNext(table, request.onlyIdempotent ?? false)
        : carry(table, request);
    },
    async sending(item, delivered) {
      const leaseUntil = table.time() + LEASE_MS;
      return change(held(item, "pending", "sending"), { state: "sending", leaseUntil, delivered });
    },
    async sent(item) {
      return change(held(item, "sending"), { state: "sent" });
    },
    async failed(item, { reason, next, mayHaveArrived }) {
      const outgoing = held(item, "sending");
      const maybeDuplicate = (outgoing?.maybeDuplicate ?? false) || mayHaveArrived;
      return change(outgoing, {
        state: next === "given_up" ? "dead" : "pending",
        dueAt: next instanceof Date ? next.getTime() : 0,
        ...(next === "next_message" ? { route: "reply" } : {}),
        isMissed: next === "next_message",
        leaseUntil: 0,
        reason,
        maybeDuplicate,
      });
    },
    async replay(id) {
      const outgoing = table.entries.get(id)?.answered?.outgoing;
      const dead = outgoing?.state === "dead" ? outgoing : null;
      return change(dead, { state: "pending", tries: 0, dueAt: 0, leaseUntil: 0 });
    },
  };
}

function claimNext(table: MemoryTable, onlyIdempotent: boolean): OutboxItem[] {
  const time = table.time();
  for (const entry of firstOfConversations([...table.entries.values()].filter(isToPush))) {
    const outgoing = entry.answered?.outgoing;
    if (onlyIdempotent && !outgoing?.isIdempotent) continue;
    if (!outgoing || outgoing.leaseUntil > time || outgoing.dueAt > time) continue;
    if (entry.deliveredAt + entry.message.pushAfterMs > time) continue;
    if (outgoing.state === "sending" && !outgoing.isIdempotent) outgoing.maybeDuplicate = true;
    Object.assign(outgoing, { state: "pending", leaseUntil: time + LEASE_MS });
    outgoing.fence++;
    outgoing.tries++;
    return toItems(entry);
  }
  return [];
}

function carry(table: MemoryTable, request: Extract<OutboxClaim, { route: "reply" }>): OutboxItem[] {
  const { carrier } = request;
  const own = table.entries.get(carrier);
  const outgoing = own?.answered?.outgoing;
  if (own && outgoing && isUnsent(outgoing)) {
    const mustWait = request.inOrder && outgoing.route === "push" && hasEarlierPush(table, own);
    const missed = findMissed(table, own, request);
    if (request.continues && outgoing.route === "push" && !mustWait && !missed) {
      const anew = { state: "pending", dueAt: 0, tries: 0, leaseUntil: 0, fence: outgoing.fence + 1 };
      Object.assign(outgoing, { ...anew, delivered: 1, carriedBy: carrier });
    } else {
      for (const carried of [missed, mustWait ? null : outgoing]) {
        if (carried) Object.assign(carried, { state: "sent", carriedBy: carrier });
      }
    }
  }
  const all = [...table.entries.values()];
  return all.filter(({ answered }) => answered?.outgoing?.carriedBy === carrier).flatMap(toItems);
}

/** Nothing of it can have reached the user, so a reply may carry it. */
function isUnsent({ state, maybeDuplicate, delivered }: Outgoing): boolean {
  return (state === "pending" || state === "dead") && !maybeDuplicate && delivered === 0;
}

function hasEarlierPush(table: MemoryTable, own: Entry): boolean {
  return [...table.entries.values()].some(
    (entry) => entry.id < own.id && isSameConversation(entry, own) && isToPush(entry),
  );
}

function findMissed(
  table: MemoryTable,
  own: Entry,
  { late }: Extract<OutboxClaim, { route: "reply" }>,
): Outgoing | null {
  const time = table.time();
  const missed = [...table.entries.values()].find((entry) => {
    const { id, answered } = entry;
    const outgoing = answered?.outgoing;
    if (!answered || outgoing?.route !== "reply" || outgoing.state !== "pending") return false;
    const isLate =
      late !== null && (entry.deliveries >= late.deliveries || entry.deliveredAt <= time - late.overAfterMs);
    const isRecent = answered.at >= time - LATE_REPLY_MS;
    return id < own.id && isSameConversation(entry, own) && (outgoing.isMissed || isLate) && isRecent;
  });
  return missed?.answered?.outgoing ?? null;
}

function toItems({ id, message, deliveredAt, answered }: Entry): OutboxItem[] {
  if (!answered?.outgoing) return [];
  const { sendKey, isIdempotent, dueAt, tries, delivered, maybeDuplicate, fence } = answered.outgoing;
  const { channel, conversation, text: question } = structuredClone(message);
  const answer = structuredClone(answered.answer);
  const answeredAt = new Date(answered.at);
  const due = new Date(Math.max(answered.at, dueAt, deliveredAt + message.pushAfterMs));
  const standing = { tries, delivered, maybeDuplicate, fence };
  return [
    {
      id,
      channel,
      conversation,
      question,
      answer,
      answeredAt,
      dueAt: due,
      sendKey,
      isIdempotent,
      ...standing,
    },
  ];
}
