import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { WenbanError } from "../errors.ts";
import {
  corruptArchive,
  duplicateEntry,
  encryptedArchive,
  tooManyEntries,
} from "./archive/archive-errors.ts";
import { checkEntry } from "./archive/check-entry.ts";
import { type PlacedEntry, placeEntries } from "./archive/check-layout.ts";
import { type ArchiveLimits, inflateEntry } from "./archive/inflate-entry.ts";

/** The parts of an office file. Names are found whatever their case, as the packaging rules ask. */
export interface Archive {
  /** Names of all parts as written, in the order of the directory. */
  readonly names: string[];
  has(name: string): boolean;
  /**
   * Hands on a part's content, chunk by chunk; what `onChunk` throws stops the reading and is thrown.
   * @throws WenbanError `ingest.archive_too_large`, `ingest.archive_size_mismatch`, `ingest.corrupt_archive` (also
   *   for a part that is not there)
   */
  read(name: string, onChunk: (chunk: Uint8Array) => void): Promise<void>;
  /** A part's content as text; for small parts that are not XML. */
  readText(name: string): Promise<string>;
}

const DEFAULT_LIMITS: ArchiveLimits = {
  entries: 10_000,
  inflated: 200 << 20,
  ratio: 200,
  ratioFrom: 32 << 20,
};

/**
 * Opens a zip archive without inflating anything, and refuses one that two programs may read in two ways or
 * that no office program writes.
 * @throws WenbanError `ingest.corrupt_archive`, `ingest.archive_too_many_entries`, `ingest.archive_overlap`,
 *   `ingest.archive_bad_name`, `ingest.archive_bad_entry`, `ingest.archive_duplicate_entry`, `ingest.encrypted`
 */
export async function openArchive(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<Archive> {
  const allowed = { ...DEFAULT_LIMITS, ...limits };
  const { entries, place } = await readDirectory(bytes, allowed).catch(explainFault);
  const names = entries.map(checkEntry);
  const placed = placeEntries(bytes, entries, place);
  return createArchive(bytes, names, indexByName(names, placed), allowed);
}

function createArchive(
  bytes: Uint8Array,
  names: string[],
  parts: Map<string, PlacedEntry>,
  limits: ArchiveLimits,
): Archive {
  const totals = { bytesIn: 0, bytesOut: 0 };
  const read: Archive["read"] = async (name, onChunk) => {
    const part = parts.get(keyOf(name));
    if (part === undefined) throw corruptArchive();
    const data = bytes.subarray(part.dataStart, part.dataStart + part.entry.compressedSize);
    await inflateEntry(data, part, totals, limits, onChunk);
  };
  return {
    names,
    has: (name) => parts.has(keyOf(name)),
    read,
    async readText(name) {
      const decoder = new TextDecoder();
      const pieces: string[] = [];
      await read(name, (chunk) => pieces.push(decoder.decode(chunk, { stream: true })));
      return pieces.join("") + decoder.decode();
    },
  };
}

async function readDirectory(bytes: Uint8Array, limits: ArchiveLimits) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const zip = await fromBufferPromise(buffer, { decodeStrings: false, validateEntrySizes: false });
  if (zip.entryCount > limits.entries) throw tooManyEntries(zip.entryCount, limits.entries);
  const start = cursorOf(zip);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  return { entries, place: { start, end: cursorOf(zip), commentLength: zip.comment.length } };
}

/** Where the next record of the directory stands; its published type is wrong. */
function cursorOf(zip: ZipFile): number {
  return Number(zip.readEntryCursor);
}

/** yauzl knows errors by their words alone. */
function explainFault(error: unknown): never {
  if (error instanceof WenbanError) throw error;
  const isLocked = error instanceof Error && error.message.includes("encryption");
  throw isLocked ? encryptedArchive() : corruptArchive(error);
}

function indexByName(names: string[], placed: PlacedEntry[]): Map<string, PlacedEntry> {
  const parts = new Map<string, PlacedEntry>();
  for (const [i, part] of placed.entries()) {
    const key = keyOf(names[i] ?? "");
    if (parts.has(key)) throw duplicateEntry();
    parts.set(key, part);
  }
  return parts;
}

function keyOf(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
