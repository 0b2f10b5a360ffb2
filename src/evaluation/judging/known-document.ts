/** What judging needs of a document. */
export interface KnownDocument {
  title: string;
  /** Stored text: every quote is a substring of it. */
  text: string;
  url: string | null;
}

/** The document, internal ones as well, or null when there is none. */
export type ReadDocument = (documentId: string) => Promise<KnownDocument | null>;
