import type { Document, DocumentKind, OffsetRun, Passage, Visibility } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import type { DocumentRecord } from "./document-store.ts";

/** A record as columns: what a database keeps of it, whatever its dialect. */
export interface StoredRow {
  id: string;
  kind: DocumentKind;
  visibility: Visibility;
  origin: string;
  fingerprint: string;
  /** Number of passages. */
  passages: number;
  text: string;
  /** Null when the shown text is the stored text. */
  shown: string | null;
  /** JSON of everything else. */
  body: string;
}

type Metadata = Omit<Document, "id" | "kind" | "visibility" | "text" | "shown" | "offsets">;

/** What records written before these members existed do not hold. */
const ABSENT = { register: null, pages: [] };

interface Body {
  metadata: Metadata;
  /** shown, stored, length; flat, as a long text has tens of thousands of runs. */
  offsets: number[];
  /** Heading paths, each once. */
  headings: string[][];
  /** ordinal, start, end, shownStart, shownEnd, index of the heading path; flat, in order. */
  passages: number[];
}

const NUMBERS_PER_PASSAGE = 6;
const NUMBERS_PER_RUN = 3;

/** @throws WenbanError `store.passage_mismatch` when a passage's text is not the slice it says it is. */
export function encodeRecord(record: DocumentRecord): StoredRow {
  const { id, kind, visibility, text, shown, offsets, ...metadata } = record.document;
  const body: Body = {
    metadata,
    offsets: offsets.flatMap((run) => [run.shown, run.stored, run.length]),
    ...encodePassages(record),
  };
  return {
    id,
    kind,
    visibility,
    origin: record.origin,
    fingerprint: record.fingerprint,
    passages: record.passages.length,
    text: text.toWellFormed(), // UTF-8 has no lone surrogates; U+FFFD is as long, so offsets stay right
    shown: shown === text ? null : shown.toWellFormed(),
    body: JSON.stringify(body),
  };
}

function encodePassages(record: DocumentRecord): Pick<Body, "headings" | "passages"> {
  const known = new Map<string, number>();
  const headings: string[][] = [];
  const passages = record.passages.flatMap((passage) => {
    assertDerivable(record, passage);
    const key = JSON.stringify(passage.headings);
    let path = known.get(key);
    if (path === undefined) {
      path = headings.push(passage.headings) - 1;
      known.set(key, path);
    }
    return [passage.ordinal, passage.start, passage.end, passage.shownStart, passage.shownEnd, path];
  });
  return { headings, passages };
}

function assertDerivable({ document }: DocumentRecord, passage: Passage): void {
  const derivable =
    passage.id === passageId(document.id, passage.ordinal) &&
    passage.documentId === document.id &&
    passage.shown === document.shown.slice(passage.shownStart, passage.shownEnd);
  if (derivable) return;
  throw new WenbanError(
    "unknown",
    "store.passage_mismatch",
    `片段 ${passage.id} 与文档不符。The passage does not match its document.`,
    { hint: "这是程序缺陷，请报告。This is a defect; please report it." },
  );
}

/** The record that `encodeRecord` made the row from. */
export function decodeRecord(row: StoredRow): DocumentRecord {
  const body = JSON.parse(row.body) as Body;
  const document: Document = {
    ...ABSENT,
    ...body.metadata,
    id: row.id,
    kind: row.kind,
    visibility: row.visibility,
    text: row.text,
    shown: row.shown ?? row.text,
    offsets: decodeOffsets(body.offsets),
  };
  const passages = decodePassages(document, body);
  return { document, passages, origin: row.origin, fingerprint: row.fingerprint };
}

function decodeOffsets(numbers: readonly number[]): OffsetRun[] {
  const runs: OffsetRun[] = [];
  for (let at = 0; at < numbers.length; at += NUMBERS_PER_RUN) {
    const [shown = 0, stored = 0, length = 0] = numbers.slice(at, at + NUMBERS_PER_RUN);
    runs.push({ shown, stored, length });
  }
  return runs;
}

function decodePassages(document: Document, body: Body): Passage[] {
  const passages: Passage[] = [];
  for (let at = 0; at < body.passages.length; at += NUMBERS_PER_PASSAGE) {
    passages.push(decodePassage(document, body.headings, body.passages.slice(at, at + NUMBERS_PER_PASSAGE)));
  }
  return passages;
}

function decodePassage(document: Document, headings: string[][], numbers: readonly number[]): Passage {
  const [ordinal = 0, start = 0, end = 0, shownStart = 0, shownEnd = 0, path = 0] = numbers;
  return {
    id: passageId(document.id, ordinal),
    documentId: document.id,
    ordinal,
    headings: headings[path] ?? [],
    start,
    end,
    shownStart,
    shownEnd,
    shown: document.shown.slice(shownStart, shownEnd),
  };
}

/** `documentId#ordinal` */
function passageId(documentId: string, ordinal: number): string {
  return `${documentId}#${ordinal}`;
}

/** The document a passage id belongs to; document ids may hold `#` themselves. */
export function documentIdOf(passage: string): string {
  return passage.slice(0, passage.lastIndexOf("#"));
}
