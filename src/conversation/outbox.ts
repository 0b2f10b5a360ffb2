import type { ConversationRef, SendFailure } from "../adapters/adapter.ts";
import type { Answer } from "../domain.ts";

/** Answers older than this are no longer handed out with a later message: nobody waits for them. */
export const LATE_REPLY_MS = 48 * 60 * 60 * 1000;

/** An answer on its way to a conversation. */
export interface OutboxItem {
  /** Id of the message it answers. */
  id: number;
  channel: string;
  conversation: ConversationRef;
  /** The message's text. */
  question: string;
  answer: Answer;
  answeredAt: Date;
  /** From when it could go out. */
  dueAt: Date;
  sendKey: string;
  /** Whether the platform shows what is sent twice under `sendKey` once. */
  isIdempotent: boolean;
  /** Tries to send it, this one included. */
  tries: number;
  /** Platform messages of it that have been delivered. */
  delivered: number;
  /** Set before a second try whose first one may have arrived: then the user may see it twice. */
  maybeDuplicate: boolean;
  fence: number;
}

/** When an earlier answer in the conversation counts as missed, so that it goes along with a later reply. */
export interface LateRule {
  /** After so many deliveries without an answer. */
  deliveries: number;
  /** Or when the last delivery is so long ago. */
  overAfterMs: number;
}

/**
 * What to take: the next answer that goes out by itself, once no reply can carry it any more; or the answers that
 * the reply to `carrier` carries, its own last and one missed answer of its conversation first: one that was set
 * aside for it, or under `late` one whose deliveries are over. A carrier's answers count as sent at once and stay
 * the same for every delivery of it. With `inOrder` nothing is taken while an earlier answer of the conversation
 * is about to go out by itself. With `continues` only the first platform message of the carrier's own answer counts as
 * delivered, and the others go out by themselves; not so where the reply carries a missed answer, too. With
 * `onlyIdempotent` nothing is taken that the platform would show twice.
 */
export type OutboxClaim =
  | { route: "push"; onlyIdempotent?: boolean }
  | { route: "reply"; carrier: number; late: LateRule | null; inOrder: boolean; continues: boolean };

export interface FailedSend {
  reason: SendFailure;
  /** What becomes of it: another try then, the reply to the user's next message, or nothing until a replay. */
  next: Date | "next_message" | "given_up";
  /** Whether it may have arrived all the same. */
  mayHaveArrived: boolean;
}

/**
 * The durable outbox: pending → sending → sent or dead, in order within a conversation. Claims hold for
 * `LEASE_MS`; `sending`, `sent` and `failed` are false and change nothing when the claim was lost, or when a reply
 * has carried the answer meanwhile. What they note is durable when they resolve, and never later than what is noted
 * after it.
 */
export interface Outbox {
  claim(request: OutboxClaim): Promise<OutboxItem[]>;
  /**
   * Noted before each platform message, with how many of the answer have been delivered, so that a crash in
   * between is known afterwards. Holds the claim for another `LEASE_MS`.
   */
  sending(item: OutboxItem, delivered: number): Promise<boolean>;
  sent(item: OutboxItem, platformMessageId: string | null): Promise<boolean>;
  failed(item: OutboxItem, failure: FailedSend): Promise<boolean>;
  /** Makes an answer that was given up pending again; false when it was not. */
  replay(id: number): Promise<boolean>;
}
