import type { IndexReport } from "../indexing/run/index-report.ts";
import { findRegion } from "../language/find-region.ts";
import { samplePaths, shippedPaths } from "../node-knowledge.ts";
import { readSettings, runIndexing } from "../node-services.ts";
import type { CommandContext } from "./command-context.ts";
import { indexPendingImports } from "./index-imports.ts";
import type { IndexOptions } from "./options.ts";
import { withFlags } from "./prepare.ts";
import { badArgument, createIndexProgress, writeLine } from "./terminal.ts";

/** `wenban index PATH…`; gives the exit code. */
export async function runIndex(
  paths: readonly string[],
  options: IndexOptions,
  { env, terminal }: CommandContext,
): Promise<number> {
  const all = [
    ...paths,
    ...(options.shipped ? shippedPaths("all") : []),
    ...(options.samples ? samplePaths() : []),
  ];
  if (all.length === 0) {
    const example = "例如：wenban index ./docs，或 wenban index --shipped";
    throw badArgument("没有给出要收录的文件或文件夹。No PATH given.", example);
  }
  const settings = await readSettings(withFlags(env, options));
  const { visibility, region, publisher, vectors, prune = false, strict = false } = options;
  const progress = createIndexProgress(terminal);
  const own = await runIndexing(settings, {
    paths: all,
    prune,
    strict,
    vectors,
    defaults: {
      ...(visibility && { visibility }),
      ...(region && { region: findRegion(settings.regions, region) }),
      ...(publisher && { publisher }),
    },
    signal: terminal.signal,
    onProgress: progress.onProgress,
  });
  progress.done();
  const late = await indexPendingImports(settings, terminal, vectors);
  const report = late === null ? own : { ...own, ...totalsOf(late) };
  const { failed, ...result } = report;
  await writeLine(terminal.stdout, options.json ? JSON.stringify(result) : formatReport(report));
  return failed ? 1 : 0;
}

/** What the index holds after a run. */
function totalsOf({ documents, passages, generation }: IndexReport): Partial<IndexReport> {
  return { documents, passages, generation };
}

function formatReport(report: IndexReport): string {
  const { documents, passages, added, updated, removed, unchanged, skipped, warnings, seconds } = report;
  const changes = `新增 ${added}，更新 ${updated}，删除 ${removed}，未变 ${unchanged}，跳过 ${skipped.length}`;
  return [
    ...skipped.map(({ path, reason }) => `跳过 ${path}：${reason}`),
    ...warnings.map(({ path, reason }) => `提示 ${path}：${reason}`),
    `共 ${documents} 份文件、${passages} 个段落；${changes}；用时 ${seconds.toFixed(1)} 秒`,
  ].join("\n");
}
