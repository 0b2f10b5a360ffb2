import type { Audience, Document, DocumentKind, Passage } from "../domain.ts";
import type { ItemMatch } from "./items/item-matcher.ts";

/** What a search may be narrowed to. An absent member narrows nothing; an invalid one throws. */
export interface SearchFilter {
  /** 6-digit division codes; documents of these places, of places above them, or of no known place. */
  regions?: readonly string[];
  kinds?: readonly DocumentKind[];
  documentIds?: readonly string[];
  /** How the ids of the documents begin: any of these. */
  idPrefixes?: readonly string[];
  /** Leaves out the sample documents of the fictional place. */
  realOnly?: true;
}

export interface RetrieveRequest {
  /** The question as understood, standing alone. */
  query: string;
  /** Passages wanted, 1 to 100. */
  limit: number;
  audience: Audience;
  filter?: SearchFilter;
}

/** A passage with the scores that brought it here. */
export interface RetrievedPassage {
  passage: Passage;
  document: Document;
  /** Fused score in [0, 1] relative to the best of this search; orders the list. */
  score: number;
  /** BM25 score of the lexical leg; 0 when only the vector leg found it. */
  lexical: number;
  /** Cosine of the vector leg; null when only the lexical leg found it or vectors are off. */
  cosine: number | null;
}

/** In how many of how many passages a term stands. */
export interface TermFrequency {
  passages: number;
  of: number;
}

/** One generation of the index as retrieval and answering read it. Searches hold one generation throughout. */
export interface Corpus {
  /** Generation name; goes into every answer's `versions.index`. */
  readonly generation: string;
  /**
   * How common folded terms are among the passages the audience may see, in the order asked. A term is one or
   * two CJK characters, or a whole latin or digit token.
   */
  frequencies(terms: readonly string[], audience: Audience): Promise<TermFrequency[]>;
  /** Passages in descending score, at most `limit`; no threshold. */
  retrieve(request: RetrieveRequest): Promise<RetrievedPassage[]>;
  /** How well a question fits the items of the service guides the audience may see, best first; as `retrieve` does. */
  matchItems(question: string, audience: Audience): Promise<readonly ItemMatch[]>;
  /** The document, or null when there is none or the audience may not see it. */
  document(id: string, audience: Audience): Promise<Document | null>;
  /** The document's passages in order; empty when the audience may not see it. */
  passages(documentId: string, audience: Audience): Promise<Passage[]>;
  /** All documents of a kind that the audience may see, without order; reads them all. */
  list(audience: Audience, kind?: DocumentKind): Promise<Document[]>;
  /** The division codes of the places that documents the audience may see are about; cheap. */
  regionCodes(audience: Audience): Promise<string[]>;
}
