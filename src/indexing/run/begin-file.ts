import { hash } from "node:crypto";
import { toWenbanError, type WenbanError } from "../../errors.ts";
import type { SourceRecord } from "../document-store.ts";
import type { SourceDocument } from "../loader.ts";
import { canBeginAhead } from "./file-limits.ts";
import type { IndexRun } from "./index-run.ts";
import type { ListedFile } from "./list-files.ts";
import { readSourceFile } from "./read-source-file.ts";

/** Raise it when files must be read again although they have not changed: other cleaning, other passages. */
const READING_VERSION = 5;
/** Files begun before their turn: as many as are parsed at once. */
const FILES_AHEAD = 2;

export type Settled<Value> = { value: Value; error: null } | { value: null; error: WenbanError };

/** Whatever reading a file throws concerns this file alone. */
export async function settle<Value>(promise: Promise<Value>): Promise<Settled<Value>> {
  return promise.then(
    (value) => ({ value, error: null }),
    (error) => ({ value: null, error: toWenbanError(error) }),
  );
}

/** A file that has been read, and is being loaded when the index does not know it as it is. */
export interface BegunFile {
  fingerprint: string;
  /** What the index knows of the file. */
  known: SourceRecord | null;
  /** Its documents, loaded once. */
  load(): Promise<Settled<SourceDocument[]>>;
}

/**
 * Reads a file, and begins to load it where it has changed. It changes nothing of the run, so that files can be
 * begun before their turn.
 * @throws only what the store throws
 */
async function beginFile(run: IndexRun, file: ListedFile, id: string): Promise<Settled<BegunFile>> {
  const read = await settle(readSourceFile(file.handle, run.reading.largestFile(file.relative)));
  if (read.error) return read;
  const bytes = read.value;
  const fingerprint = fingerprintOf(run, id, bytes);
  const known = await run.store.sources.get(run.generation.number, file.path);
  const load = () => settle(run.reading.loadFile({ path: file.relative, bytes }));
  const loading = known?.fingerprint === fingerprint ? null : load();
  return { value: { fingerprint, known, load: () => loading ?? load() }, error: null };
}

/** Everything a document is made from: the bytes, its id, the defaults, and how this version reads. */
function fingerprintOf(run: IndexRun, id: string, bytes: Uint8Array): string {
  const salt = hash("sha256", JSON.stringify([READING_VERSION, id, run.reading.defaults]));
  return hash("sha256", salt + hash("sha256", bytes));
}

/** A file whose turn has come. */
export interface FileInTurn {
  file: ListedFile;
  /** Id for a file that is one document. */
  id: string;
  begun: Settled<BegunFile>;
}

/**
 * The files of a run in order. Office files are begun a little before their turn: while one is taken in, parser
 * processes read the next ones.
 */
export async function* beginAhead(
  run: IndexRun,
  files: readonly ListedFile[],
  idOf: (file: ListedFile) => string,
): AsyncGenerator<FileInTurn> {
  const ahead = new Map<ListedFile, Promise<FileInTurn>>();
  const begin = async (file: ListedFile): Promise<FileInTurn> => {
    const id = idOf(file);
    return { file, id, begun: await beginFile(run, file, id) };
  };
  for (const [turn, file] of files.entries()) {
    const current = ahead.get(file) ?? begin(file);
    ahead.delete(file);
    for (const next of files.slice(turn + 1, turn + 1 + FILES_AHEAD)) {
      if (ahead.has(next) || !canBeginAhead(next)) continue;
      const beginning = begin(next);
      // Thrown when its turn comes; until then nobody waits for it.
      beginning.catch(() => {});
      ahead.set(next, beginning);
    }
    yield await current;
  }
}
