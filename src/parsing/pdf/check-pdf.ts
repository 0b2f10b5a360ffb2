import { inflateSync } from "node:zlib";
import { emptyFile, typeMismatch } from "../decode-text.ts";
import { sniffType } from "../sniff-type.ts";
import { corruptPdf, pdfTooLarge, tooManyPages } from "./pdf-errors.ts";

/** What the raw file tells before anything reads it. */
export interface PdfFacts {
  hasImages: boolean;
  /** Pixels of its largest picture. */
  largestImage: number;
}

/** Pages that one file may have. */
export const MOST_PAGES = 5000;
/** Bytes that all compressed streams together, pictures aside, may inflate to. */
const MOST_INFLATED = 200 << 20;
/** Longer ones than this pdf.js holds several times over, which the process has no memory for. */
const LONGEST_STREAM = 64 << 20;
/** How far before a stream its dictionary may begin. */
const DICTIONARY_REACH = 4096;
const TAIL = 2048;
const MOST_REVISIONS = 1000;

/**
 * Looks at a PDF's bytes for what would cost or mislead its reader: another type, a cut end, a chain of
 * cross-reference tables that loops, a page count that can't be, streams that inflate without end.
 * @throws WenbanError `ingest.empty_file`, `ingest.type_mismatch`, `ingest.corrupt_pdf`,
 *   `ingest.pdf_too_many_pages`, `ingest.pdf_too_large`
 */
export function checkPdf(bytes: Uint8Array): PdfFacts {
  if (bytes.length === 0) throw emptyFile();
  const type = sniffType(bytes);
  if (type?.name !== "pdf") throw typeMismatch(type?.label ?? "文本或网页");
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkEnd(raw);
  checkRevisions(raw);
  checkPageCount(raw);
  return checkStreams(raw);
}

/** A whole file ends in `startxref`, a place, and `%%EOF`; what a server adds behind holds no objects. */
function checkEnd(raw: Buffer): void {
  const end = raw.lastIndexOf("%%EOF");
  if (end < 0) {
    if (raw.subarray(-TAIL).lastIndexOf("startxref") < 0) throw corruptPdf();
    return;
  }
  const behind = raw.subarray(end);
  if (behind.includes(" obj") || behind.includes("stream\n")) throw corruptPdf();
  if (raw.subarray(Math.max(0, end - TAIL), end).lastIndexOf("startxref") < 0) throw corruptPdf();
}

/** Follows /Prev from the last cross-reference table to the first. */
function checkRevisions(raw: Buffer): void {
  const seen = new Set<number>();
  let at: number | null = readNumber(raw, raw.lastIndexOf("startxref"), "startxref");
  while (at !== null && at > 0 && at < raw.length && seen.size < MOST_REVISIONS) {
    if (seen.has(at)) throw corruptPdf();
    seen.add(at);
    const trailer = findTrailer(raw, at);
    at = trailer === null ? null : readNumber(trailer, trailer.indexOf("/Prev"), "/Prev");
  }
}

/** The dictionary of the table at `at`: behind `trailer`, or that of a cross-reference stream. */
function findTrailer(raw: Buffer, at: number): Buffer | null {
  const isTable = raw.subarray(at, at + 12).includes("xref");
  const start = isTable ? raw.indexOf("trailer", at) : at;
  if (start < 0) return null;
  const ends = ["startxref", "stream", "endobj"].map((word) => raw.indexOf(word, start + 8));
  const end = Math.min(...ends.filter((found) => found >= 0), start + DICTIONARY_REACH);
  return raw.subarray(start, end);
}

function readNumber(raw: Buffer, at: number, word: string): number | null {
  if (at < 0) return null;
  const found = /^\s{0,20}(\d{1,12})/.exec(raw.toString("latin1", at + word.length, at + word.length + 40));
  return found === null ? null : Number(found[1]);
}

/** A page tree that counts more pages than are read; lists of bookmarks count too, but in no page tree. */
function checkPageCount(raw: Buffer): void {
  for (let at = raw.indexOf("/Count"); at >= 0; at = raw.indexOf("/Count", at + 6)) {
    if ((readNumber(raw, at, "/Count") ?? 0) <= MOST_PAGES) continue;
    const before = raw.toString("latin1", Math.max(0, at - DICTIONARY_REACH), at);
    const after = raw.toString("latin1", at, at + DICTIONARY_REACH);
    const open = before.slice(before.lastIndexOf("<<"));
    const close = after.slice(0, after.indexOf(">>") + 1 || undefined);
    if (/\/Pages(?![A-Za-z])/.test(open + close)) throw tooManyPages(MOST_PAGES);
  }
}

function checkStreams(raw: Buffer): PdfFacts {
  const facts: PdfFacts = { hasImages: false, largestImage: 0 };
  let left = MOST_INFLATED;
  for (let at = raw.indexOf("stream"); at >= 0; at = raw.indexOf("stream", at + 6)) {
    if (raw.toString("latin1", at - 3, at) === "end") continue;
    const dictionary = readDictionary(raw, at);
    if (/\/Subtype\s{0,9}\/Image(?![A-Za-z])/.test(dictionary)) {
      noteImage(facts, dictionary);
      continue;
    }
    if (!/\/Fl(?:ateDecode)?(?![A-Za-z])/.test(dictionary)) continue;
    const body = raw[at + 6] === 13 ? at + 8 : at + 7;
    const content = inflate(raw.subarray(body), Math.min(left, LONGEST_STREAM));
    left -= content.length;
    checkPageCount(content);
    if (/\/Fl(?:ateDecode)?[^A-Za-z/]{0,20}\/Fl/.test(dictionary)) inflate(content, LONGEST_STREAM);
  }
  return facts;
}

function readDictionary(raw: Buffer, stream: number): string {
  const before = raw.toString("latin1", Math.max(0, stream - DICTIONARY_REACH), stream);
  return before.slice(Math.max(before.lastIndexOf(" obj"), before.lastIndexOf("endstream"), 0));
}

function noteImage(facts: PdfFacts, dictionary: string): void {
  const side = (name: string) => Number(new RegExp(`/${name}\\s{0,9}(\\d{1,9})`).exec(dictionary)?.[1] ?? 0);
  facts.hasImages = true;
  facts.largestImage = Math.max(facts.largestImage, side("Width") * side("Height"));
}

/** What a stream inflates to, as far as it is whole; a broken one is left to the reader. */
function inflate(data: Buffer, limit: number): Buffer {
  try {
    // Not asking for the end of the data lets cut streams through, and what follows a stream is not its own.
    return inflateSync(data, { maxOutputLength: limit, finishFlush: 2 });
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") throw pdfTooLarge();
    return Buffer.alloc(0);
  }
}
