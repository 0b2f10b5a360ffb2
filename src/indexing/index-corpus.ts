import type { Day } from "../domain.ts";
import { blotPersonalData } from "../language/personal-data.ts";
import type { RegionTable } from "../language/regions.ts";
import type { EmbedderSource } from "../llm/embedder.ts";
import { lsaEmbedderSource } from "../llm/providers/lsa-embedder.ts";
import { closeParsers } from "../parsing/parse-file.ts";
import { buildIndexFiles } from "../retrieval/index-files.ts";
import { buildDocument, type DocumentDefaults } from "./build-document.ts";
import type { Generation, IndexStore, Problem } from "./document-store.ts";
import { generationPath } from "./generations/generation-files.ts";
import { loaders, loadFile } from "./loaders/index.ts";
import { beginAhead } from "./run/begin-file.ts";
import { storePath } from "./run/data-directory.ts";
import { lockDataDirectory } from "./run/data-lock.ts";
import { assignDocumentIds } from "./run/document-ids.ts";
import { largestFile } from "./run/file-limits.ts";
import { createPhaseProgress } from "./run/index-progress.ts";
import type { IndexProgress, IndexReport } from "./run/index-report.ts";
import { flushWhenFull, type IndexPoint, type IndexRun, pauseOrStop } from "./run/index-run.ts";
import { type ListedFile, type Listing, listFiles } from "./run/list-files.ts";
import { pruneVanished } from "./run/prune-vanished.ts";
import { beginGeneration, publishRun, requestKey, sweepGenerations } from "./run/publish-run.ts";
import { isRecordFile, readDocuments } from "./run/read-documents.ts";
import { openSqliteStore } from "./stores/sqlite.ts";

/** What to index, where to, and how. */
export interface IndexRequest {
  /** Files and folders. */
  paths: readonly string[];
  /** Data directory; made when it is not there. */
  dataDir: string;
  /** For documents that do not say it themselves. */
  defaults: DocumentDefaults;
  /** Removes what earlier runs read from the PATHs and what is no longer there. */
  prune: boolean;
  /** Makes the report `failed` when anything was skipped. */
  strict: boolean;
  /** Whether vectors are made; without them search goes by words alone. */
  vectors: boolean;
  /** What makes the vectors. Default: the built-in embedder, which needs no network. */
  embedder?: EmbedderSource;
  regions: RegionTable;
  today: Day;
  /** Stops after the document at hand; the same request then goes on from there. */
  signal?: AbortSignal;
  onProgress?: (progress: IndexProgress) => void;
  /** Largest file read, in bytes. Default 20 MB for text, 100 MB for office formats. */
  maxFileBytes?: number;
  /** How long to wait for another process that indexes, in milliseconds. Default 2,000. */
  lockWaitMs?: number;
  now?: () => Date;
  /** Quota of the database file in pages of 4 KB. */
  maxPages?: number;
  /** Called at named points; tests stop the process there. */
  atPoint?: (point: IndexPoint) => void;
}

/** Up to this size a database is looked through for damage before it is written to. */
const VERIFIED_BYTES = 64 * 1024 * 1024;

/**
 * Brings the index in a data directory up to date with files and folders. Until the last step is done,
 * readers see the previous generation, whole, whatever happens to this process.
 * @throws WenbanError `index.path_not_found`, `lock.held`, `storage.*`; the signal's reason when stopped
 */
export async function indexCorpus(request: IndexRequest): Promise<IndexReport> {
  const now = request.now ?? (() => new Date());
  const began = now().getTime();
  const listing = await listFiles(request.paths, request.dataDir);
  const lock = await lockDataDirectory(request.dataDir, "index", { waitMs: request.lockWaitMs ?? 2_000 });
  try {
    const store = openStore(request);
    try {
      const run = await startRun(store, request, now());
      await readAll(run, listing, request, now);
      if (request.prune) await pruneVanished(run, listing);
      const current = await publish(run, request, now);
      await sweepGenerations(store, request.dataDir, now(), request.atPoint);
      const seconds = (now().getTime() - began) / 1000;
      return reportOf(run, current, { strict: request.strict, seconds });
    } finally {
      await store.close();
    }
  } finally {
    await closeParsers();
    await lock.release();
  }
}

/** What makes the vectors; null when there are to be none. */
function embedderOf({ vectors, embedder = lsaEmbedderSource }: IndexRequest): EmbedderSource | null {
  return vectors ? embedder : null;
}

