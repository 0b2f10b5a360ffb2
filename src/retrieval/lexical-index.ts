import type { DocumentKind, Visibility } from "../domain.ts";
import type { QueryTerm } from "./analyse.ts";
import type { SearchFilter } from "./corpus.ts";

/** One passage as the indexes see it. */
export interface IndexEntry {
  passageId: string;
  documentId: string;
  visibility: Visibility;
  kind: DocumentKind;
  /** 6-digit division code; null when the document names no place. */
  regionCode: string | null;
  /** The document's title; empty when it has none. */
  title: string;
  /** Heading path of the passage, outermost first. */
  headings: string[];
  /** Shown text of the passage. */
  body: string;
  /** Everyday names of what the document is about. */
  aliases: string[];
}

export interface LexicalHit {
  passageId: string;
  documentId: string;
  /** BM25 over character pairs, words and single characters; above 0, without upper bound. */
  score: number;
  /** The score as a share of what a passage would reach that says every term over and over: (0, 1). */
  share: number;
}

/** In how many passages terms occur; what makes a term's weight. */
export interface TermCounts {
  passages: number;
  /** Passages that hold each term asked about, in the order asked. */
  holding: number[];
}

export interface SearchOptions {
  /** Hits wanted at most, 1 or more. */
  limit: number;
  filter?: SearchFilter;
}

export interface LexicalSearchOptions extends SearchOptions {
  /** Counts of another index for the same terms, added to this one's so that the scores of both compare. */
  background?: TermCounts;
}

/**
 * Finds passages by their words. After any sequence of `upsert` and `delete`, a search scores as an index
 * would that was made from what is left. Throws `retrieval.invalid_filter` and `retrieval.invalid_limit`.
 */
export interface LexicalIndex {
  /** Adds passages; one whose `passageId` is there already is replaced. */
  upsert(entries: readonly IndexEntry[]): Promise<void>;
  /** Removes all passages of a document; an unknown id changes nothing. */
  delete(documentId: string): Promise<void>;
  /** Hits in descending score, ties in order of insertion; none for no terms. */
  search(terms: readonly QueryTerm[], options: LexicalSearchOptions): Promise<LexicalHit[]>;
  /** How many passages hold each term. */
  count(terms: readonly QueryTerm[]): Promise<TermCounts>;
  /** The distinct division codes of the passages, without order. */
  regionCodes(): Promise<string[]>;
}
