import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { chooseItems } from "../evaluation/choose-items.ts";
import { parseRecord, type RunRecord } from "../evaluation/run-record.ts";
import { joinSuites, parseSuite, type SuiteItem } from "../evaluation/suite.ts";
import type { EvalOptions } from "./eval-options.ts";
import { badArgument } from "./terminal.ts";

/** The questions to ask, and the names of the files they stand in. */
export interface ChosenItems {
  items: SuiteItem[];
  suites: string[];
}

/**
 * Reads suites, or the folders that hold them, and chooses what the options ask for.
 * @throws WenbanError `evaluation.bad_suite`, `cli.bad_argument`
 */
export async function readSuites(paths: readonly string[], options: EvalOptions): Promise<ChosenItems> {
  const files = (await Promise.all(paths.map(listSuites))).flat();
  const texts = await Promise.all(files.map((path) => readText(path, "评测集")));
  const suites = files.map((path) => basename(path));
  const all = joinSuites(texts.map((text, index) => parseSuite(suites[index] ?? "", text)));
  checkKinds(all, [...(options.kind ?? []), ...Object.keys(options.minKind ?? {})]);
  const { split, kind: kinds, limit } = options;
  const items = chooseItems(all, {
    ...(split && { split }),
    ...(kinds && { kinds }),
    ...(limit !== undefined && { limit }),
  });
  if (items.length === 0) throw badArgument("评测集里没有题目。The suites hold no such questions.");
  return { items, suites };
}

/** The kept run to compare with; null where none is asked for. */
export async function readBaseline(path: string | undefined): Promise<RunRecord | null> {
  return path === undefined ? null : parseRecord(basename(path), await readText(path, "评测结果"));
}

async function listSuites(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const names = (await readdir(path)).filter((name) => name.endsWith(".jsonl")).sort();
  return names.map((name) => join(path, name));
}

/** A kind that no question has would pass every threshold. */
function checkKinds(items: readonly SuiteItem[], wanted: readonly string[]): void {
  const known = new Set(items.map(({ kind }) => kind));
  const unknown = wanted.filter((kind) => !known.has(kind));
  if (unknown.length === 0) return;
  const hint = `有的类别：${[...known].sort().join("、")}`;
  throw badArgument(`评测集里没有这一类：${unknown.join("、")}。No question is of this kind.`, hint);
}

function readText(path: string, what: string): Promise<string> {
  return readFile(path, "utf8").catch(() => {
    throw badArgument(`读不了${what}：${path}。The file can't be read.`);
  });
}
