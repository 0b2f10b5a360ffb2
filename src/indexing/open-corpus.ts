import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { toWenbanError, WenbanError } from "../errors.ts";
import type { RegionTable } from "../language/regions.ts";
import type { Embedder, EmbedderSource } from "../llm/embedder.ts";
import { type Logger, silentLogger } from "../logger.ts";
import type { Corpus } from "../retrieval/corpus.ts";
import type { QueryExpander } from "../retrieval/retrieve.ts";
import { createCorpus } from "./create-corpus.ts";
import { storePath } from "./data-directory.ts";
import { currentGeneration, type Generation, type IndexStore } from "./document-store.ts";
import { type GenerationContext, openGeneration } from "./open-generation.ts";
import { openSqliteStore } from "./stores/sqlite.ts";

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

/** An index that is open for reading, and follows the generations as they are published. */
export interface OpenedCorpus {
  /** The newest generation taken so far. Whoever holds it goes on reading that one. */
  current(): Corpus;
  /** Takes a newer generation if there is one; false when there is none, or it can't be opened (then logged). */
  refresh(): Promise<boolean>;
  close(): Promise<void>;
}

/** Up to this size a database is looked through for damage when it is opened, in bytes. */
const VERIFIED_BYTES = 64 * 1024 * 1024;
/** A generation that could not be opened is tried again at every thirtieth look. */
const RETRY_EVERY = 30;

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
  const open = (generation: Generation) => openOne(context, generation, request.lexicon);
  try {
    const newest = currentGeneration(await store.generations.list());
    if (!newest) throw notIndexed(request.dataDir);
    return follow(context, await open(newest), open, request.pollMs);
  } catch (error) {
    await store.close();
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

/** Keeps the newest generation at hand. One look at a time, so that none is opened twice. */
function follow(
  { store, logger, scratch }: GenerationContext,
  first: Corpus,
  open: (generation: Generation) => Promise<Corpus>,
  pollMs: number | undefined,
): OpenedCorpus {
  let corpus = first;
  let looking: Promise<boolean> | null = null;
  let failing = { name: "", looks: 0 };
  const look = async () => {
    const newest = currentGeneration(await store.generations.list());
    if (!newest || newest.name === corpus.generation) return false;
    if (newest.name !== failing.name) failing = { name: newest.name, looks: 0 };
    if (failing.looks++ % RETRY_EVERY !== 0) return false;
    corpus = await open(newest);
    logger.info("index.generation_taken", { generation: newest.name, documents: newest.documents });
    return true;
  };
  const refresh = () => {
    looking ??= look()
      .catch((error) => {
        logger.error("index.refresh_failed", { code: toWenbanError(error).code });
        return false;
      })
      .finally(() => {
        looking = null;
      });
    return looking;
  };
  const timer = pollMs === undefined ? null : setInterval(refresh, pollMs).unref();
  return {
    current: () => corpus,
    refresh,
    close: async () => {
      if (timer) clearInterval(timer);
      await looking;
      await store.close();
      await Promise.all(scratch.map((path) => rm(path, { recursive: true, force: true })));
    },
  };
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
