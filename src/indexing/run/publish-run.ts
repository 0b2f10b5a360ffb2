import { hash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import type { IndexEntry } from "../../retrieval/lexical-index.ts";
import { currentGeneration, type DocumentHead, type Generation, type IndexStore } from "../document-store.ts";
import {
  buildGenerationFiles,
  generationPath,
  removeOtherGenerations,
} from "../generations/generation-files.ts";
import { indexEntries } from "./index-entries.ts";
import { flush, type IndexPoint, type IndexRun, write } from "./index-run.ts";

/** Readers of a generation have this long to let go of it after the next one came, in milliseconds. */
const GRACE_MS = 60_000;

/** Identifies a request: an interrupted run is taken up by the same request only. */
export async function requestKey(request: {
  paths: readonly string[];
  defaults: unknown;
  prune: boolean;
}): Promise<string> {
  const paths = await Promise.all(request.paths.map((path) => realpath(path).catch(() => path)));
  return hash("sha256", JSON.stringify([paths, request.defaults, request.prune]));
}

/**
 * Starts a generation, or goes on with the one an earlier run of the same request was stopped in. Leftovers
 * of every other run are undone first.
 */
export async function beginGeneration(
  store: IndexStore,
  request: string,
  embedder: string | null,
): Promise<{ base: Generation | null; generation: Generation; isResumed: boolean }> {
  const all = await store.generations.list();
  const base = currentGeneration(all);
  const unpublished = all.filter(({ publishedAt }) => publishedAt === null);
  const interrupted = unpublished.find((one) => one.request === request && one.embedder === embedder);
  for (const { number } of unpublished) {
    if (number !== interrupted?.number) await store.generations.discard(number);
  }
  if (interrupted) return { base, generation: interrupted, isResumed: true };
  const number = (base?.number ?? 0) + 1;
  const name = `${number}-${randomBytes(4).toString("hex")}`;
  await store.generations.begin({ number, name, request, embedder });
  const generation = { number, name, request, embedder, publishedAt: null, documents: 0, passages: 0 };
  return { base, generation, isResumed: false };
}

/** What building the index files takes. */
export interface PublishParts {
  dataDir: string;
  now: () => Date;
  /** Writes index files of all passages, about `total`, into an empty folder, synced. */
  build(directory: string, passages: AsyncIterable<IndexEntry>, total: number): Promise<unknown>;
}

/**
 * Builds the index files and makes the new generation the current one, in this order: rows, files, folder
 * entry, and last of all the one row that readers look at. A run that changed nothing leaves the current
 * generation as it is.
 * @returns the generation that is current then
 */
export async function publishRun(run: IndexRun, parts: PublishParts): Promise<Generation> {
  await flush(run);
  const { store, generation, base } = run;
  if (base && !needsNewGeneration(run, parts.dataDir, base)) {
    await store.generations.discard(generation.number);
    return base;
  }
  run.atPoint("building");
  run.signal?.throwIfAborted();
  const damaged: DocumentHead[] = [];
  const total = await countPassages(store, generation.number);
  const passages = indexEntries(store, generation.number, (head) => damaged.push(head));
  await buildGenerationFiles(
    parts.dataDir,
    generation.name,
    (directory) => parts.build(directory, passages, total),
    run.atPoint,
  );
  await takeOutDamaged(run, damaged);
  await store.generations.publish(generation.number, parts.now().toISOString());
  run.atPoint("published");
  return currentGeneration(await store.generations.list()) ?? generation;
}

async function countPassages(store: IndexStore, generation: number): Promise<number> {
  let total = 0;
  for await (const { passages } of store.documents.list(generation)) total += passages;
  return total;
}

function needsNewGeneration(run: IndexRun, dataDir: string, base: Generation): boolean {
  const hasFiles = existsSync(generationPath(dataDir, base.name));
  return run.isChanged || !hasFiles || base.embedder !== run.generation.embedder;
}

/** Without its row and its source the document is read afresh when its file is next indexed. */
async function takeOutDamaged(run: IndexRun, damaged: readonly DocumentHead[]): Promise<void> {
  for (const { id, origin } of damaged) {
    write(run, { write: "delete", id }, { write: "delete_source", path: origin });
    const reason = `文档 ${id} 的内容已损坏，已移出索引；再次运行 wenban index ${origin} 可恢复。Damaged in storage.`;
    run.skipped.push({ path: origin, code: "index.document_damaged", reason });
  }
  await flush(run);
}

/**
 * Removes what no reader needs any more: generations older than the previous one that were replaced a
 * minute ago or earlier, and index files of no generation.
 */
export async function sweepGenerations(
  store: IndexStore,
  dataDir: string,
  now: Date,
  atPoint: (point: IndexPoint) => void = () => {},
): Promise<void> {
  const published = (await store.generations.list()).filter(({ publishedAt }) => publishedAt !== null);
  const kept = published.filter((_, index) => {
    const successor = published[index + 1]?.publishedAt;
    const isRecent = !successor || now.getTime() - Date.parse(successor) < GRACE_MS;
    return isRecent || index >= published.length - 2;
  });
  const [oldest] = kept;
  if (oldest && kept.length < published.length) await store.generations.sweep(oldest.number);
  atPoint("sweeping");
  await removeOtherGenerations(dataDir, new Set(kept.map(({ name }) => name)));
}
