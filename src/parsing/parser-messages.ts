import type { ErrorKind } from "../errors.ts";
import type { ParsedFile, ParsedFormat } from "./parsed-file.ts";

/** One file for a parser process to read; it reads one at a time. */
export interface ParseOrder {
  format: ParsedFormat;
  bytes: Uint8Array;
}

/** What a parser process answers: the file's structure, or why there is none. No stack leaves the process. */
export type ParseReply = (
  | { parsed: ParsedFile }
  | { refused: { kind: ErrorKind; code: string; message: string; hint: string | undefined } }
  /** The parser failed in a way it did not foresee; `outOfMemory` where an allocation did. */
  | { broke: { outOfMemory: boolean } }
) & {
  /** Resident memory of the process after the file, in bytes. */
  residentBytes: number;
};
