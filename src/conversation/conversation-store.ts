import type { ConversationRef } from "../adapters/adapter.ts";
import type { Answer } from "../domain.ts";

/** Days for which a message's id and its answer are kept: longer than any platform delivers again. */
export const INBOX_DAYS = 8;
/** Milliseconds for which a claim holds. A worker that takes longer has lost it to the next one. */
export const LEASE_MS = 30_000;

/** A verified message, its text with personal data masked. */
export interface NewMessage {
  /** `<platform>/<bot>`. */
  channel: string;
  /** The platform's id of the message; unique within the channel. */
  key: string;
  conversation: ConversationRef;
  sender: string;
  text: string;
  masked: boolean;
}

/** What the inbox knows of a message that was just delivered. */
export interface Accepted {
  /** Rising with the order of acceptance. */
  id: number;
  /** How often the message has been delivered while it was unanswered, this time included; 1 at first. */
  deliveries: number;
  isAnswered: boolean;
}

/** A message taken to be answered. `fence` tells this claim from every earlier one of the same message. */
export interface ClaimedMessage extends NewMessage {
  id: number;
  fence: number;
  /** Claims so far, this one included; those of processes that died count. */
  tries: number;
}

/** How a claim ends: with an answer, or with another try later. */
export type Finish =
  | {
      answer: Answer;
      /** `dead` when tries ran out and the answer only says sorry. */
      state: "answered" | "dead";
      /** How the answer goes out: by itself, or in the reply to a delivery. */
      route: "push" | "reply";
      /** The same for the message whatever happens, for platforms that take a key. */
      sendKey: string;
    }
  | { retryAt: Date };

/** A message with its answer; `answer` is null until there is one. */
export interface Exchange {
  id: number;
  text: string;
  masked: boolean;
  receivedAt: Date;
  answer: Answer | null;
  /** Whether the answer has gone out; an answer that waits for the user's next message has not. */
  isDelivered: boolean;
}

/**
 * The durable inbox and what was answered. Every write is one batch of conditional statements: whoever lost a
 * claim changes nothing. A message has one answer, ever.
 */
export interface ConversationStore {
  /** Stores messages that are new and counts those that are not; durable when it resolves. In order of `messages`. */
  accept(messages: readonly NewMessage[]): Promise<Accepted[]>;
  /**
   * Claims the oldest message that is due, free or let go, and has no unanswered one before it in its
   * conversation; null when there is none.
   */
  next(): Promise<ClaimedMessage | null>;
  /** Ends a claim: answer, outgoing row and state at once. False when the claim was lost; nothing is changed then. */
  finish(claim: ClaimedMessage, finish: Finish): Promise<boolean>;
  /** The last `limit` exchanges of a conversation before message `before`, oldest first. */
  recent(
    message: { channel: string; conversationId: string; before: number },
    limit: number,
  ): Promise<Exchange[]>;
  /** One exchange by the id its message was accepted under, null when it is unknown or too old. */
  find(id: number): Promise<Exchange | null>;
}
