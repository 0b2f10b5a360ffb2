import type { Answer, Audience, Turn } from "../domain.ts";

/** Days for which answers given over HTTP are kept, unless configured. */
export const ANSWER_LOG_DAYS = 30;

/** An answer as kept. Its question is the understood one, with personal data masked. */
export interface LoggedAnswer {
  answer: Answer;
  /** Who was answered: an answer given to staff is found by staff only. */
  audience: Audience;
  /** Moment of the answer, ISO 8601. */
  answeredAt: string;
}

/** What a reader thought of an answer. `comment` comes with personal data masked. */
export interface Rating {
  rating: "up" | "down";
  reason?: string;
  comment?: string;
}

/**
 * The answers given over HTTP, kept for some days so that they can be resumed, followed up and rated.
 * A public audience never finds what was answered to staff: absent and forbidden look the same.
 */
export interface AnswerLog {
  /** Keeps an answer under its message id and drops those that are too old. */
  put(entry: LoggedAnswer): Promise<void>;
  get(messageId: string, audience: Audience): Promise<Answer | null>;
  /** The last turns of a conversation, oldest first; empty for an unknown one. */
  recent(conversationId: string, audience: Audience, limit: number): Promise<Turn[]>;
  /** Rates an answer, replacing an earlier rating; false when the audience has no such answer. */
  rate(messageId: string, audience: Audience, rating: Rating): Promise<boolean>;
  close(): Promise<void>;
}

/** The moment before which entries are dropped, ISO 8601. */
export function oldestKept(answeredAt: string, days: number): string {
  return new Date(Date.parse(answeredAt) - days * 24 * 60 * 60 * 1000).toISOString();
}

/**
 * The two turns that an answer adds to its conversation. What it offered to choose from stands in its text, numbered,
 * so that a later turn can name a choice by its number.
 */
export function turnsOf({ question, outcome, text, options = [] }: Answer): Turn[] {
  const offered = outcome === "clarify" ? options : [];
  const isTold = offered.every(({ label }) => text.includes(label));
  const lines = offered.map(({ label }, index) => `${index + 1}. ${label}`);
  return [
    { role: "user", text: question.text },
    {
      role: "assistant",
      text: isTold ? text : [text, ...lines].join("\n"),
      ...(offered.length > 0 ? { options: offered } : {}),
    },
  ];
}
