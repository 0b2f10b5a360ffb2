import { describeFault } from "../fault.ts";
import { isRight, type Judged } from "../judged.ts";
import type { Confusion } from "../measuring/confusion.ts";
import type { EvaluationFigures } from "../metrics.ts";
import { alignRows } from "./text-table.ts";
import { duration, fraction, interval, MEASURE_WORDS, percent, wordLabel } from "./words.ts";

/** The figures as lines of text for a terminal, followed by what went wrong. */
export function renderTextReport(figures: EvaluationFigures, judged: readonly Judged[]): string {
  return [
    ...renderKinds(figures),
    "",
    ...renderMeasures(figures),
    ...renderConfusions(figures),
    ...renderFailures(judged),
  ].join("\n");
}

function renderKinds({ kinds, splits, all }: EvaluationFigures): string[] {
  const rows = [...kinds, ...splits, all].map((row) => [
    row.kind,
    fraction(row),
    percent(row.share),
    interval(row),
  ]);
  return alignRows([["类别 kind", "答对", "比例", "95% 区间"], ...rows]);
}

function renderMeasures({ measures, search, ...figures }: EvaluationFigures): string[] {
  const rows = measures.map((row) => {
    const { area, name } = MEASURE_WORDS[row.name] ?? { area: "", name: row.name };
    return [`${area} ${name}`, fraction(row), percent(row.share), interval(row)];
  });
  const means =
    search.questions > 0 ? [`MRR@10 ${search.mrr10.toFixed(3)}，recall@10 ${percent(search.recall10)}`] : [];
  const lengths = `回答中位数 ${figures.medianLength} 字，事实题 ${figures.medianFactLength} 字`;
  const times = `用时 p50 ${duration(figures.medianTime)}，p95 ${duration(figures.time95)}`;
  return [...alignRows(rows), ...means, `${lengths}；${times}`];
}

/** What came where something else was expected. */
function renderConfusions({ outcomeConfusion, guideConfusion }: EvaluationFigures): string[] {
  const wrong = outcomeConfusion.filter(({ count, right }) => count > right);
  return [
    ...renderConfusion("答错的题：应当 → 实际", wrong, ({ count, right }) => count - right, wordLabel),
    ...renderConfusion("认错的事项：应当 → 实际", guideConfusion, ({ count }) => count, wordLabel),
  ];
}

function renderConfusion(
  title: string,
  cells: readonly Confusion[],
  countOf: (cell: Confusion) => number,
  word: (label: string) => string,
): string[] {
  if (cells.length === 0) return [];
  const rows = cells.map((cell) => `  ${countOf(cell)} × ${word(cell.expected)} → ${word(cell.got)}`);
  return ["", title, ...rows];
}

function renderFailures(judged: readonly Judged[]): string[] {
  const failures = judged.filter((each) => !isRight(each));
  if (failures.length === 0) return [];
  const lines = failures.map(
    ({ item, faults }) =>
      `✗ ${item.id} [${item.kind}] ${item.question}\n    ${faults.map(describeFault).join("；")}`,
  );
  return ["", `未答对 ${failures.length} 题`, ...lines];
}
