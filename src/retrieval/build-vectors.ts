import { hash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Visibility } from "../domain.ts";
import type { Embedder, EmbedderSource } from "../llm/embedder.ts";
import { adoptFile, readRecorded, writeRecorded } from "./checked-files.ts";
import { measureFusionWeight } from "./fusion-weight.ts";
import { damagedIndex, type FileRecord, readManifest, type VectorManifest } from "./index-manifest.ts";
import type { IndexEntry } from "./lexical-index.ts";
import { packArrays, unpackArrays } from "./packed-arrays.ts";
import { isGraphSound } from "./probe-graph.ts";
import { createExactStore, openExactStore } from "./stores/exact-store.ts";
import { loadHnswlib } from "./stores/hnswlib-native.ts";
import { createHnswlibStore, type HnswlibStore } from "./stores/hnswlib-store.ts";
import type { VectorEntry, VectorStore } from "./vector-store.ts";

/** Texts embedded at once. */
const BATCH = 64;
/** Characters of a passage that are embedded; models read no more than some hundred words well. */
const MAX_CHARACTERS = 2_000;
const HASH_WORDS = 4;

/** Names of a visibility's files. */
export const fileNames = (visibility: Visibility) => ({
  lexical: `${visibility}.lexical.bin`,
  vectors: `${visibility}.vectors.bin`,
  graph: `${visibility}.vectors.hnsw`,
  model: `${visibility}.model.bin`,
  texts: `${visibility}.texts.bin`,
});

export interface BuildVectorsRequest {
  directory: string;
  visibility: Visibility;
  entries: readonly IndexEntry[];
  source: EmbedderSource;
  /** Folder of an earlier generation whose vectors are taken over where text and model are the same. */
  reuseFrom?: string;
  signal?: AbortSignal;
  onEmbedded?: (done: number) => void;
}

export interface BuiltVectors {
  manifest: VectorManifest;
  files: FileRecord[];
}

/** What of a passage is embedded. */
function textToEmbed({ title, headings, body }: IndexEntry): string {
  return [title, headings.join(" "), body]
    .filter((part) => part !== "")
    .join("\n")
    .slice(0, MAX_CHARACTERS);
}

/** Embeds one visibility's passages and writes vectors, graph and model. Null where there is too little. */
export async function buildVectors(request: BuildVectorsRequest): Promise<BuiltVectors | null> {
  const { directory, visibility, entries, source, signal } = request;
  const names = fileNames(visibility);
  const texts = entries.map(textToEmbed);
  const prepared = await source.prepare(texts, signal);
  if (!prepared) return null;
  const { embedder, state } = prepared;
  const earlier =
    state || !request.reuseFrom ? null : await readEarlier(request.reuseFrom, visibility, embedder);
  const NativeIndex = await loadHnswlib();
  const store = NativeIndex
    ? createHnswlibStore(NativeIndex, embedder.dimensions)
    : createExactStore(embedder.dimensions);
  await embedInto(store, embedder, texts, earlier?.vectors ?? new Map(), request);
  const weight = prepared.weight ?? earlier?.weight ?? (await measureFusionWeight(embedder, entries, signal));
  const exact = "exact" in store ? store.exact : store;
  const files = [await writeRecorded(directory, names.vectors, exact.serialise())];
  if (state) files.push(await writeRecorded(directory, names.model, state));
  else files.push(await writeRecorded(directory, names.texts, packHashes(texts)));
  const graph = "exact" in store && exact.size > 0 ? await writeGraph(directory, names.graph, store) : null;
  if (graph) files.push(graph);
  const { model, dimensions } = embedder;
  const breadth = graph && "breadth" in store ? store.breadth : null;
  return { manifest: { model, dimensions, metric: "cosine", count: exact.size, weight, breadth }, files };
}