function openStore({ dataDir, maxPages, atPoint }: IndexRequest): IndexStore {
  return openSqliteStore(storePath(dataDir), {
    verifyUpTo: VERIFIED_BYTES,
    ...(maxPages === undefined ? {} : { maxPages }),
    ...(atPoint ? { atStatement: () => atPoint("in_batch") } : {}),
  });
}

async function startRun(store: IndexStore, request: IndexRequest, now: Date): Promise<IndexRun> {
  const begun = await beginGeneration(store, await requestKey(request), embedderOf(request)?.name ?? null);
  await sweepGenerations(store, request.dataDir, now);
  const { defaults, regions, today, maxFileBytes } = request;
  return {
    store,
    reading: {
      loadFile,
      buildDocument,
      defaults,
      regions,
      today,
      largestFile: (path) => largestFile(path, maxFileBytes),
    },
    base: begun.base,
    generation: begun.generation,
    prune: request.prune,
    signal: request.signal,
    atPoint: request.atPoint ?? (() => {}),
    writes: [],
    weight: 0,
    given: new Map(),
    counts: { added: 0, updated: 0, unchanged: 0 },
    skipped: [],
    warnings: [],
    isChanged: begun.isResumed,
  };
}

async function readAll(
  run: IndexRun,
  listing: Listing,
  request: IndexRequest,
  now: () => Date,
): Promise<void> {
  run.skipped.push(...listing.problems);
  run.warnings.push(...listing.warnings);
  const { files } = listing;
  const progress = createPhaseProgress("read", request.onProgress, now);
  const weighTotal = files.reduce((sum, { size }) => sum + size, 0);
  const ids = documentIds(files);
  let weighDone = 0;
  let done = 0;
  progress({ done, total: files.length, weighDone, weighTotal });
  for await (const next of beginAhead(run, files, (file) => ids.get(file) ?? file.relative)) {
    await pauseOrStop(run);
    const shown = blotPersonalData(next.file.shown);
    if (shown !== next.file.shown) run.warnings.push(blottedName(shown, done + 1));
    await readDocuments(run, { ...next, file: { ...next.file, shown } });
    await flushWhenFull(run);
    weighDone += next.file.size;
    progress({ done: ++done, total: files.length, weighDone, weighTotal });
  }
}

/** A file that is called by a personal number is named by its position in reports. */
function blottedName(path: string, position: number): Problem {
  const reason = `第 ${position} 个文件的名称里有个人号码，编号已遮盖。A file name holds a personal number.`;
  return { path, code: "ingest.personal_data", reason };
}

/** Files of types that are not read have no document, so they can't take an id from one that has. */
function documentIds(files: readonly ListedFile[]): Map<ListedFile, string> {
  const bytes = new Uint8Array();
  const single = files.filter(
    ({ relative }) =>
      !isRecordFile(relative) && loaders.some((loader) => loader.accepts({ path: relative, bytes })),
  );
  const ids = assignDocumentIds(single.map(({ relative }) => relative));
  return new Map(single.map((file, n) => [file, ids[n] ?? file.relative]));
}

function publish(run: IndexRun, request: IndexRequest, now: () => Date): Promise<Generation> {
  const { dataDir, signal, onProgress } = request;
  const report = {
    reading: createPhaseProgress("index", onProgress, now),
    embedding: createPhaseProgress("embed", onProgress, now),
  };
  const reuseFrom = run.base ? { reuseFrom: generationPath(dataDir, run.base.name) } : {};
  return publishRun(run, {
    dataDir,
    now,
    build: (directory, passages, total) =>
      buildIndexFiles({
        directory,
        passages,
        embedder: embedderOf(request),
        generation: run.generation.name,
        onProgress: ({ phase, done }) => report[phase]({ done, total }),
        ...reuseFrom,
        ...(signal ? { signal } : {}),
      }),
  });
}

function reportOf(
  run: IndexRun,
  current: Generation,
  { strict, seconds }: { strict: boolean; seconds: number },
): IndexReport {
  const { base, counts, skipped, warnings } = run;
  return {
    documents: current.documents,
    passages: current.passages,
    ...counts,
    removed: Math.max(0, (base?.documents ?? 0) + counts.added - current.documents),
    skipped,
    warnings,
    seconds,
    generation: current.name,
    failed: strict && skipped.length > 0,
  };
}
