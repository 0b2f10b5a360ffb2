import { open, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Visibility } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import type { Embedder, EmbedderSource } from "../llm/embedder.ts";
import { openLsaEmbedder } from "../llm/providers/lsa-embedder.ts";
import { type BuiltVectors, buildVectors, fileNames } from "./build-vectors.ts";
import { isRecorded, readRecorded, writeDurably, writeRecorded } from "./checked-files.ts";
import {
  damagedIndex,
  type FileRecord,
  type IndexManifest,
  readManifest,
  type SetManifest,
  type VectorManifest,
  writeManifest,
} from "./index-manifest.ts";
import type { IndexEntry } from "./lexical-index.ts";
import { isGraphSound } from "./probe-graph.ts";
import type { IndexSet, IndexSets, VectorLeg } from "./retrieve.ts";
import type { Covers } from "./search-filter.ts";
import { openExactStore } from "./stores/exact-store.ts";
import { loadHnswlib } from "./stores/hnswlib-native.ts";
import { openHnswlibStore } from "./stores/hnswlib-store.ts";
import {
  createTypedArrayIndex,
  openTypedArrayIndex,
  type TypedArrayIndex,
} from "./stores/typed-array-index.ts";
import type { VectorStore } from "./vector-store.ts";

export type { IndexManifest } from "./index-manifest.ts";

const MANIFEST = "manifest.json";
const BATCH = 256;
const VISIBILITIES: readonly Visibility[] = ["public", "internal"];

export interface BuildProgress {
  phase: "reading" | "embedding";
  done: number;
  /** Null while the number is not known yet. */
  total: number | null;
}

export interface BuildIndexRequest {
  /** An empty folder; the caller syncs its entry and puts it in place. */
  directory: string;
  passages: AsyncIterable<IndexEntry> | Iterable<IndexEntry>;
  /** Null leaves vectors out. */
  embedder: EmbedderSource | null;
  /** Name of the generation; the folder's by default. */
  generation?: string;
  /** Folder of an earlier generation: its vectors are taken over where text and model are the same. */
  reuseFrom?: string;
  signal?: AbortSignal;
  onProgress?: (progress: BuildProgress) => void;
}

/** Writes all index files of a generation, the manifest last, each synced. */
export async function buildIndexFiles(request: BuildIndexRequest): Promise<IndexManifest> {
  const { directory, generation = basename(directory) } = request;
  const read = await readPassages(request);
  const files: FileRecord[] = [];
  for (const visibility of VISIBILITIES) {
    files.push(await writeRecorded(directory, fileNames(visibility).lexical, read[visibility].finish()));
  }
  const total = read.public.passages + read.internal.passages;
  let done = 0;
  const buildSet = async (visibility: Visibility): Promise<SetManifest> => {
    const { passages, entries } = read[visibility];
    const built = await buildSetVectors(request, visibility, entries, (embedded) =>
      request.onProgress?.({ phase: "embedding", done: done + embedded, total }),
    );
    done += passages;
    files.push(...(built?.files ?? []));
    return { passages, vectors: built?.manifest ?? null };
  };
  const sets = { public: await buildSet("public"), internal: await buildSet("internal") };
  const manifest: IndexManifest = { format: 1, generation, ...sets, files };
  await writeDurably(join(directory, MANIFEST), writeManifest(manifest));
  await syncFolder(directory);
  return manifest;
}

function buildSetVectors(
  { directory, embedder, signal, reuseFrom }: BuildIndexRequest,
  visibility: Visibility,
  entries: readonly IndexEntry[],
  onEmbedded: (done: number) => void,
): Promise<BuiltVectors | null> {
  if (!embedder) return Promise.resolve(null);
  const optional = { ...(signal && { signal }), ...(reuseFrom && { reuseFrom }) };
  return buildVectors({ directory, visibility, entries, source: embedder, onEmbedded, ...optional });
}

/** The passages of one visibility while they are read. */
function createReading(keepsEntries: boolean) {
  let lexical: TypedArrayIndex | null = createTypedArrayIndex();
  const entries: IndexEntry[] = [];
  const batch: IndexEntry[] = [];
  const flush = async () => lexical?.upsert(batch.splice(0));
  return {
    /** Kept only when there are vectors to make of them. */
    entries,
    passages: 0,
    flush,
    async add(entry: IndexEntry): Promise<void> {
      this.passages++;
      if (keepsEntries) entries.push(entry);
      if (batch.push(entry) === BATCH) await flush();
    },
    /** The lexical index as bytes; it is let go of, as training the embedder needs the room. */
    finish(): Uint8Array {
      const bytes = lexical?.serialise() ?? new Uint8Array(0);
      lexical = null;
      return bytes;
    },
  };
}

async function readPassages({ passages, embedder, signal, onProgress }: BuildIndexRequest) {
  const sets = { public: createReading(embedder !== null), internal: createReading(embedder !== null) };
  let done = 0;
  for await (const entry of passages) {
    await sets[entry.visibility].add(entry);
    done++;
    if (done % BATCH !== 0) continue;
    signal?.throwIfAborted();
    onProgress?.({ phase: "reading", done, total: null });
  }
  for (const visibility of VISIBILITIES) await sets[visibility].flush();
  signal?.throwIfAborted();
  onProgress?.({ phase: "reading", done, total: done });
  return sets;
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  await handle.sync().catch(() => {}); // some file systems can't sync a folder
  await handle.close();
}

