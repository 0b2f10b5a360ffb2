import { createExplainedCorpusCache } from "./answer/standard/explained-corpus.ts";
import type { StandardAnswers } from "./answer/standard/standard-answer.ts";
import { type Config, type Environment, readConfig } from "./config.ts";
import { WenbanError } from "./errors.ts";
import type { DocumentDefaults } from "./indexing/build-document.ts";
import { pendingImports } from "./indexing/imports/store-imports.ts";
import { indexCorpus } from "./indexing/index-corpus.ts";
import { isIndexed, type OpenedCorpus, openCorpus, unfinishedRequests } from "./indexing/open-corpus.ts";
import { prepareDataDirectory } from "./indexing/run/data-directory.ts";
import type { IndexProgress, IndexReport } from "./indexing/run/index-report.ts";
import { requestKey } from "./indexing/run/publish-run.ts";
import { createLexicon, type Lexicon } from "./language/lexicon.ts";
import { createRegionTable, type RegionTable } from "./language/regions.ts";
import { createOpenAiEmbedder, createOpenAiEmbedderSource } from "./llm/providers/openai-embedder.ts";
import { createLogger, type Logger } from "./logger.ts";
import { readLexiconEntries, readRegionData, samplePaths, shippedPaths } from "./node-knowledge.ts";
import { createNodeRuntime, type NodeRuntime } from "./node-runtime.ts";
import { openStandards } from "./node-standards.ts";
import { chinaDay } from "./runtime.ts";

const OPENAI_URL = "https://api.openai.com/v1";
/** Sent to endpoints that ask for no key: the client wants one. */
const NO_KEY = "none";

/** What every command starts from on Node. */
export interface Settings {
  /** `.env`, environment and flags; platform adapters read their own variables from it. */
  env: Environment;
  config: Config;
  regions: RegionTable;
  lexicon: Lexicon;
  runtime: NodeRuntime;
  logger: Logger;
}

/** Settings with an open index to search and answer from. */
export interface Workplace extends Settings {
  /** Gives the explanations of approved answers by id beside the documents. */
  index: OpenedCorpus;
  /** The approved answers in use now. */
  standards: () => StandardAnswers;
  close(): Promise<void>;
}

/** What one indexing run is told beside the settings. */
export interface IndexingOrder {
  paths: readonly string[];
  prune: boolean;
  strict: boolean;
  /** False leaves vectors out. */
  vectors: boolean;
  defaults: DocumentDefaults;
  /** Largest file read, in bytes. Default: as configured. */
  maxFileBytes?: number;
  signal?: AbortSignal;
  onProgress?: (progress: IndexProgress) => void;
}

/** @throws WenbanError `config.invalid`, `regions.unreadable`, `lexicon.unreadable` */
export async function readSettings(env: Environment): Promise<Settings> {
  const config = readConfig(env);
  const logger = createLogger((line) => void process.stderr.write(`${line}\n`));
  const [regionData, entries] = await Promise.all([readRegionData(), readLexiconEntries(config.dataDir)]);
  const regions = createRegionTable(regionData);
  const lexicon = createLexicon(entries);
  return { env, config, regions, lexicon, runtime: createNodeRuntime(logger), logger };
}

/** Runs the indexing of files and folders into the configured data directory. */
export function runIndexing(settings: Settings, order: IndexingOrder): Promise<IndexReport> {
  const { config, regions, runtime } = settings;
  const embedders = openEmbedders(settings);
  return indexCorpus({
    ...(config.maxFileBytes !== null && { maxFileBytes: config.maxFileBytes }),
    ...order,
    dataDir: config.dataDir,
    regions,
    today: chinaDay(runtime.now()),
    ...(embedders && { embedder: embedders.embedder }),
  });
}

/** The configured embedder, for building vectors and for searching them; nothing where none is named. */
function openEmbedders({ config, runtime }: Settings) {
  const { embeddingModel: model, baseUrl, apiKey } = config.model;
  if (model === null) return null;
  const endpoint = { model, baseUrl: baseUrl ?? OPENAI_URL, apiKey: apiKey ?? NO_KEY, fetch: runtime.fetch };
  return {
    embedder: createOpenAiEmbedderSource(endpoint),
    resolveEmbedder: (name: string, dimensions: number) => {
      const embedder = createOpenAiEmbedder(endpoint, dimensions);
      return embedder.model === name ? embedder : null;
    },
  };
}

/** How opening a workplace tells of its work. */
export interface OpeningOptions {
  /** Whether the first indexing makes vectors. Default true. */
  vectors?: boolean;
  /** Looks for a newer generation this often, in milliseconds; absent: never. */
  pollMs?: number;
  signal?: AbortSignal;
  onProgress?: (progress: IndexProgress) => void;
  /** Whether the first indexing brings the sample data as well, where no region is configured. Default false. */
  samples?: boolean;
  /** Called before the shipped knowledge is indexed into a data directory that was never indexed. */
  onShippedIndexing?: (dataDir: string) => void;
}

/**
 * A directory that the operator began to fill is the operator's: nothing else is put into it. Only the first
 * indexing of the shipped knowledge goes on by itself.
 * @throws WenbanError `index.unfinished`
 */
async function refuseUnfinished(dataDir: string): Promise<void> {
  const unfinished = await unfinishedRequests(dataDir);
  const isImporting = (await pendingImports(dataDir)) !== null;
  const shipped = (["all", "procedures", "none"] as const).map(shippedPaths);
  const own = await Promise.all(
    [...shipped, ...shipped.map((paths) => [...paths, ...samplePaths()])].map((paths) =>
      requestKey({ paths, defaults: {}, prune: false }),
    ),
  );
  if (!isImporting && unfinished.every((request) => own.includes(request))) return;
  const message = "收录没有完成，请重新运行 index。Indexing was not finished.";
  throw new WenbanError("not_configured", "index.unfinished", message, {
    hint: "用原来的参数再运行一次 wenban index 或 import，会接着做；如果正在别处收录，请等它结束。",
  });
}

/** Opens the index; a data directory that was never indexed gets the shipped knowledge first. */
export async function openWorkplace(settings: Settings, options: OpeningOptions = {}): Promise<Workplace> {
  const { config, regions, lexicon, logger } = settings;
  const { onShippedIndexing, vectors = true, pollMs, samples = false, ...watching } = options;
  if (!(await isIndexed(config.dataDir))) {
    await refuseUnfinished(config.dataDir);
    await prepareDataDirectory(config.dataDir);
    const withSamples = samples && config.region === null && config.knowledge === "all";
    const paths = [...shippedPaths(config.knowledge), ...(withSamples ? samplePaths() : [])];
    if (paths.length > 0) onShippedIndexing?.(config.dataDir);
    await runIndexing(settings, {
      paths,
      prune: false,
      strict: false,
      vectors,
      defaults: {},
      ...watching,
    });
  }
  const index = await openCorpus({
    dataDir: config.dataDir,
    regions,
    lexicon,
    logger,
    ...openEmbedders(settings),
    ...(pollMs !== undefined && { pollMs }),
  });
  const standards = await openStandards({
    dataDir: config.dataDir,
    path: config.standardAnswers,
    regions,
    logger,
    pollMs,
  }).catch(async (error: unknown) => {
    await index.close();
    throw error;
  });
  const explained = createExplainedCorpusCache();
  return {
    ...settings,
    index: { ...index, current: () => explained(index.current(), standards.current()) },
    standards: standards.current,
    async close() {
      standards.close();
      await settings.runtime.settled();
      await index.close();
    },
  };
}
