import type { AskedLists } from "./asked-lists.ts";
import type { NameHit } from "./register-index.ts";

/** A question as it concerns lists. */
export interface ListQuestion {
  /** What the asker wrote this time, folded; without what it takes over from earlier turns. */
  own: string;
  /** The question with what it takes over. */
  folded: string;
  lists: AskedLists;
  /** Names of rows that the question says whole. */
  hits: NameHit[];
  /** Where a row's name is only a part of what is asked for: the whole of that. */
  longer: string | null;
  /** The question without the names of rows. */
  masked: string;
  /** Stretches that are understood otherwise: places. */
  known: string[];
  /** The question before, which a follow-up takes its list and conditions from; empty where there is none. */
  before: string;
  /** Words before a name that tell which of several rows is meant. */
  qualifiers: string;
}
