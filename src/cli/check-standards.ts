import { findQuotes } from "../answer/standard/find-quotes.ts";
import type { StandardAnswer, StandardAnswers } from "../answer/standard/standard-answer.ts";
import { type Environment, readConfig } from "../config.ts";
import { isIndexed, openCorpus } from "../indexing/open-corpus.ts";
import { silentLogger } from "../logger.ts";
import { readSettings, type Settings } from "../node-services.ts";
import { openStandards, ownStandardsPath } from "../node-standards.ts";
import { chinaDay } from "../runtime.ts";
import { type Finding, fail, ok } from "./finding.ts";

const NAME = "标准答案";
const MOST_NAMED = 5;

/** The approved answers: wrong entries by line, those past their day, and those whose quote stands nowhere. */
export async function checkStandards(env: Environment): Promise<Finding> {
  const settings = await readSettings(env);
  const { dataDir, standardAnswers: path } = readConfig(env);
  const { regions, runtime } = settings;
  const opened = await openStandards({ dataDir, path, regions, logger: silentLogger });
  opened.close();
  const standards = opened.current();
  const today = chinaDay(runtime.now());
  const lapsed = standards.entries.filter(({ expires }) => expires < today);
  const lost = await findLost(standards, settings);
  const faults = [
    ...standards.problems.map(({ line, entry, message }) => `第 ${line} 行 ${entry}：${message}`),
    ...lost.map(({ line, id }) => `第 ${line} 行 ${id}：出处的原文不在索引里`),
  ];
  const notes = lapsed.length > 0 ? `；已过期不再使用：${namesOf(lapsed)}` : "";
  const text = `${standards.entries.length - lapsed.length} 条可用${notes}。`;
  if (faults.length === 0) return ok(NAME, text);
  const more = faults.length > MOST_NAMED ? ` 等 ${faults.length} 处` : "";
  const told = `${faults.slice(0, MOST_NAMED).join("；")}${more}。${text}`;
  return fail(NAME, told, `改正 ${ownStandardsPath({ dataDir, path })}`);
}

/** Entries whose documents are indexed, but no longer say what is quoted; or whose documents are not there. */
async function findLost({ entries }: StandardAnswers, settings: Settings): Promise<StandardAnswer[]> {
  const { config, regions, lexicon } = settings;
  if (!(await isIndexed(config.dataDir))) return [];
  const index = await openCorpus({ dataDir: config.dataDir, regions, lexicon });
  try {
    const lost: StandardAnswer[] = [];
    for (const entry of entries) {
      const isGone = (await findQuotes(entry, index.current(), "staff")) === null;
      // The shipped ones rest on shipped documents, which an operator may leave out.
      if (isGone && !entry.isShipped) lost.push(entry);
    }
    return lost;
  } finally {
    await index.close();
  }
}

function namesOf(entries: readonly StandardAnswer[]): string {
  const more = entries.length > MOST_NAMED ? ` 等 ${entries.length} 条` : "";
  return (
    entries
      .slice(0, MOST_NAMED)
      .map(({ id, expires }) => `${id}（${expires}）`)
      .join("、") + more
  );
}
