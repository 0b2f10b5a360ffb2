import type { Answer, Audience } from "../domain.ts";

/** A question that was asked on any face, with what came of it. */
export interface AskedQuestion {
  /** Its question is the understood one, with personal data masked. */
  answer: Answer;
  audience: Audience;
  /** Tells which questions follow each other; never shown to anyone. */
  conversation: string;
  /** Moment of the answer, ISO 8601. */
  askedAt: string;
  /** What the asker thought of the answer; null where nothing was said. */
  rating: "up" | "down" | null;
}

/** Reads what was asked, for whoever looks after the answers. It writes nothing. */
export interface AskedLog {
  /**
   * What is still kept and was asked at or after a moment (ISO 8601, empty for all), oldest first; a public
   * audience sees public questions.
   */
  list(request: { since: string; audience: Audience }): Promise<AskedQuestion[]>;
  close(): Promise<void>;
}
