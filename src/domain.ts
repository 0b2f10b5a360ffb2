/**
 * The glossary as types: the words that the whole house shares (see the glossary in README.md).
 * Nothing in this file does anything; it may be imported from everywhere.
 */

import type {
  Day,
  PageStart,
  Procedure,
  ProcedureField,
  Register,
  RegisterEdition,
  RegisterRow,
} from "./records.ts";

export type {
  Day,
  PageStart,
  Procedure,
  ProcedureField,
  Register,
  RegisterColumn,
  RegisterDisposition,
  RegisterEdition,
  RegisterRow,
  Span,
} from "./records.ts";

/** What the product is called, and a site as long as nobody has named it (WENBAN_SITE_NAME). */
export const PRODUCT_NAME = "问办";

/** Who may read a document. Internal documents reach staff only, on every path. */
export type Visibility = "public" | "internal";

/** Who asks. A public asker sees public documents; staff see both kinds. */
export type Audience = "public" | "staff";

/** What a document is: a text, a service guide held as fields, a paraphrase, or a list held as rows. */
export type DocumentKind = "policy" | "procedure" | "summary" | "register";

/** Whether a document applies on a given day. `unknown` where the document does not say. */
export type Validity = "not_yet_effective" | "in_force" | "amended" | "repealed" | "unknown";

/** A place of the national division table; `code` is the 6-digit division code. */
export interface Region {
  /** 6-digit division code; `100000` is the nation. */
  code: string;
  /** Full name from the province down, such as 浙江省杭州市余杭区. */
  name: string;
}

/**
 * One run of the map between shown and stored text: `length` shown characters that begin at `shown`
 * stand for as many stored characters that begin at `stored`. Shown characters outside every run were
 * added by cleaning and have no stored counterpart. Runs are sorted, and never overlap.
 */
export interface OffsetRun {
  shown: number;
  stored: number;
  length: number;
}

/** A fact about a document that was read out of it, with the place where it was found. */
export interface Finding {
  field: string;
  value: string;
  /** Where it was read: `front_matter`, `meta:PubDate`, `text:12-34`, `default`, `file`. */
  from: string;
}

/** One policy, notice, guide or list, with its stored and its shown text. */
export interface Document {
  id: string;
  kind: DocumentKind;
  title: string;
  /** Stored text, exactly as read from the file. Every quote is a substring of it. */
  text: string;
  /** Cleaned text: shown to people and matched against questions. */
  shown: string;
  /** Map from shown to stored offsets. */
  offsets: OffsetRun[];
  url: string | null;
  publisher: string | null;
  region: Region | null;
  publishedAt: Day | null;
  effectiveFrom: Day | null;
  effectiveTo: Day | null;
  /** Id or title of the document that replaced this one. */
  supersededBy: string | null;
  visibility: Visibility;
  /** For a summary: the title of the text it paraphrases. */
  originalTitle: string | null;
  /** Fictional sample data, marked as such on every answer. */
  sample: boolean;
  /** A procedure's fields, when `kind` is `procedure`. */
  procedure: Procedure | null;
  /** A list's edition and rows, when `kind` is `register`. */
  register: Register | null;
  /** Where the pages of a paged file begin in the stored text, in order; empty for files without pages. */
  pages: PageStart[];
  /** Day until which the text was last compared with its source, and by which to compare it again. */
  checkedAt: Day | null;
  reviewBy: Day | null;
  findings: Finding[];
  /** SHA-256 (hex) over the stored text and the metadata: the identity of this version. */
  hash: string;
}

/** A retrievable piece of a document. All offsets are UTF-16. */
export interface Passage {
  /** `documentId#ordinal`. */
  id: string;
  documentId: string;
  ordinal: number;
  /** Heading path, outermost first, in shown text. */
  headings: string[];
  /** Range in the stored text. */
  start: number;
  end: number;
  /** Range in the shown text. */
  shownStart: number;
  shownEnd: number;
  /** The shown text of the range. */
  shown: string;
}

/** A turn of a conversation, as history is handed in. */
export interface Turn {
  role: "user" | "assistant";
  text: string;
  /** What an answer offered to choose from, where it is known beside its text. */
  options?: readonly AnswerOption[];
}

/** The user's message before anything is understood. */
export interface AskRequest {
  question: string;
  conversationId?: string;
  /** Earlier turns, oldest first. */
  history?: Turn[];
  /** Full name or 6-digit code. */
  region?: string;
  /** The day taken as today. */
  at?: Day;
  /** How the ids of the documents to answer from begin: any of these; absent or empty: all documents. */
  scope?: readonly string[];
  /** Language tag of the asker (BCP 47); zh-Hant, zh-TW, zh-HK and zh-MO get answers in traditional script. */
  locale?: string;
  audience: Audience;
}

/** How an answer ended. The one taxonomy of API, logs, metrics and wording. */
export const OUTCOMES = [
  "answered",
  "answered_extract",
  "answered_procedure",
  "answered_standard",
  "small_talk",
  "clarify",
  "no_source",
  "weak_source",
  "out_of_scope",
  "blocked_input",
  "blocked_output",
  "handoff",
  "paused",
  "stopped",
  "error_timeout",
  "error_upstream",
  "error_rate_limit",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A warning that stands before the answer's text on every face. */
export const NOTICE_CODES = [
  "expired",
  "not_yet_effective",
  "dated",
  "other_region",
  "generated",
  "partial",
  "paraphrase",
  "sample",
  "privacy",
] as const;
export interface Notice {
  code: (typeof NOTICE_CODES)[number];
  text: string;
}

/** A verified source of an answer: `document.text.slice(start, end) === quote`, always. */
export interface Citation {
  number: number;
  documentId: string;
  passageId: string;
  title: string;
  publisher: string | null;
  /** Full region name. */
  region: string | null;
  publishedAt: Day | null;
  validity: Validity;
  url: string | null;
  sourceUrl: string;
  headings: string[];
  /** Page of a paged file on which the quote begins. */
  page?: number;
  quote: string;
  /** The quote as cleaned for reading. */
  shown: string;
  start: number;
  end: number;
}

/** A small table: what was asked, for each place or year. `text` says the same in words. */
export interface Comparison {
  /** What was asked, such as 审批提速. */
  columns: string[];
  /** As many cells as columns; `citations` are numbers of the answer's citations. */
  rows: { label: string; cells: { text: string; citations: number[] }[] }[];
}

export interface AnswerOption {
  label: string;
  question: string;
}

/** The structured result of a question; the contract of every face. */
export interface Answer {
  messageId: string;
  conversationId: string;
  question: { text: string; masked: boolean; region?: string; at?: Day };
  outcome: Outcome;
  /** Plain text with [1] marks; the first sentence answers. */
  text: string;
  citations: Citation[];
  procedure?: { documentId: string; name: string; fields: ProcedureField[] };
  /** The rows of a list that answer, with the edition they stand in. */
  register?: { documentId: string; name: string; edition: RegisterEdition; rows: RegisterRow[] };
  /** What was found for several places or years, cell by cell; a cell without a citation was not found. */
  comparison?: Comparison;
  options?: AnswerOption[];
  related?: { documentId: string; title: string }[];
  notices: Notice[];
  generatedBy: "procedure" | "extract" | "standard" | `model:${string}`;
  versions: { index: string; prompt?: string; model?: string };
  tookMs: number;
}

/** Whether `outcome` carries citations: exactly those whose name begins with `answered` do. */
export function isAnswered(outcome: Outcome): boolean {
  return outcome.startsWith("answered");
}
