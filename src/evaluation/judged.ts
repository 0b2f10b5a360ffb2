import type { Answer } from "../domain.ts";
import type { Fault } from "./fault.ts";
import type { SuiteItem } from "./suite.ts";

/** Where the search found what answers, among its first ten passages. */
export interface Found {
  /** Place of the first passage that answers, from 1; null when none of the ten does. */
  rank: number | null;
  /** How many of the expected passages or documents are among them, and how many are expected. */
  hits: number;
  expected: number;
}

/** An item with what came of it. */
export interface Judged {
  item: SuiteItem;
  /** Null when asking failed. */
  answer: Answer | null;
  /** Why it is not right; empty when it is. */
  faults: Fault[];
  /** Milliseconds from the question to the answer. */
  tookMs: number;
  /** Null where nothing to be found is named, or the system has no search of ours. */
  found: Found | null;
}

export function isRight({ faults }: Judged): boolean {
  return faults.length === 0;
}
