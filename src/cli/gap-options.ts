import { type Command, Option } from "commander";
import type { Audience } from "../domain.ts";
import { type CommonOptions, day, wholeNumber } from "./options.ts";

/** Options that tell which questions are looked at. */
export interface GapSourceOptions extends CommonOptions {
  audience: Audience;
  from?: string;
}

export interface GapsOptions extends GapSourceOptions {
  since?: string;
  limit: number;
  csv?: boolean;
}

export interface ProveOptions extends GapSourceOptions {
  suite?: string[];
  compare?: string;
  by?: string;
  list?: boolean;
}

const MOST_GAPS = 10_000;
const GAPS_SHOWN = 20;

/** Gives `gaps` its options. */
export function withGaps(command: Command): Command {
  return withSource(command)
    .option("--since <day>", "只看这一天以后问过的，YYYY-MM-DD (asked on or after this day)", day)
    .option("--limit <number>", "最多几组 (most groups)", wholeNumber(1, MOST_GAPS), GAPS_SHOWN)
    .option("--csv", "输出 CSV，可用表格软件打开 (for spreadsheets)");
}

/** Gives `prove` its options. */
export function withProve(command: Command): Command {
  return withSource(command)
    .option("--suite <file>", "同时检验的评测集，可多次 (a suite to run as well; repeatable)", collect)
    .option("--compare <file>", "评测集与 eval --save 的结果比较 (compare suites with what eval --save kept)")
    .option("--list", "只列出已有的验证记录 (only list the proofs there are)")
    .option("--by <name>", "由谁验证，默认当前用户 (who proves; default: the user)");
}

function withSource(command: Command): Command {
  return command
    .option("--from <file>", "改读 ask --batch 的结果，- 为标准输入 (read what ask --batch wrote instead)")
    .addOption(
      new Option("--audience <who>", "staff 时也看工作人员的提问 (staff: their questions as well)")
        .choices(["public", "staff"])
        .default("public"),
    );
}

function collect(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}
