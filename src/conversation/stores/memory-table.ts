import type { SendFailure } from "../../adapters/adapter.ts";
import type { Answer } from "../../domain.ts";
import type { NewMessage } from "../conversation-store.ts";

/** An answer on its way out. */
export interface Outgoing {
  route: "push" | "reply";
  sendKey: string;
  isIdempotent: boolean;
  state: "pending" | "sending" | "sent" | "dead";
  leaseUntil: number;
  dueAt: number;
  fence: number;
  tries: number;
  delivered: number;
  maybeDuplicate: boolean;
  /** Whether it waits for the user's next message. */
  isMissed: boolean;
  carriedBy: number | null;
  reason: SendFailure | null;
}

/** An answer as given; `outgoing` is null where it went out with another message's. */
export interface GivenAnswer {
  answer: Answer;
  at: number;
  sharedWith: number | null;
  outgoing: Outgoing | null;
}

/** A message with everything that becomes of it; answer and outgoing appear together. */
export interface Entry {
  id: number;
  message: NewMessage;
  state: "accepted" | "claimed" | "answered" | "dead";
  mergedInto: number | null;
  /** Whether its contents go as soon as nothing needs them, and whether they are gone. */
  erase: "no" | "soon" | "done";
  leaseUntil: number;
  dueAt: number;
  fence: number;
  tries: number;
  deliveries: number;
  deliveredAt: number;
  createdAt: number;
  answered: GivenAnswer | null;
}

/** Inbox, answers and outbox in one, as long as the process lives. */
export interface MemoryTable {
  /** In the order of their ids. */
  entries: Map<number, Entry>;
  byKey: Map<string, Entry>;
  nextId: number;
  time(): number;
}

export function nameOf(channel: string, key: string): string {
  return JSON.stringify([channel, key]);
}

export function isOpen({ state }: Entry): boolean {
  return state === "accepted" || state === "claimed";
}

/** Whether the entry's answer is still to go out by itself. */
export function isToPush({ answered }: Entry): boolean {
  const outgoing = answered?.outgoing;
  return outgoing?.route === "push" && (outgoing.state === "pending" || outgoing.state === "sending");
}

/** Whether two entries belong to one conversation. */
export function isSameConversation({ message: a }: Entry, { message: b }: Entry): boolean {
  return a.channel === b.channel && a.conversation.id === b.conversation.id;
}

/** The first of the entries of each conversation: what may be worked on without breaking the order. */
export function firstOfConversations(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ message }) => {
    const conversation = nameOf(message.channel, message.conversation.id);
    if (seen.has(conversation)) return false;
    seen.add(conversation);
    return true;
  });
}

/** Takes the contents from an entry and leaves its id. */
export function eraseEntry(entry: Entry): void {
  const { channel, key } = entry.message;
  const conversation = { id: `erased ${entry.id}`, kind: "direct" as const, handle: {} };
  const message = { channel, key, conversation, sender: "", text: "", masked: false, pushAfterMs: 0 };
  Object.assign(entry, { message, erase: "done", answered: null });
}