async function embedInto(
  store: VectorStore,
  embedder: Embedder,
  texts: readonly string[],
  earlier: ReadonlyMap<string, ArrayLike<number>>,
  { entries, signal, onEmbedded }: BuildVectorsRequest,
): Promise<void> {
  for (let from = 0; from < texts.length; from += BATCH) {
    signal?.throwIfAborted();
    const batch = texts.slice(from, from + BATCH);
    const missing = batch.filter((text) => !earlier.has(hashText(text)));
    const embedded = missing.length > 0 ? await embedder.embedDocuments(missing) : [];
    const fresh = new Map(missing.map((text, i) => [text, embedded[i] ?? []]));
    const rows = batch.flatMap((text, i): VectorEntry[] => {
      const vector = fresh.get(text) ?? earlier.get(hashText(text)) ?? [];
      const { passageId, documentId, kind, regionCode } = entries[from + i] as IndexEntry;
      const hasDirection = Array.prototype.some.call(vector, (value) => value !== 0);
      return hasDirection ? [{ passageId, documentId, kind, regionCode, vector }] : [];
    });
    await store.upsert(rows);
    onEmbedded?.(Math.min(from + BATCH, texts.length));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Writes the graph, and makes sure in a child that what is on disk loads: a full disk goes unreported. */
async function writeGraph(directory: string, name: string, store: HnswlibStore): Promise<FileRecord> {
  store.tune();
  const temporary = join(directory, `${name}.tmp`);
  store.writeGraph(temporary);
  const record = await adoptFile(temporary, directory, name);
  const { dimensions, exact } = store;
  const file = { path: join(directory, name), sha256: record.sha256, dimensions, count: exact.size };
  if (await isGraphSound(file)) return record;
  await rm(file.path, { force: true });
  throw damagedIndex(`${name} (written incompletely: is the disk full?)`);
}

function hashText(text: string): string {
  return hash("sha256", text).slice(0, HASH_WORDS * 8);
}

function packHashes(texts: readonly string[]): Uint8Array {
  const hashes = new Uint32Array(texts.length * HASH_WORDS);
  texts.forEach((text, i) => {
    const hex = hashText(text);
    for (let w = 0; w < HASH_WORDS; w++) {
      hashes[i * HASH_WORDS + w] = Number.parseInt(hex.slice(w * 8, w * 8 + 8), 16);
    }
  });
  return packArrays({}, { hashes });
}

function unpackHashes(bytes: Uint8Array): string[] {
  const hashes = unpackArrays(bytes).array("hashes", "Uint32Array");
  return Array.from({ length: hashes.length / HASH_WORDS }, (_, i) =>
    Array.from(hashes.subarray(i * HASH_WORDS, (i + 1) * HASH_WORDS), (word) =>
      word.toString(16).padStart(8, "0"),
    ).join(""),
  );
}

interface EarlierVectors {
  weight: number;
  /** By hash of the text. */
  vectors: Map<string, ArrayLike<number>>;
}

/** Vectors of an earlier generation by text; null when it has none of this model, or is damaged. */
async function readEarlier(
  directory: string,
  visibility: Visibility,
  embedder: Embedder,
): Promise<EarlierVectors | null> {
  try {
    const manifest = readManifest(await readFile(join(directory, "manifest.json"), "utf8"));
    const held = manifest[visibility].vectors;
    if (held?.model !== embedder.model || held.dimensions !== embedder.dimensions) return null;
    const names = fileNames(visibility);
    const read = (name: string) => readNamed(directory, manifest.files, name);
    const [vectorBytes, textBytes] = [await read(names.vectors), await read(names.texts)];
    if (!vectorBytes || !textBytes) return null;
    const store = openExactStore(vectorBytes);
    const hashes = unpackHashes(textBytes);
    if (hashes.length !== store.rows) return null;
    return { weight: held.weight, vectors: new Map(hashes.map((key, row) => [key, store.vectorAt(row)])) };
  } catch {
    return null; // nothing to take over: everything is embedded afresh
  }
}

async function readNamed(
  directory: string,
  files: readonly FileRecord[],
  name: string,
): Promise<Uint8Array | null> {
  const record = files.find((file) => file.name === name);
  return record ? readRecorded(directory, record) : null;
}
