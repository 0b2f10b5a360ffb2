/** How much waits and how deliveries went; counts only, for the operator. */
export interface Census {
  /** Messages without an answer. */
  unanswered: number;
  /** Milliseconds for which the longest-waiting message that could be answered now has waited; 0: there is none. */
  backlogMs: number;
  /** Answers that are to go out by themselves or in a reply. */
  pending: number;
  sending: number;
  /** Answers that wait for their user's next message. */
  waiting: number;
  /** Answers that could not be delivered. */
  dead: number;
  /** Answers that the user may have been sent twice. */
  maybeDuplicate: number;
}

/** An answer that could not be delivered. */
export interface DeadLetter {
  /** Id of the message it answers; for `Outbox.replay`. */
  id: number;
  channel: string;
  answeredAt: Date;
  /** Why the last try failed. */
  reason: string;
  tries: number;
  maybeDuplicate: boolean;
}

/** Whose records to delete: a person as the platform names them, in one channel or in all. */
export interface Forgotten {
  channel: string | null;
  sender: string;
}

/** The operator's view of the conversations, and the deletion of what they hold about people. */
export interface ConversationRecords {
  census(): Promise<Census>;
  /** The answers that could not be delivered, oldest first. */
  deadLetters(limit: number): Promise<DeadLetter[]>;
  /**
   * Deletes what a person wrote and was answered, sent or not. The ids of messages stay until no platform delivers
   * them again; what is being answered or sent right now is deleted within the hour. Gives the number of messages.
   */
  forget(person: Forgotten): Promise<number>;
}
