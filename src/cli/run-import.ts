import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { WenbanError } from "../errors.ts";
import { checkMapping, keepMapping, readMapping } from "../indexing/imports/import-mappings.ts";
import {
  type ImportDeclares,
  type ImportPlan,
  keepInside,
  showPlan,
} from "../indexing/imports/import-report.ts";
import { type ImportedFile, readImportedFile } from "../indexing/imports/parse-office.ts";
import { applyMapping, planProcedures } from "../indexing/imports/plan-procedures.ts";
import {
  labelsOf,
  planRegister,
  readRegisters,
  recordsOfRegisters,
} from "../indexing/imports/plan-register.ts";
import {
  countVersions,
  storedProcedures,
  storedRegister,
  storeProcedures,
  storeRegisters,
} from "../indexing/imports/store-imports.ts";
import type { SourceFile } from "../indexing/loader.ts";
import { largestFile } from "../indexing/run/file-limits.ts";
import { storageError } from "../indexing/storage-errors.ts";
import { findRegion } from "../language/find-region.ts";
import { readSettings, type Settings } from "../node-services.ts";
import { closeParsers } from "../parsing/parse-file.ts";
import type { CommandContext } from "./command-context.ts";
import { formatPlan } from "./format-import.ts";
import { type ImportOptions, procedureMapping, registerMapping } from "./import-options.ts";
import { indexImports } from "./index-imports.ts";
import { withFlags } from "./prepare.ts";
import { badArgument, writeLine } from "./terminal.ts";

/** What is imported, and how; handed from step to step. */
interface ImportJob {
  kind: ImportPlan["kind"];
  file: SourceFile;
  options: ImportOptions;
  settings: Settings;
  declares: ImportDeclares;
}

/** `wenban import procedures|register FILE`; gives the exit code. */
export async function runImport(
  kind: ImportPlan["kind"],
  path: string,
  options: ImportOptions,
  { env, terminal }: CommandContext,
): Promise<number> {
  if (options.complete && options.incomplete)
    throw badArgument("--complete 和 --incomplete 只能选一个。Choose one of the two.");
  const settings = await readSettings(withFlags(env, options));
  const file = await readGiven(path, largestFile(path, settings.config.maxFileBytes ?? undefined));
  try {
    const job = { kind, file, options, settings, declares: declaresOf(options, settings) };
    const plans = await (kind === "register" ? importRegisters(job) : importProcedures(job));
    const index = options.dryRun ? null : await indexImports(settings, terminal, options.vectors);
    const output = options.json
      ? JSON.stringify(reportOf(plans, options, index))
      : formatPlan(plans.map(showPlan), { isDryRun: options.dryRun === true, index });
    await writeLine(terminal.stdout, output);
    return options.strict && plans.some(({ refused }) => refused.length > 0) ? 1 : 0;
  } finally {
    await closeParsers();
  }
}

/** A file that is not there is a bad argument; what is wrong with one that is there is told by its loader. */
async function readGiven(path: string, maxBytes: number): Promise<SourceFile> {
  const stats = await stat(path).catch(() => null);
  if (stats === null || !stats.isFile()) {
    throw new WenbanError("bad_input", "import.file_not_found", `找不到文件：${path}。No such file.`, {
      hint: "检查路径是否写对；一次导入一个文件。Check the path; one file at a time.",
    });
  }
  if (stats.size > maxBytes) {
    throw new WenbanError(
      "too_large",
      "ingest.file_too_large",
      `文件超过 ${Math.floor(maxBytes / 1e6)} MB。`,
      {
        hint: "请拆分后再导入。Split it and try again.",
      },
    );
  }
  try {
    return { path: basename(path), bytes: await readFile(path) };
  } catch (error) {
    throw storageError(error, path);
  }
}

function declaresOf({ publisher, region, visibility }: ImportOptions, { regions }: Settings): ImportDeclares {
  return {
    ...(publisher !== undefined && { publisher }),
    ...(region !== undefined && { region: findRegion(regions, region).name }),
    ...(visibility !== undefined && { visibility }),
  };
}

async function importRegisters(job: ImportJob): Promise<ImportPlan[]> {
  const { options, settings, file, declares } = job;
  const { dataDir } = settings.config;
  const given = registerMapping(options.map);
  const imported = await readImportedFile(file);
  const labels = labelsOf(imported);
  checkMapping(given, labels);
  const mapping = registerMapping({ ...(await readMapping(dataDir, "register", labels)), ...given });
  const { name, edition, date, publisher, complete, incomplete } = options;
  const reads = readRegisters(imported, {
    fileName: file.path,
    mapping,
    ...(name !== undefined && { name }),
    ...(edition !== undefined && { edition }),
    ...(date !== undefined && { date }),
    ...(publisher !== undefined && { publisher }),
    ...((complete || incomplete) && { isComplete: complete === true }),
  });
  if (reads.length > 1 && (name ?? edition) !== undefined)
    throw badArgument(
      `文件里有 ${reads.length} 份清单，--name 和 --edition 只能用于一份。`,
      "请拆成几个文件。",
    );
  const plans: ImportPlan[] = [];
  const records = recordsOfRegisters(reads, { ...declares, ...visibilityOf(imported) }, file.path);
  for (const [at, read] of reads.entries()) {
    const record = records[at];
    if (record === undefined) break;
    const stored = await storedRegister(dataDir, record.id);
    const kept: ImportPlan["warnings"] = [];
    const plan = planRegister(read, keepInside(record, stored, kept), stored);
    const warnings = [...plan.warnings, ...kept];
    plans.push({
      ...plan,
      warnings,
      versions: await countVersions(dataDir, plan.records, () => stored !== null),
    });
  }
  if (options.dryRun) return plans;
  await storeRegisters(
    dataDir,
    plans.flatMap(({ records }) => records),
    settings.runtime.now(),
  );
  for (const header of labels) await keepMapping(dataDir, "register", header, given);
  return plans;
}

async function importProcedures(job: ImportJob): Promise<ImportPlan[]> {
  const { options, settings, file, declares } = job;
  const { dataDir } = settings.config;
  const given = procedureMapping(options.map);
  const loaded = await readImportedFile(file);
  const labels = labelsOf(loaded);
  checkMapping(given, labels);
  const mapping = { ...(await readMapping(dataDir, "procedures", labels)), ...given };
  const imported: ImportedFile = applyMapping(file, loaded, mapping);
  const stored = await storedProcedures(dataDir);
  const plan = planProcedures(imported, stored, { ...declares, ...visibilityOf(imported) }, file.path);
  const versions = await countVersions(dataDir, plan.records, (id) => stored.has(id));
  if (!options.dryRun) {
    await storeProcedures(dataDir, plan.records, settings.runtime.now());
    for (const header of labels) await keepMapping(dataDir, "procedures", header, given);
  }
  return [{ ...plan, versions }];
}

/** What a file for staff says stands above what the command line says. */
function visibilityOf({ isInternal }: ImportedFile): ImportDeclares {
  return isInternal ? { visibility: "internal" } : {};
}

function reportOf(
  plans: readonly ImportPlan[],
  { dryRun = false }: ImportOptions,
  index: object | null,
): object {
  const [first] = plans;
  const told = plans.map((plan) => ({ ...showPlan(plan), stored: plan.records.map(({ id }) => id) }));
  return { dryRun, ...(first && told[0]), ...(told.length > 1 && { lists: told }), index };
}
