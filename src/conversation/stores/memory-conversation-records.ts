import type { ConversationRecords } from "../conversation-records.ts";
import {
  type Entry,
  eraseEntry,
  firstOfConversations,
  isOpen,
  type MemoryTable,
  type Outgoing,
} from "./memory-table.ts";

/** The records over a table in memory. */
export function createMemoryConversationRecords(table: MemoryTable): ConversationRecords {
  const startedAt = table.time();
  const all = () => [...table.entries.values()];
  return {
    async census() {
      const time = table.time();
      const open = all().filter(isOpen);
      const waiting = firstOfConversations(open.filter(({ mergedInto }) => mergedInto === null)).find(
        ({ leaseUntil, dueAt }) => leaseUntil <= time && dueAt <= time,
      );
      const since = waiting ? Math.max(waiting.createdAt, waiting.dueAt, startedAt) : time;
      const outgoing = all().flatMap(({ answered }) => answered?.outgoing ?? []);
      const count = (wanted: Outgoing["state"], isWaiting = false) =>
        outgoing.filter(({ state, isMissed }) => state === wanted && isMissed === isWaiting).length;
      return {
        unanswered: open.length,
        backlogMs: Math.max(0, time - since),
        pending: count("pending"),
        sending: count("sending"),
        waiting: count("pending", true),
        dead: count("dead"),
        maybeDuplicate: outgoing.filter(({ maybeDuplicate }) => maybeDuplicate).length,
      };
    },
    async deadLetters(limit) {
      return all().flatMap(toDeadLetter).slice(0, limit);
    },
    async forget({ channel, sender }) {
      const theirs = all().filter(
        ({ message }) => message.sender === sender && (channel === null || message.channel === channel),
      );
      for (const entry of theirs) {
        const isBusy = isOpen(entry) || entry.answered?.outgoing?.state === "sending";
        if (isBusy) entry.erase = "soon";
        else eraseEntry(entry);
      }
      return theirs.length;
    },
  };
}

function toDeadLetter({ id, message, answered }: Entry) {
  const outgoing = answered?.outgoing;
  if (!answered || outgoing?.state !== "dead") return [];
  const { tries, maybeDuplicate } = outgoing;
  const answeredAt = new Date(answered.at);
  return [
    { id, channel: message.channel, answeredAt, reason: String(outgoing.reason), tries, maybeDuplicate },
  ];
}
