import type { Answer, Audience } from "../domain.ts";

/** Why a question counts as not well answered. */
export type GapReason = "refused" | "weak" | "clarified_in_vain" | "rated_down";

/** One question, however often it was asked in these words. */
export interface GapQuestion {
  /** As understood, standing alone, personal data masked. */
  text: string;
  audience: Audience;
  /** Equal for questions in the same words; from `questionKey`. */
  key: string;
  /** Short hash of audience and key: what a proof remembers a question by. */
  hash: string;
  /** How often it was not well answered. */
  count: number;
  /** Moments of the first and of the last time, ISO 8601. */
  firstAsked: string;
  lastAsked: string;
  /** Why, the last time. */
  reason: GapReason;
  /** What was answered the last time. */
  answer: Answer;
}

/** Questions about one thing that were not well answered. */
export interface Gap {
  /** Stands for the group as long as its first question is kept: G-3f2a. */
  id: string;
  /** Those asked most come first. */
  questions: readonly GapQuestion[];
  audience: Audience;
  count: number;
  lastAsked: string;
}

/** A gap and what has become of it. */
export interface GapState {
  gap: Gap;
  /** Reopened: proven once, and not well answered again since. */
  status: "open" | "repaired" | "reopened";
  /** The proof that repaired it, or the last one before it opened again. */
  proof: { at: string; by: string; index: string } | null;
}
