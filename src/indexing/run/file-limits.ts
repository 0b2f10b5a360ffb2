import { extensionOf } from "../formats/unsupported-types.ts";

const MEGABYTE = 1024 * 1024;
/** Text has no padding: more than this in one file is an export of a system, not a document. */
const LARGEST_TEXT = 20 * MEGABYTE;
/** Office files carry pictures and fonts; what they hold of text is limited by their parsers. */
const LARGEST_OFFICE = 100 * MEGABYTE;
const OFFICE = ["docx", "docm", "xlsx", "xlsm", "csv", "tsv", "pdf"];

/** Largest size of a file that is read, in bytes. A limit that was set holds for every format. */
export function largestFile(path: string, set: number | undefined): number {
  return set ?? (isOfficeFile(path) ? LARGEST_OFFICE : LARGEST_TEXT);
}

/** Whether a file is read by a parser process. */
function isOfficeFile(path: string): boolean {
  return OFFICE.includes(extensionOf(path));
}

/** Whether a file is worth reading before its turn: another process does it, and it does not fill the memory. */
export function canBeginAhead({ relative, size }: { relative: string; size: number }): boolean {
  return isOfficeFile(relative) && size <= LARGEST_TEXT;
}
