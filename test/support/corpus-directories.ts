import { type IndexRequest, indexCorpus } from "../../src/indexing/index-corpus.ts";
import { type OpenCorpusRequest, type OpenedCorpus, openCorpus } from "../../src/indexing/open-corpus.ts";
import type { IndexReport } from "../../src/indexing/run/index-report.ts";
import { shippedRegions } from "./shipped-knowledge.ts";

const regions = shippedRegions();

/** Indexes paths, without vectors and with everything else at its default. */
export function index(
  dataDir: string,
  paths: readonly string[],
  more: Partial<IndexRequest> = {},
): Promise<IndexReport> {
  const flags = { prune: false, strict: false, vectors: false };
  return indexCorpus({ paths, dataDir, defaults: {}, ...flags, regions, today: "2026-11-21", ...more });
}

/** Opens an index with an empty lexicon. */
export function open(dataDir: string, more: Partial<OpenCorpusRequest> = {}): Promise<OpenedCorpus> {
  return openCorpus({ dataDir, regions, lexicon: { expand: () => [] }, ...more });
}
