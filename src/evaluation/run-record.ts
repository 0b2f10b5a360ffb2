import { z } from "zod";
import { zhCN } from "zod/locales";
import { WenbanError } from "../errors.ts";
import { expectedLabel } from "./expectation.ts";
import { describeFault } from "./fault.ts";
import { isRight, type Judged } from "./judged.ts";
import { textLength } from "./judging/answer-text.ts";
import { type EvaluationFigures, measure } from "./metrics.ts";

/** One run of suites against one system. */
export interface EvaluationRun {
  /** Names of the suites' files. */
  suites: readonly string[];
  /** Who answered: this service with its index, or an address with a model. */
  system: string;
  startedAt: Date;
  /** Ended before every question was asked. */
  isInterrupted: boolean;
  judged: readonly Judged[];
}

/** Raised when a member changes its meaning or goes; new members may come at any time. */
const FORMAT = "wenban-eval/1";

const count = z.int().nonnegative();
const share = { right: count, questions: count, share: z.number(), low: z.number(), high: z.number() };

/** The members that comparing reads. */
const recordSchema = z.object({
  format: z.literal(FORMAT),
  system: z.string(),
  startedAt: z.iso.datetime(),
  measures: z.array(z.object({ name: z.string(), ...share })),
  search: z.object({ questions: count, mrr10: z.number(), recall10: z.number() }),
  medianLength: z.number(),
  medianFactLength: z.number(),
  medianTime: z.number(),
  time95: z.number(),
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      question: z.string(),
      right: z.boolean(),
      outcome: z.string().nullable(),
      text: z.string().nullable(),
    }),
  ),
});

/** A run as kept in a file. */
export type RunRecord = z.output<typeof recordSchema>;

/** The run as machines read it: what `--json` prints and `--save` keeps. */
export function recordRun(run: EvaluationRun, figures: EvaluationFigures = measure(run.judged)) {
  const items = run.judged.map(recordItem);
  return {
    format: FORMAT,
    suites: [...run.suites],
    system: run.system,
    startedAt: run.startedAt.toISOString(),
    interrupted: run.isInterrupted,
    ...figures,
    failures: items.filter(({ right }) => !right),
    items,
  } as const;
}

function recordItem(judged: Judged) {
  const { item, answer, faults, tookMs, found } = judged;
  return {
    id: item.id,
    kind: item.kind,
    split: item.split ?? null,
    question: item.question,
    expected: expectedLabel(item),
    outcome: answer?.outcome ?? null,
    right: isRight(judged),
    faults: faults.map((fault) => ({ ...fault, text: describeFault(fault) })),
    text: answer?.text ?? null,
    length: answer === null ? null : textLength(answer.text),
    tookMs: Math.round(tookMs * 10) / 10,
    rank: found?.rank ?? null,
  };
}

/**
 * Reads a kept run.
 * @throws WenbanError `evaluation.bad_record` for anything else.
 */
export function parseRecord(name: string, text: string): RunRecord {
  const parsed = recordSchema.safeParse(readJson(text), { error: zhCN().localeError });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.join(".")} ` : "";
  throw new WenbanError(
    "bad_input",
    "evaluation.bad_record",
    `${name} 不是保存的评测结果：${where}${issue?.message ?? ""}。Not a saved evaluation.`,
    { hint: "请给出 eval --save 写出的文件。Give a file that eval --save wrote." },
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
