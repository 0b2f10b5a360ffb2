import { setImmediate as breathe } from "node:timers/promises";
import type { Day } from "../../domain.ts";
import type { RegionTable } from "../../language/regions.ts";
import type { BuiltDocument, DocumentDefaults } from "../build-document.ts";
import type { DocumentHead, DocumentWrite, Generation, IndexStore, Problem } from "../document-store.ts";
import type { SourceDocument, SourceFile } from "../loader.ts";

/** Points of a run at which tests stop the process; in order of occurrence. */
export type IndexPoint =
  | "read"
  | "parsed"
  | "in_batch"
  | "batch_committed"
  | "building"
  | "built"
  | "renamed"
  | "published"
  | "sweeping";

/** How files become documents. */
export interface Reading {
  loadFile(file: SourceFile): Promise<SourceDocument[]>;
  buildDocument(
    source: SourceDocument,
    context: { defaults: DocumentDefaults; regions: RegionTable; today: Day },
  ): BuiltDocument;
  defaults: DocumentDefaults;
  regions: RegionTable;
  today: Day;
  /** Largest size of a file that is read, in bytes. */
  largestFile(path: string): number;
}

/** Documents of the files read, each in one of the three; what was taken out follows from the totals. */
export interface RunCounts {
  added: number;
  updated: number;
  unchanged: number;
}

/** One run of `index` while it goes on: the generation being written and what is known so far. */
export interface IndexRun {
  store: IndexStore;
  reading: Reading;
  /** The generation that is current while this one is written; null in a place never indexed. */
  base: Generation | null;
  /** The generation being written. */
  generation: Generation;
  prune: boolean;
  signal: AbortSignal | undefined;
  atPoint: (point: IndexPoint) => void;
  /** Writes not yet sent, and their weight in characters. */
  writes: DocumentWrite[];
  weight: number;
  /** Ids given in this run, with the file that gave them. */
  given: Map<string, string>;
  counts: RunCounts;
  skipped: Problem[];
  warnings: Problem[];
  /** Whether the new generation differs from its base. */
  isChanged: boolean;
}

/** A batch is sent at this many writes, or characters of text: bounded memory, and few waits for the disk. */
const BATCH_WRITES = 200;
const BATCH_WEIGHT = 4_000_000;

/** Adds writes to the next batch. */
export function write(run: IndexRun, ...writes: DocumentWrite[]): void {
  for (const one of writes) {
    run.writes.push(one);
    run.weight += one.write === "upsert" ? one.record.document.text.length : 0;
  }
  run.isChanged = true;
}

/** Sends the batch when it is large enough. */
export async function flushWhenFull(run: IndexRun): Promise<void> {
  if (run.writes.length >= BATCH_WRITES || run.weight >= BATCH_WEIGHT) await flush(run);
}

/** Sends the batch: all its documents, or none. */
export async function flush(run: IndexRun): Promise<void> {
  if (run.writes.length === 0) return;
  await run.store.documents.batch(run.generation.number, run.writes);
  run.atPoint("batch_committed");
  run.writes = [];
  run.weight = 0;
}

/**
 * Between two documents: lets signals be heard, and stops when one was. What is finished is kept, so that
 * the next run of the same request goes on from there.
 * @throws the signal's reason, an `AbortError` unless the caller chose another
 */
export async function pauseOrStop(run: IndexRun): Promise<void> {
  await breathe();
  if (!run.signal?.aborted) return;
  await flush(run);
  run.signal.throwIfAborted();
}

/** The head of one document as a generation sees it. */
export async function findHead(
  store: IndexStore,
  generation: number,
  id: string,
): Promise<DocumentHead | null> {
  for await (const head of store.documents.list(generation, { ids: [id] })) return head;
  return null;
}
