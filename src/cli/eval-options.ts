import { type Command, InvalidArgumentError, Option } from "commander";
import { type CommonOptions, share, wholeNumber } from "./options.ts";

export interface EvalOptions extends CommonOptions {
  min?: number;
  /** Kind of question → least share. */
  minKind?: Record<string, number>;
  report?: string;
  save?: string;
  compare?: string;
  split?: "open" | "held_out";
  kind?: string[];
  limit?: number;
  concurrency?: number;
  target?: string;
  targetModel: string;
  beside?: boolean;
}

const MOST_AT_ONCE = 16;

/** Gives the command its options. */
export function withEval(command: Command): Command {
  return command
    .option("--min <share>", "答对比例低于它时以 10 退出 (exit 10 below this share)", share)
    .option("--min-kind <kind=share>", "某一类的门槛，可多次 (the same for a kind; repeatable)", kindShare)
    .option("--report <file>", "写出网页报告 (write an HTML report)")
    .option("--save <file>", "保存结果，供以后比较 (keep the results as JSON)")
    .option("--compare <file>", "与保存的结果比较 (before and after)")
    .addOption(
      new Option("--split <split>", "只问公开题或保留题 (ask one part only)").choices(["open", "held_out"]),
    )
    .option("--kind <kind>", "只问某一类，可多次 (ask one kind only; repeatable)", collect)
    .option(
      "--limit <number>",
      "最多问几题，各处均匀抽取 (most questions, evenly taken)",
      wholeNumber(1, 1e6),
    )
    .option(
      "--target <url>",
      "评测另一个兼容 OpenAI 的系统 (judge another system that speaks the OpenAI chat API)",
    )
    .option("--target-model <name>", "它的模型名 (its model)", "default")
    .option("--beside", "同时用同样的规则评测本系统 (judge this service beside it, by the same rules)")
    .option(
      "--concurrency <number>",
      "对它同时问几题，默认 4 (questions at a time)",
      wholeNumber(1, MOST_AT_ONCE),
    );
}

function collect(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}

/** 「类别=比例」, as often as wanted. */
function kindShare(text: string, before: Record<string, number> | undefined): Record<string, number> {
  const at = text.lastIndexOf("=");
  if (at <= 0) throw new InvalidArgumentError("应为 类别=比例，如 --min-kind attack=0.95 (kind=share).");
  return { ...before, [text.slice(0, at)]: share(text.slice(at + 1)) };
}
