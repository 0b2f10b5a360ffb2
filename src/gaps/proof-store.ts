import type { Audience, Outcome } from "../domain.ts";

/** What became of one question. `worse`: it had an answer, and has none now. */
export type Verdict = "fixed" | "open" | "worse";

/** A question as a proof remembers it: what was answered is not kept, only what it rested on. */
export interface ProvenQuestion {
  hash: string;
  /** Personal data masked. */
  text: string;
  verdict: Verdict;
  before: { outcome: Outcome; documentIds: string[] };
  after: { outcome: Outcome; documentIds: string[] };
}

/** How a suite did before and after; `p` is that of an exact sign test. */
export interface SuiteChange {
  name: string;
  questions: number;
  right: number;
  /** Null at a suite's first run. */
  rightBefore: number | null;
  /** Ids of the questions that are right only now, and only before. */
  gained: string[];
  lost: string[];
  p: number;
}

/** Evidence that a gap was, or was not, repaired: who asked again, when, and against which index. */
export interface Proof {
  gapId: string;
  audience: Audience;
  /** ISO 8601. */
  at: string;
  by: string;
  /** Generation of the index, and the hash of the approved answers in use. */
  index: string;
  standards: string;
  questions: ProvenQuestion[];
  suites: SuiteChange[];
}

/** The trail of proofs, never changed afterwards, and the last figures of each suite. */
export interface ProofStore {
  /** Adds a proof for good; durable when it resolves. */
  add(proof: Proof): Promise<void>;
  /** All proofs, oldest first. */
  list(): Promise<Proof[]>;
  /** Keeps a suite's figures in place of earlier ones. */
  keepRun(suite: string, record: string): Promise<void>;
  /** The figures kept last; null for a suite that never ran. */
  lastRun(suite: string): Promise<string | null>;
  close(): Promise<void>;
}
