import type { Day, DocumentKind, PageStart, Procedure, Register, Visibility } from "../domain.ts";

/** A file as the loaders see it: read once, never by path. */
export interface SourceFile {
  /** Path relative to the folder given, `/` as separator, with its extension. */
  path: string;
  bytes: Uint8Array;
  /** File times are not evidence of publication; they are not handed over. */
}

/** What a file says of itself. Absent means the file does not say; nothing is guessed here. */
export interface DeclaredMetadata {
  title?: string;
  kind?: DocumentKind;
  url?: string;
  publisher?: string;
  /** Name of the site a page stood on: it helps to tell which place a page is about. */
  siteName?: string;
  /** Full name or 6-digit code, as written. */
  region?: string;
  publishedAt?: Day;
  effectiveFrom?: Day;
  effectiveTo?: Day;
  supersededBy?: string;
  visibility?: Visibility;
  originalTitle?: string;
  sample?: boolean;
  checkedAt?: Day;
  reviewBy?: Day;
}

/** A document as loaded: the stored text and what the file declares, before cleaning and splitting. */
export interface SourceDocument {
  id: string;
  text: string;
  declared: DeclaredMetadata;
  /** Where each declared field came from, such as `front_matter` or `meta:PubDate`. */
  declaredFrom: Partial<Record<keyof DeclaredMetadata, string>>;
  /** Fields of a service guide, with ranges in `text`. */
  procedure: Procedure | null;
  /** Rows of a list, with ranges in `text`. Absent for formats that hold none. */
  register?: Register | null;
  /** Where pages begin in `text`. Absent for formats without pages. */
  pages?: PageStart[];
  /** Lines of `text` that are headings by their style, 1 to 6; absent where marks in the text tell. */
  headingLevels?: { start: number; level: number }[];
  /** Things worth telling the operator that did not stop the load. Codes such as `ingest.replaced_characters`. */
  warnings: { code: string; message: string }[];
}

/** Reads one format. Throws a WenbanError with a code `ingest.*` for a file it can't read. */
export interface DocumentLoader {
  readonly name: string;
  /** Whether this loader reads the file, judged by extension and content together. */
  accepts(file: SourceFile): boolean;
  load(file: SourceFile): Promise<SourceDocument[]>;
}
