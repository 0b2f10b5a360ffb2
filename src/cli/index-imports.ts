import { importedPaths } from "../indexing/imports/import-files.ts";
import { pendingImports, settleImports } from "../indexing/imports/store-imports.ts";
import type { IndexReport } from "../indexing/run/index-report.ts";
import { runIndexing, type Settings } from "../node-services.ts";
import { createIndexProgress, type Terminal } from "./terminal.ts";

/** All guides that were ever imported stand in one file: the limit of a single document is none of theirs. */
const LARGEST_STORED = 500_000_000;

/** Brings the index up to date with what is imported; null when nothing ever was. */
export async function indexImports(
  settings: Settings,
  terminal: Terminal,
  vectors: boolean,
): Promise<IndexReport | null> {
  const { dataDir } = settings.config;
  const pending = await pendingImports(dataDir);
  const paths = await importedPaths(dataDir);
  if (paths.length === 0) return null;
  const progress = createIndexProgress(terminal);
  const report = await runIndexing(settings, {
    paths,
    prune: true,
    strict: false,
    vectors,
    defaults: {},
    maxFileBytes: LARGEST_STORED,
    signal: terminal.signal,
    onProgress: progress.onProgress,
  });
  progress.done();
  await settleImports(dataDir, pending);
  return report;
}

/** Indexes what an import stored before it was interrupted; null when there is nothing of the kind. */
export async function indexPendingImports(
  settings: Settings,
  terminal: Terminal,
  vectors: boolean,
): Promise<IndexReport | null> {
  const pending = await pendingImports(settings.config.dataDir);
  return pending !== null ? indexImports(settings, terminal, vectors) : null;
}