/** Something about an index that works with less than it was built with. */
export interface IndexWarning {
  code:
    | "index.graph_damaged"
    | "index.graph_unavailable"
    | "index.vectors_damaged"
    | "index.model_damaged"
    | "index.embedder_unavailable";
  /** File or model concerned. */
  subject: string;
}

/** An opened generation. */
export interface OpenedIndex extends IndexSets {
  generation: string;
  manifest: IndexManifest;
  warnings: IndexWarning[];
}

export interface OpenIndexOptions {
  /** Place hierarchy for filters; by the digits of the codes by default. */
  covers?: Covers;
  /** The embedder of a model that does not lie beside the index; null when it is not configured. */
  resolveEmbedder?: (model: string, dimensions: number) => Embedder | null;
}

/**
 * Opens a generation after checking every file against the manifest, before any native loader sees a byte.
 * Damaged vectors are searched without their graph or left out, each with a warning; a damaged manifest or
 * lexical index throws `index.damaged`, a missing one `index.missing`.
 */
export async function openIndexFiles(
  directory: string,
  options: OpenIndexOptions = {},
): Promise<OpenedIndex> {
  const text = await readFile(join(directory, MANIFEST), "utf8").catch((cause: unknown) => {
    throw new WenbanError("storage", "index.missing", `没有找到索引：${directory}。No index there.`, {
      hint: "先建立索引：wenban index PATH。Build the index first.",
      cause,
    });
  });
  const manifest = readManifest(text);
  const warnings: IndexWarning[] = [];
  const warn = (code: IndexWarning["code"], subject: string) => {
    warnings.push({ code, subject });
  };
  const context: OpenContext = { directory, manifest, options, warn };
  const sets = { public: await openSet(context, "public"), internal: await openSet(context, "internal") };
  return { generation: manifest.generation, manifest, warnings, ...sets };
}

interface OpenContext {
  directory: string;
  manifest: IndexManifest;
  options: OpenIndexOptions;
  warn(code: IndexWarning["code"], subject: string): void;
}

function recordOf({ manifest }: OpenContext, name: string): FileRecord {
  const record = manifest.files.find((file) => file.name === name);
  if (!record) throw damagedIndex(name);
  return record;
}

async function openSet(context: OpenContext, visibility: Visibility): Promise<IndexSet> {
  const { lexical } = fileNames(visibility);
  const bytes = await readRecorded(context.directory, recordOf(context, lexical));
  if (!bytes) throw damagedIndex(join(context.directory, lexical));
  const vectors = context.manifest[visibility].vectors;
  return {
    lexical: openTypedArrayIndex(bytes, context.options),
    vectors: vectors && (await openLeg(context, visibility, vectors)),
  };
}

async function openLeg(
  context: OpenContext,
  visibility: Visibility,
  held: VectorManifest,
): Promise<VectorLeg | null> {
  const embedder = await openEmbedder(context, visibility, held);
  if (!embedder) return null;
  const { vectors } = fileNames(visibility);
  const bytes = await readRecorded(context.directory, recordOf(context, vectors));
  if (!bytes) {
    context.warn("index.vectors_damaged", vectors);
    return null;
  }
  return { embedder, weight: held.weight, store: await openStore(context, visibility, held, bytes) };
}

async function openEmbedder(
  { directory, manifest, options, warn }: OpenContext,
  visibility: Visibility,
  { model, dimensions }: VectorManifest,
): Promise<Embedder | null> {
  const name = fileNames(visibility).model;
  const record = manifest.files.find((file) => file.name === name);
  if (record) {
    const bytes = await readRecorded(directory, record);
    if (!bytes) warn("index.model_damaged", name);
    return bytes && openLsaEmbedder(bytes);
  }
  const embedder = options.resolveEmbedder?.(model, dimensions) ?? null;
  const fits = embedder?.model === model && embedder.dimensions === dimensions;
  if (!fits) warn("index.embedder_unavailable", model);
  return fits ? embedder : null;
}

async function openStore(
  context: OpenContext,
  visibility: Visibility,
  { breadth, dimensions, count }: VectorManifest,
  bytes: Uint8Array,
): Promise<VectorStore> {
  const { directory, options, warn } = context;
  const exact = openExactStore(bytes, options);
  if (breadth === null) return exact;
  const name = fileNames(visibility).graph;
  const NativeIndex = await loadHnswlib();
  if (!NativeIndex) {
    warn("index.graph_unavailable", name);
    return exact;
  }
  const record = recordOf(context, name);
  const path = join(directory, name);
  const isWhole = exact.rows === count && (await isRecorded(directory, record));
  if (isWhole && (await isGraphSound({ path, sha256: record.sha256, dimensions, count }))) {
    return openHnswlibStore(NativeIndex, path, exact, breadth, options);
  }
  warn("index.graph_damaged", name);
  return exact;
}
