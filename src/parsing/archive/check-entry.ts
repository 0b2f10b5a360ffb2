import type { Entry } from "yauzl";
import { badEntry, badEntryName, encryptedArchive } from "./archive-errors.ts";

/** Systems whose external attributes hold a Unix file mode: Unix and OS X (APPNOTE.TXT 4.4.2). */
const UNIX_HOSTS = [3, 19];
const MODE_TYPE = 0o170000;
/** Not told, a directory, a regular file. */
const PLAIN_TYPES = [0, 0o040000, 0o100000];
// biome-ignore lint/suspicious/noControlCharactersInRegex: names with control characters are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * The name of an entry that is a plain, readable part of an office file.
 * @throws WenbanError `ingest.encrypted`, `ingest.archive_bad_name`, `ingest.archive_bad_entry`
 */
export function checkEntry(entry: Entry): string {
  if (entry.isEncrypted()) throw encryptedArchive();
  const name = decodeName(entry.fileNameRaw);
  if (!isPlainName(name)) throw badEntryName();
  if (isSpecial(entry)) throw badEntry();
  return name;
}

/** Part names are ASCII by the packaging rules (ECMA-376 part 2, 6.2.2); others are kept apart, not judged. */
function decodeName(raw: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return new TextDecoder("latin1").decode(raw); // An older encoding: such a part is never asked for.
  }
}

function isPlainName(name: string): boolean {
  if (name === "" || name.startsWith("/") || name.includes("\\") || CONTROLS.test(name)) return false;
  return !/^[A-Za-z]:/.test(name) && !name.split("/").includes("..");
}

function isSpecial(entry: Entry): boolean {
  const type = (entry.externalFileAttributes >>> 16) & MODE_TYPE;
  return UNIX_HOSTS.includes(entry.versionMadeBy >>> 8) && !PLAIN_TYPES.includes(type);
}
