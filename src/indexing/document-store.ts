import type { Document, DocumentKind, Passage, Visibility } from "../domain.ts";

/**
 * Where documents, their passages and the generations of the index live.
 *
 * A row belongs to the generations from the one that wrote it up to, not including, the one that replaced
 * it. So a reader that holds generation g sees exactly g while g + 1 is written, and a writer that dies
 * leaves rows that no published generation sees. Every write is one batch of statements that need to read
 * nothing first: SQLite, D1 and PostgreSQL can all do that.
 */

/** A document with its passages and where it came from. */
export interface DocumentRecord {
  document: Document;
  /** In order; `shown` is the slice of `document.shown` and is not stored a second time. */
  passages: Passage[];
  /** Absolute path of the file it was read from. */
  origin: string;
  /** SHA-256 (hex) over all that the document was made from; an equal one means the same document. */
  fingerprint: string;
}

/** What a run needs to know of a document without reading its text. */
export interface DocumentHead {
  id: string;
  kind: DocumentKind;
  visibility: Visibility;
  origin: string;
  fingerprint: string;
  passages: number;
  /** Number of the generation that wrote this version. */
  since: number;
}

/** What a list may be narrowed to; an absent member narrows nothing. */
export interface DocumentFilter {
  kind?: DocumentKind;
  visibility?: Visibility;
  origin?: string;
  ids?: readonly string[];
}

/** Something that went wrong with one file or one document of it, for the report. */
export interface Problem {
  /** Path as the operator knows it. */
  path: string;
  /** `area.reason` */
  code: string;
  reason: string;
}

/** What one file gave when it was last read. */
export interface SourceRecord {
  /** Absolute path, equal to the `origin` of its documents. */
  path: string;
  /** SHA-256 (hex) over the bytes and all that the reading depends on. */
  fingerprint: string;
  /** Documents it gave. */
  documents: number;
  /** Reported again while the file stays as it is. */
  problems: Problem[];
  warnings: Problem[];
}

/** One write of a batch. */
export type DocumentWrite =
  | { write: "upsert"; record: DocumentRecord }
  | { write: "delete"; id: string }
  | { write: "upsert_source"; source: SourceRecord }
  | { write: "delete_source"; path: string };

/** Port: documents of a generation. Contract: `test/contracts/document-store.ts`. */
export interface DocumentStore {
  /** Adds or replaces documents in an unpublished generation, all or none. */
  upsert(generation: number, records: readonly DocumentRecord[]): Promise<void>;
  /**
   * The documents as the generation sees them; unknown ids are absent. A document whose stored bytes are
   * no longer the ones written is absent too, and reported through the store's `onDamage`.
   */
  get(generation: number, ids: readonly string[]): Promise<Map<string, DocumentRecord>>;
  /** Heads of all documents the generation sees, ordered by id (code units are not promised across stores). */
  list(generation: number, filter?: DocumentFilter): AsyncIterable<DocumentHead>;
  /** Ends documents from an unpublished generation on, all or none; unknown ids change nothing. */
  delete(generation: number, ids: readonly string[]): Promise<void>;
  /** Applies writes to an unpublished generation in order, all or none. */
  batch(generation: number, writes: readonly DocumentWrite[]): Promise<void>;
}

/** Port: which files were read, as a generation sees them. Written through `DocumentStore.batch`. */
export interface SourceLedger {
  get(generation: number, path: string): Promise<SourceRecord | null>;
  /** Paths equal to `under` or below it (`/` as separator). */
  list(generation: number, under: string): Promise<string[]>;
}

/** One generation of the index. The current one is the published one with the highest number. */
export interface Generation {
  number: number;
  /** Unique for ever; names its folder of index files and stands in every answer's `versions.index`. */
  name: string;
  /** Identifies the run, so that an interrupted one can go on where it stopped. */
  request: string;
  /** Name of the embedder its vectors were made with; null without vectors. */
  embedder: string | null;
  /** ISO time; null while it is being written. */
  publishedAt: string | null;
  /** Totals, counted when published. */
  documents: number;
  passages: number;
}

/** Port: how generations come and go. */
export interface GenerationLog {
  /** All generations kept, lowest number first. */
  list(): Promise<Generation[]>;
  /** Starts a generation; throws `index.generation_taken` when the number or the name is taken. */
  begin(generation: Pick<Generation, "number" | "name" | "request" | "embedder">): Promise<void>;
  /** Counts the totals and makes the generation current, in one batch; throws when there is no such unpublished one. */
  publish(number: number, publishedAt: string): Promise<void>;
  /** Undoes everything an unpublished generation wrote; an unknown number changes nothing. */
  discard(number: number): Promise<void>;
  /** Forgets the published generations below `oldest` and what only they see. */
  sweep(oldest: number): Promise<void>;
}

/** The three ports over one place of storage. */
export interface IndexStore {
  documents: DocumentStore;
  sources: SourceLedger;
  generations: GenerationLog;
  close(): Promise<void>;
}

/** The generation that readers take: the newest published one, or null in a place never indexed. */
export function currentGeneration(generations: readonly Generation[]): Generation | null {
  return generations.findLast((one) => one.publishedAt !== null) ?? null;
}
