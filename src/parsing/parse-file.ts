import type { ParsedFile, ParsedFormat } from "./parsed-file.ts";
import { createParserPool } from "./parser-pool.ts";

/** The one pool of this process: parser processes belong to the program as a whole, as its threads do. */
const pool = createParserPool();

/**
 * The structure of an office file, read in a process of its own under limits of time and memory. Two files are
 * read at once at most, further ones wait; whatever a file does to the parser concerns that file alone.
 * @throws WenbanError what the format's parser throws, `ingest.too_slow`, `ingest.too_much_memory`,
 *   `ingest.text_too_large`, `ingest.parser_failed`
 */
export function parseFile(format: ParsedFormat, bytes: Uint8Array): Promise<ParsedFile> {
  return pool.parse({ format, bytes });
}

/** Ends the parser processes; a later `parseFile` starts new ones. Without it they end with this process. */
export function closeParsers(): Promise<void> {
  return pool.close();
}
