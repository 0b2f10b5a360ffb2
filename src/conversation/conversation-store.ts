import type { ConversationRef } from "../adapters/adapter.ts";
import type { Answer, Audience } from "../domain.ts";

/** Days for which a message's id is kept at least: longer than any platform delivers again. */
export const INBOX_DAYS = 8;
/** Milliseconds for which a claim holds unless it is renewed. */
export const LEASE_MS = 30_000;
/** Exchanges before a message that are handed out with it. */
export const MOST_EXCHANGES = 5;
/** Milliseconds before a message in which its sender's other messages count against a limit. */
export const RATE_WINDOW_MS = 60_000;

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
  /** Milliseconds after the last delivery from which the answer may go out by itself; 0: no reply carries it. */
  pushAfterMs: number;
}

/** The platform asks once more for the answer to a message that it delivered earlier. */
export interface Poll {
  channel: string;
  polls: string;
}

/** What the inbox knows of a message that was just delivered. */
export interface Accepted {
  /** Rising with the order of acceptance. */
  id: number;
  /** How often the message has been delivered while it was unanswered, this time included; 1 at first. */
  deliveries: number;
  isAnswered: boolean;
}

/** A message with its answer; `answer` is null until there is one. */
export interface Exchange {
  id: number;
  text: string;
  masked: boolean;
  receivedAt: Date;
  answer: Answer | null;
  /** Whether nothing of the answer is still to go out; an answer that waits for the user's next message is. */
  isDelivered: boolean;
}

/** A message taken to be answered. `fence` tells this claim from every earlier one of the same message. */
export interface ClaimedMessage extends NewMessage {
  id: number;
  fence: number;
  /** Claims so far, this one included; those of processes that died count. */
  tries: number;
  receivedAt: Date;
  /** The last exchanges of the conversation before it, oldest first. */
  earlier: readonly Exchange[];
  /** Texts of the messages that were merged into this one, oldest first: it is answered for them too. */
  fragments: readonly string[];
  /** The message that waits next in the conversation. */
  following: { id: number; sender: string; text: string; receivedAt: Date } | null;
  /** Questions that the sender asked in the minute before this one and that were not turned down. */
  askedBefore: number;
  /** The message in this conversation that was answered with a notice of the limit in that minute. */
  noticedAt: number | null;
}

/** How a claim ends. */
export type Finish =
  | {
      answer: Answer;
      /** Who was answered: what staff were told is no answer to the public. */
      audience: Audience;
      /** `dead` when tries ran out and the answer only says sorry. */
      state: "answered" | "dead";
      /** How the answer goes out: by itself unless a reply has carried it before, or in a reply only. */
      route: "push" | "reply";
      /** The same for the message whatever happens, for platforms that take a key. */
      sendKey: string;
      /** Whether the platform shows what is sent twice under one key once. */
      isIdempotent: boolean;
    }
  /** With another try later; `isUntried` when this one was broken off and does not count. */
  | { retryAt: Date; isUntried: boolean }
  /** With being part of a later message of the conversation: that one's answer is the answer to both. */
  | { mergeInto: number }
  /** With the answer that another message was given; nothing goes out. */
  | { shareWith: number };

/** What a finished claim has come to. */
export interface Finished {
  /** From when the answer may go out by itself, unless the message is delivered once more. */
  pushFrom: Date;
}

/**
 * The durable inbox and what was answered. Every write is one batch of conditional statements: whoever lost a
 * claim changes nothing. A message has one answer, ever.
 */
export interface ConversationStore {
  /**
   * Stores messages that are new and counts those that are not; durable when it resolves. Polls put off the sending
   * of the answer. In the order of the deliveries; null for a poll of an unknown message.
   */
  accept(deliveries: readonly (NewMessage | Poll)[]): Promise<(Accepted | null)[]>;
  /**
   * Claims the oldest message that is due, free or let go, and has no unanswered one before it in its
   * conversation; null when there is none.
   */
  next(): Promise<ClaimedMessage | null>;
  /** Holds a claim for another `LEASE_MS`; false when it was lost. */
  renew(claim: ClaimedMessage): Promise<boolean>;
  /** Ends a claim: answer, outgoing row and state at once. Null when the claim was lost; nothing is changed then. */
  finish(claim: ClaimedMessage, finish: Finish): Promise<Finished | null>;
  /** One exchange by the id its message was accepted under, null when it is unknown or too old. */
  find(id: number): Promise<Exchange | null>;
}
