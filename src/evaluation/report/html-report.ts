import { html, raw } from "hono/html";
import type { Comparison } from "../compare.ts";
import { FAULT_WORDS } from "../fault.ts";
import { textLength } from "../judging/answer-text.ts";
import { wasAnswered } from "../measuring/answering.ts";
import { shareOf } from "../measuring/share.ts";
import type { EvaluationFigures, KindFigures } from "../metrics.ts";
import type { EvaluationRun } from "../run-record.ts";
import { renderColumns, renderShareBar } from "./html-charts.ts";
import { renderComparison } from "./html-comparison.ts";
import { renderFailures } from "./html-failures.ts";
import { STYLE } from "./html-style.ts";
import { renderMatrix, renderShares, type ShareRow } from "./html-tables.ts";
import { duration, fraction, interval, MEASURE_WORDS, percent, wordKind, wordLabel } from "./words.ts";

/** What the page shows. */
export interface ReportContents {
  run: EvaluationRun;
  figures: EvaluationFigures;
  comparisons: readonly Comparison[];
}

/** Measures shown large, below the share of right answers. */
const TILES = [
  "answer.right",
  "answer.refused",
  "refusal.recall",
  "citation.verbatim",
  "guide.hit1",
  "clarification.asked",
  "screening.declined",
  "retrieval.hit1",
];
const LENGTHS = [20, 40, 60, 80, 100, 160, 400];
const TIMES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** One file that people can read anywhere: no script, no address to load from. */
export function renderHtmlReport(contents: ReportContents): string {
  const { run, figures, comparisons } = contents;
  const title = `评测报告 ${run.suites.join(" ")}`;
  const page = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body><main>
${renderHead(run)}
${renderHero(figures)}
${comparisons.map(renderComparison)}
<section class="card"><h2>各项指标</h2>${renderMeasures(figures)}</section>
<section class="card"><h2>各类题目</h2>${renderShares(figures.kinds.map(kindRow), labelRow(figures.all))}</section>
${renderParts(figures)}
${renderDistributions(contents)}
${renderConfusions(figures)}
${renderFailures(run.judged)}
</main></body>
</html>
`;
  return String(page);
}

function renderHead({ suites, system, startedAt, judged, isInterrupted }: EvaluationRun) {
  const stopped = html`<p class="card warn">评测没有做完，以下是已问的 ${judged.length} 题。</p>`;
  return html`<header><h1>评测报告</h1>
<p class="soft">${system} · ${suites.join("、")} · ${judged.length} 题 · ${startedAt.toISOString().slice(0, 16).replace("T", " ")} UTC</p>
${isInterrupted ? stopped : ""}</header>`;
}

function renderHero({ all, measures, medianFactLength, medianTime, time95 }: EvaluationFigures) {
  const tiles = TILES.flatMap((name) => measures.filter((measure) => measure.name === name));
  return html`<section class="card hero"><div><p class="soft">答对</p><div class="big">${percent(all.share)}</div>
<p>${fraction(all)} 题<br><span class="soft">95% 区间 ${interval(all)}</span></p>${renderShareBar(all)}</div>
<dl class="tiles">${tiles.map((row) => {
    const { area, name } = MEASURE_WORDS[row.name] ?? { area: "", name: row.name };
    return html`<div><dt>${area} · ${name}</dt><dd>${percent(row.share)}<small>${fraction(row)}</small></dd></div>`;
  })}<div><dt>事实题长度</dt><dd>${medianFactLength} 字<small>中位数</small></dd></div>
<div><dt>用时</dt><dd>${duration(medianTime)}<small>p95 ${duration(time95)}</small></dd></div></dl></section>`;
}

function renderMeasures({ measures, search }: EvaluationFigures) {
  const rows = measures.map((measure): ShareRow => {
    const words = MEASURE_WORDS[measure.name];
    const label = words ? `${words.area} · ${words.name}` : measure.name;
    return { ...measure, label, means: words?.means, isLowGood: words?.lowIsGood };
  });
  const means = html`<p class="soft">检索 MRR@10 ${search.mrr10.toFixed(3)}，recall@10 ${percent(search.recall10)}（${search.questions} 题）</p>`;
  return html`${renderShares(rows)}${search.questions > 0 ? means : ""}<p class="soft">橙色的指标越低越好。黑线是 95% 区间（Wilson）。</p>`;
}

function renderParts({ splits, expected }: EvaluationFigures) {
  const bySplit = html`<section class="card"><h2>公开题和保留题</h2>${renderShares(splits.map(labelRow))}
<p class="soft">保留题不用于调整程序。</p></section>`;
  return html`<div class="pair"><section class="card"><h2>按应有的结果</h2>${renderShares(expected.map(labelRow))}</section>
${splits.length > 0 ? bySplit : ""}</div>`;
}

function renderDistributions({ run, figures }: ReportContents) {
  const lengths = run.judged.filter(wasAnswered).map(({ answer }) => textLength(answer?.text ?? ""));
  const times = run.judged.filter(({ answer }) => answer !== null).map(({ tookMs }) => tookMs);
  return html`<div class="pair"><section class="card"><h2>回答的字数</h2>${renderColumns(lengths, LENGTHS, "字数")}
<p class="soft">中位数 ${figures.medianLength} 字，事实题 ${figures.medianFactLength} 字；不计空白和 [1] 记号。</p></section>
<section class="card"><h2>用时（毫秒）</h2>${renderColumns(times, TIMES, "毫秒")}
<p class="soft">p50 ${duration(figures.medianTime)}，p95 ${duration(figures.time95)}。</p></section></div>`;
}

function renderConfusions({ outcomeConfusion, guideConfusion, faults, all }: EvaluationFigures) {
  const wrong = all.questions - all.right;
  const reasons = faults.map(({ code, questions }) => ({
    label: FAULT_WORDS[code],
    isLowGood: true,
    ...shareOf(questions, wrong),
  }));
  const guides = html`<h3>认错的事项</h3><div class="scroll"><table><thead><tr><th scope="col">应当</th><th scope="col">实际</th><th scope="col">题数</th></tr></thead><tbody>${guideConfusion.map(
    ({ expected, got, count }) =>
      html`<tr><th scope="row">${expected}</th><td>${wordLabel(got)}</td><td>${count}</td></tr>`,
  )}</tbody></table></div>`;
  return html`<section class="card"><h2>应当的结果与实际的结果</h2>${renderMatrix(outcomeConfusion, wordLabel)}
<p class="soft">蓝色是对的，红色是错的；颜色越深，占该行越多。</p>${guideConfusion.length > 0 ? guides : ""}</section>
${reasons.length > 0 ? html`<section class="card"><h2>错在哪里</h2>${renderShares(reasons)}<p class="soft">占答错的 ${wrong} 题的比例；一题可以错在几处。</p></section>` : ""}`;
}

function kindRow(row: KindFigures): ShareRow {
  return { ...row, label: wordKind(row.kind) };
}

function labelRow(row: KindFigures): ShareRow {
  return { ...row, label: wordLabel(row.kind) };
}
