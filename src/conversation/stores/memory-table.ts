import type { SendFailure } from "../../adapters/adapter.ts";
import type { Answer } from "../../domain.ts";
import type { NewMessage } from "../conversation-store.ts";

/** An answer on its way out. */
export interface Outgoing {
  route: "push" | "reply";
  sendKey: string;
  state: "pending" | "sending" | "sent" | "dead";
  leaseUntil: number;
  dueAt: number;
  fence: number;
  tries: number;
  maybeDuplicate: boolean;
  carriedBy: number | null;
  reason: SendFailure | null;
}

/** A message with everything that becomes of it; answer and outgoing appear together. */
export interface Entry {
  id: number;
  message: NewMessage;
  state: "accepted" | "claimed" | "answered" | "dead";
  leaseUntil: number;
  dueAt: number;
  fence: number;
  tries: number;
  deliveries: number;
  deliveredAt: number;
  createdAt: number;
  answered: { answer: Answer; at: number; outgoing: Outgoing } | null;
}

/** Inbox, answers and outbox in one, as long as the process lives. */
export interface MemoryTable {
  /** In the order of their ids. */
  entries: Map<number, Entry>;
  byKey: Map<string, Entry>;
  nextId: number;
  time(): number;
}

/** The first of the entries of each conversation: what may be worked on without breaking the order. */
export function firstOfConversations(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ message }) => {
    const conversation = JSON.stringify([message.channel, message.conversation.id]);
    if (seen.has(conversation)) return false;
    seen.add(conversation);
    return true;
  });
}
