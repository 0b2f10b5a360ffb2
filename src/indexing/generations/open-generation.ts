import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toWenbanError } from "../../errors.ts";
import type { Embedder, EmbedderSource } from "../../llm/embedder.ts";
import { lsaEmbedderSource } from "../../llm/providers/lsa-embedder.ts";
import type { Logger } from "../../logger.ts";
import {
  buildIndexFiles,
  type IndexWarning,
  type OpenedIndex,
  openIndexFiles,
} from "../../retrieval/index-files.ts";
import type { Covers } from "../../retrieval/search-filter.ts";
import type { Generation, IndexStore } from "../document-store.ts";
import { lockDataDirectory } from "../run/data-lock.ts";
import { indexEntries } from "../run/index-entries.ts";
import { buildGenerationFiles, generationPath } from "./generation-files.ts";

/** What opening the index files of a generation takes. */
export interface GenerationContext {
  dataDir: string;
  store: IndexStore;
  logger: Logger;
  covers: Covers;
  /** Makes vectors again when they are lost, where the built-in embedder did not make them. */
  embedder: EmbedderSource | null;
  /** The embedder of a model that does not lie beside the index; null when it is not configured. */
  resolveEmbedder: (model: string, dimensions: number) => Embedder | null;
  /** Folders to remove when all is over. */
  scratch: string[];
}

/** What is lost and can be made again, other than what this machine or its configuration lacks. */
const REPAIRABLE = new Set<IndexWarning["code"]>([
  "index.graph_damaged",
  "index.vectors_damaged",
  "index.model_damaged",
]);

/**
 * Opens the index files of a generation. They are a cache: missing or damaged ones are built again from the
 * documents, in place, or, where that can't be done, in a folder for this process alone.
 */
export async function openGeneration(
  context: GenerationContext,
  generation: Generation,
): Promise<OpenedIndex> {
  const opened = await tryToOpen(context, generation);
  if (opened && !opened.warnings.some(({ code }) => REPAIRABLE.has(code))) return opened;
  try {
    return await rebuild(context, generation);
  } catch (error) {
    context.logger.warn("index.rebuild_failed", { code: toWenbanError(error).code });
    if (opened) return opened; // searched without what is damaged
    throw error;
  }
}

async function tryToOpen(context: GenerationContext, generation: Generation): Promise<OpenedIndex | null> {
  try {
    const opened = await openFiles(context, generationPath(context.dataDir, generation.name));
    if (opened.generation === generation.name) return opened;
    context.logger.warn("index.files_of_another_generation", { generation: generation.name });
  } catch (error) {
    context.logger.warn("index.files_damaged", {
      generation: generation.name,
      code: toWenbanError(error).code,
    });
  }
  return null;
}

async function openFiles(context: GenerationContext, directory: string): Promise<OpenedIndex> {
  const { covers, resolveEmbedder, logger } = context;
  const opened = await openIndexFiles(directory, { covers, resolveEmbedder });
  for (const { code, subject } of opened.warnings) logger.warn(code, { subject });
  return opened;
}

async function rebuild(context: GenerationContext, generation: Generation): Promise<OpenedIndex> {
  const { dataDir, logger, scratch } = context;
  try {
    await rebuildInPlace(context, generation);
    return await openFiles(context, generationPath(dataDir, generation.name));
  } catch (error) {
    logger.warn("index.rebuilt_elsewhere", { code: toWenbanError(error).code });
    const directory = await mkdtemp(join(tmpdir(), "wenban-index-"));
    scratch.push(directory);
    await build(context, generation, directory);
    return openFiles(context, directory);
  }
}

/** Nobody else may put files in place meanwhile. */
async function rebuildInPlace(context: GenerationContext, generation: Generation): Promise<void> {
  const lock = await lockDataDirectory(context.dataDir, "index", { waitMs: 0 });
  try {
    await buildGenerationFiles(context.dataDir, generation.name, (directory) =>
      build(context, generation, directory),
    );
    context.logger.info("index.rebuilt", { generation: generation.name });
  } finally {
    await lock.release();
  }
}

function build(context: GenerationContext, generation: Generation, directory: string): Promise<unknown> {
  return buildIndexFiles({
    directory,
    passages: indexEntries(context.store, generation.number),
    embedder: embedderOf(context, generation),
    generation: generation.name,
    reuseFrom: generationPath(context.dataDir, generation.name),
  });
}

function embedderOf({ embedder, logger }: GenerationContext, generation: Generation): EmbedderSource | null {
  const known = [embedder, lsaEmbedderSource].find((one) => one?.name === generation.embedder) ?? null;
  if (!known && generation.embedder) logger.warn("index.vectors_left_out", { embedder: generation.embedder });
  return known;
}
