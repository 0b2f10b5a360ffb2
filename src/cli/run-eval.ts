import { WenbanError } from "../errors.ts";
import { type Comparison, compareRuns } from "../evaluation/compare.ts";
import { type Evaluation, evaluate } from "../evaluation/evaluate.ts";
import { type EvaluationFigures, measure } from "../evaluation/metrics.ts";
import { renderHtmlReport } from "../evaluation/report/html-report.ts";
import { renderTextComparison } from "../evaluation/report/text-comparison.ts";
import { renderTextReport } from "../evaluation/report/text-report.ts";
import { type EvaluationRun, type RunRecord, recordRun } from "../evaluation/run-record.ts";
import { keepFigures } from "../gaps/prove-suite.ts";
import type { Workplace } from "../node-services.ts";
import type { CommandContext } from "./command-context.ts";
import type { EvalOptions } from "./eval-options.ts";
import { checkWritable, createEvalProgress, writeOutput } from "./eval-output.ts";
import { openSystems, type System } from "./eval-systems.ts";
import { openProofs } from "./open-gaps.ts";
import { prepareWorkplace } from "./prepare.ts";
import { type ChosenItems, readBaseline, readSuites } from "./read-suites.ts";
import { type Terminal, writeLine } from "./terminal.ts";

const BELOW_THRESHOLD = 10;
const INTERRUPTED = 130;
const BESIDE = { before: "问办", after: "对方" };

/** One system's run with what ended it. */
interface Finished {
  run: EvaluationRun;
  figures: EvaluationFigures;
  stoppedBy: Evaluation["stoppedBy"];
}

/** `wenban eval SUITE…`; gives the exit code. What was measured before an interruption is reported as well. */
export async function runEval(
  paths: readonly string[],
  options: EvalOptions,
  { env, terminal }: CommandContext,
): Promise<number> {
  const chosen = await readSuites(paths, options);
  const baseline = await readBaseline(options.compare);
  await Promise.all([options.report, options.save].map(checkWritable));
  const workplace = await prepareWorkplace(env, options, terminal);
  try {
    const [main, ...beside] = openSystems(options, workplace);
    const finished = await runSystem(main, chosen, terminal, workplace.runtime.now());
    const others = finished.stoppedBy === null ? beside : [];
    const [other] = await inTurn(others, (system) =>
      runSystem(system, chosen, terminal, workplace.runtime.now()),
    );
    if (finished.run.judged.length > 0) await tell(finished, other, baseline, options, terminal);
    if (options.target === undefined) await keepForProofs(finished, workplace);
    return exitCodeOf([finished, ...(other ? [other] : [])], options);
  } finally {
    await workplace.close();
  }
}

/** `prove` compares with what was measured last. */
async function keepForProofs({ run, figures }: Finished, workplace: Workplace): Promise<void> {
  const store = openProofs(workplace);
  try {
    await keepFigures(store, recordRun(run, figures));
  } finally {
    await store.close();
  }
}

async function runSystem(
  { name, examinee, concurrency }: System,
  { items, suites }: ChosenItems,
  terminal: Terminal,
  startedAt: Date,
): Promise<Finished> {
  const progress = createEvalProgress(terminal, items.length);
  const { signal } = terminal;
  const { judged, stoppedBy } = await evaluate(items, examinee, {
    concurrency,
    signal,
    onJudged: progress.onJudged,
  });
  progress.done();
  if (stoppedBy === "signal") {
    const part = `${judged.length} / ${items.length}`;
    terminal.stderr.write(`已中断；已测 ${part} 题。Interrupted; ${part} questions were measured.\n`);
  }
  const run = { suites, system: name, startedAt, isInterrupted: stoppedBy !== null, judged };
  return { run, figures: measure(judged), stoppedBy };
}

async function inTurn<In, Out>(inputs: readonly In[], work: (input: In) => Promise<Out>): Promise<Out[]> {
  const outputs: Out[] = [];
  for (const input of inputs) outputs.push(await work(input));
  return outputs;
}

/** Prints and writes what was asked for. */
async function tell(
  { run, figures }: Finished,
  other: Finished | undefined,
  baseline: RunRecord | null,
  options: EvalOptions,
  terminal: Terminal,
): Promise<void> {
  const record = recordRun(run, figures);
  const comparisons = [
    ...(baseline ? [compareRuns(baseline, record)] : []),
    ...(other ? [compareRuns(recordRun(other.run, other.figures), record, BESIDE)] : []),
  ];
  const machine = { ...record, ...(comparisons.length > 0 && { comparisons }) };
  await writeLine(
    terminal.stdout,
    options.json ? JSON.stringify(machine) : renderText(run, figures, comparisons),
  );
  await writeOutput(options.save, () => `${JSON.stringify(record)}\n`);
  await writeOutput(options.report, () => renderHtmlReport({ run, figures, comparisons }));
}

function renderText(
  run: EvaluationRun,
  figures: EvaluationFigures,
  comparisons: readonly Comparison[],
): string {
  const parts = [renderTextReport(figures, run.judged), ...comparisons.map(renderTextComparison)];
  return parts.join("\n\n");
}

function exitCodeOf(finished: readonly Finished[], options: EvalOptions): number {
  const [main] = finished;
  for (const { stoppedBy } of finished) {
    if (stoppedBy instanceof WenbanError) throw stoppedBy;
    if (stoppedBy === "signal") return INTERRUPTED;
  }
  return main && isBelow(main.figures, options) ? BELOW_THRESHOLD : 0;
}

function isBelow({ all, kinds }: EvaluationFigures, { min = 0, minKind = {} }: EvalOptions): boolean {
  return all.share < min || kinds.some(({ kind, share }) => share < (minKind[kind] ?? 0));
}
