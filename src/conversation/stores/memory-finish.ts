import type { Finish } from "../conversation-store.ts";
import type { Entry, MemoryTable, Outgoing } from "./memory-table.ts";

/** Ends the claim on an entry; false when it can't end so. */
export function finishEntry(table: MemoryTable, entry: Entry, finish: Finish): boolean {
  if ("retryAt" in finish) {
    Object.assign(entry, { state: "accepted", leaseUntil: 0, dueAt: finish.retryAt.getTime() });
    if (finish.isUntried) entry.tries--;
    return true;
  }
  if ("mergeInto" in finish) return merge(table, entry, finish.mergeInto);
  const merged = mergedInto(table, entry.id);
  if ("shareWith" in finish) {
    for (const sharing of [entry, ...merged]) shareAnswer(table, sharing, finish.shareWith);
    return true;
  }
  const { answer, state, route, sendKey, isIdempotent } = finish;
  const outgoing = newOutgoing({ route, sendKey, isIdempotent });
  const answered = { answer: structuredClone(answer), at: table.time(), sharedWith: null, outgoing };
  Object.assign(entry, { state, leaseUntil: 0, answered });
  for (const sharing of merged) shareAnswer(table, sharing, entry.id);
  return true;
}

function mergedInto(table: MemoryTable, id: number): Entry[] {
  return [...table.entries.values()].filter((entry) => entry.mergedInto === id);
}

function merge(table: MemoryTable, entry: Entry, target: number): boolean {
  const later = table.entries.get(target);
  if (!later || later.id <= entry.id || later.state !== "accepted" || later.mergedInto !== null) return false;
  for (const fragment of mergedInto(table, entry.id)) fragment.mergedInto = target;
  Object.assign(entry, { state: "accepted", leaseUntil: 0, mergedInto: target });
  return true;
}

function shareAnswer(table: MemoryTable, entry: Entry, id: number): void {
  const other = table.entries.get(id);
  if (!other?.answered) return;
  const { answer } = structuredClone(other.answered);
  const answered = { answer, at: table.time(), sharedWith: id, outgoing: null };
  Object.assign(entry, { state: other.state, leaseUntil: 0, answered });
}

function newOutgoing(way: Pick<Outgoing, "route" | "sendKey" | "isIdempotent">): Outgoing {
  const counters = { leaseUntil: 0, dueAt: 0, fence: 0, tries: 0, delivered: 0 };
  const marks = { maybeDuplicate: false, isMissed: false, carriedBy: null, reason: null };
  return { ...way, state: "pending", ...counters, ...marks };
}
