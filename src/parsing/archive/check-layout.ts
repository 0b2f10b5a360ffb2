import type { Entry } from "yauzl";
import { corruptArchive, overlappingEntries } from "./archive-errors.ts";

/** Where the central directory of an archive begins and ends, and how long the comment behind it all is. */
export interface DirectoryPlace {
  start: number;
  end: number;
  commentLength: number;
}

/** An entry with the place of its data in the archive. */
export interface PlacedEntry {
  entry: Entry;
  /** Offset of the first byte of its data. */
  dataStart: number;
}

const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_LENGTH = 30;
const END_RECORD = [0x50, 0x4b, 0x05, 0x06];
const END_RECORD_LENGTH = 22;
const ZIP64_END_RECORD = 0x06064b50;
const ZIP64_LOCATOR_LENGTH = 20;

/**
 * Finds the data of every entry (APPNOTE.TXT 4.3) and checks that the archive is one whole: it begins with an
 * entry, no two entries lie on the same bytes, and nothing but its own end stands behind the directory.
 * @throws WenbanError `ingest.corrupt_archive`, `ingest.archive_overlap`
 */
export function placeEntries(bytes: Uint8Array, entries: Entry[], place: DirectoryPlace): PlacedEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkEnd(view, place);
  const placed = entries.map((entry) => ({ entry, dataStart: findData(view, entry, place) }));
  const inOrder = placed.toSorted((a, b) => startOf(a) - startOf(b));
  let covered = 0;
  for (const [i, next] of inOrder.entries()) {
    if (startOf(next) < covered) throw overlappingEntries();
    if (i === 0 ? startOf(next) > 0 : hidesEnd(bytes, covered, startOf(next))) throw corruptArchive();
    covered = next.dataStart + next.entry.compressedSize;
  }
  if (hidesEnd(bytes, covered, place.start)) throw corruptArchive();
  return placed;
}

/** The directory's end is followed by the end record alone, or by the longer pair of large archives. */
function checkEnd(view: DataView, { start, end, commentLength }: DirectoryPlace): void {
  const endRecord = view.byteLength - END_RECORD_LENGTH - commentLength;
  if (start > end || end > endRecord) throw corruptArchive();
  if (end === endRecord) return;
  if (end + 12 > endRecord || view.getUint32(end, true) !== ZIP64_END_RECORD) throw corruptArchive();
  const length = 12 + Number(view.getBigUint64(end + 4, true));
  if (end + length + ZIP64_LOCATOR_LENGTH !== endRecord) throw corruptArchive();
}

function findData(view: DataView, entry: Entry, place: DirectoryPlace): number {
  const at = entry.relativeOffsetOfLocalHeader;
  if (at + LOCAL_HEADER_LENGTH > place.start) throw corruptArchive();
  if (view.getUint32(at, true) !== LOCAL_HEADER) throw corruptArchive();
  const names = view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const dataStart = at + LOCAL_HEADER_LENGTH + names;
  if (dataStart + entry.compressedSize > place.start) throw corruptArchive();
  return dataStart;
}

function startOf(placed: PlacedEntry): number {
  return placed.entry.relativeOffsetOfLocalHeader;
}

/** Whether bytes that belong to no entry hold another end record: another program may read another archive. */
function hidesEnd(bytes: Uint8Array, from: number, to: number): boolean {
  const gap = bytes.subarray(from, to);
  for (let at = gap.indexOf(0x50); at >= 0; at = gap.indexOf(0x50, at + 1)) {
    if (END_RECORD.every((byte, i) => gap[at + i] === byte)) return true;
  }
  return false;
}
