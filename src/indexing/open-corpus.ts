import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { WenbanError } from "../errors.ts";
import type { RegionTable } from "../language/regions.ts";
import type { Embedder, EmbedderSource } from "../llm/embedder.ts";
import { type Logger, silentLogger } from "../logger.ts";
import type { Corpus } from "../retrieval/corpus.ts";
import type { QueryExpander } from "../retrieval/retrieve.ts";
import { createCorpus } from "./create-corpus.ts";
import { currentGeneration, type Generation, type IndexStore } from "./document-store.ts";
import { followGenerations, type OpenedCorpus } from "./generations/follow-generations.ts";
import { type GenerationContext, openGeneration } from "./generations/open-generation.ts";
import { storePath } from "./run/data-directory.ts";
import { openSqliteStore } from "./stores/sqlite.ts";

export type { OpenedCorpus } from "./generations/follow-generations.ts";

/** Where the index lies, and what searching it takes. */
export interface OpenCorpusRequest {
  dataDir: string;
  regions: Pick<RegionTable, "covers">;
  lexicon: QueryExpander;
  logger?: Logger;
  /** Makes vectors again when they are lost, where the built-in embedder did not make them. */
  embedder?: EmbedderSource;
  /** The embedder of a model that does not lie beside the index; null when it is not configured. */
  resolveEmbedder?: (model: string, dimensions: number) => Embedder | null;
  /** Looks for a newer generation this often, in milliseconds. Default: only when `refresh` is called. */
  pollMs?: number;
}

/** Up to this size a database is looked through for damage when it is opened, in bytes. */
const VERIFIED_BYTES = 64 * 1024 * 1024;

/**
 * Whether the data directory has been indexed, if only with nothing.
 * @throws WenbanError `storage.*` when it can't be read
 */
export async function isIndexed(dataDir: string): Promise<boolean> {
  if (!existsSync(storePath(dataDir))) return false;
  const store = openSqliteStore(storePath(dataDir), { mode: "read" });
  try {
    return currentGeneration(await store.generations.list()) !== null;
  } finally {
    await store.close();
  }
}

/**
 * The request keys of runs that were begun and not finished, see `requestKey`; they hold nothing to read.
 * @throws WenbanError `storage.*` when the data directory can't be read
 */
export async function unfinishedRequests(dataDir: string): Promise<string[]> {
  if (!existsSync(storePath(dataDir))) return [];
  const store = openSqliteStore(storePath(dataDir), { mode: "read" });
  try {
    const all = await store.generations.list();
    return all.filter(({ publishedAt }) => publishedAt === null).map(({ request }) => request);
  } finally {
    await store.close();
  }
}

/**
 * Opens the current generation for reading.
 * @throws WenbanError `index.missing` in a place never indexed, `storage.*` for a damaged or newer database
 */
export async function openCorpus(request: OpenCorpusRequest): Promise<OpenedCorpus> {
  if (!(await isIndexed(request.dataDir))) throw notIndexed(request.dataDir);
  const { logger = silentLogger } = request;
  const store = openStore(request.dataDir, logger);
  const context: GenerationContext = {
    dataDir: request.dataDir,
    store,
    logger,
    covers: request.regions.covers,
    embedder: request.embedder ?? null,
    resolveEmbedder: request.resolveEmbedder ?? (() => null),
    scratch: [],
  };
  const findNewest = async () => currentGeneration(await store.generations.list());
  const open = (generation: Generation) => openOne(context, generation, request.lexicon);
  const close = async () => {
    await store.close();
    await Promise.all(context.scratch.map((path) => rm(path, { recursive: true, force: true })));
  };
  try {
    const newest = await findNewest();
    if (!newest) throw notIndexed(request.dataDir);
    const first = await open(newest);
    return followGenerations({ first, findNewest, open, close, logger, pollMs: request.pollMs });
  } catch (error) {
    await close();
    throw error;
  }
}

async function openOne(
  context: GenerationContext,
  generation: Generation,
  lexicon: QueryExpander,
): Promise<Corpus> {
  return createCorpus({
    generation,
    documents: context.store.documents,
    indexes: await openGeneration(context, generation),
    lexicon,
    onVectorFailure: ({ code }) => context.logger.warn("retrieval.vectors_failed", { code }),
  });
}

function openStore(dataDir: string, logger: Logger): IndexStore {
  const reported = new Set<string>();
  return openSqliteStore(storePath(dataDir), {
    mode: "read",
    verifyUpTo: VERIFIED_BYTES,
    onDamage: (documentId) => {
      if (reported.has(documentId)) return;
      reported.add(documentId);
      logger.error("index.document_damaged", { documentId, hint: "index the document again" });
    },
  });
}

function notIndexed(dataDir: string): WenbanError {
  return new WenbanError(
    "not_configured",
    "index.missing",
    `数据目录还没有建立索引：${dataDir}。Not indexed yet.`,
    {
      hint: "运行 wenban index PATH --data DIR。",
    },
  );
}
