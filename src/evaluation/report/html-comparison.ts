import { html } from "hono/html";
import type { Comparison, Pair, SharePair } from "../compare.ts";
import { renderStep } from "./html-charts.ts";
import { NUMBER_WORDS } from "./number-words.ts";
import { MEASURE_WORDS, percent, points, wordKind, wordProbability } from "./words.ts";

/** Two runs side by side: shares as steps, figures, and the questions that changed. */
export function renderComparison(comparison: Comparison) {
  const { names, systems, shared, unshared, all, kinds, measures, gained, lost } = comparison;
  const others =
    unshared.before + unshared.after > 0
      ? `；只在一边问过的 ${unshared.before}、${unshared.after} 题不比`
      : "";
  return html`<section class="card">
<h2>${names.before}与${names.after}</h2>
<p><strong>${wordProbability(comparison)}</strong>。两边都问过 ${shared} 题${others}。</p>
<p class="soft"><i class="key was"></i>${names.before}：${systems.before}<i class="key now"></i>${names.after}：${systems.after}</p>
<h3>答对比例（两边都问过的题）</h3>
${renderSteps([...kinds.map((pair) => ({ ...pair, label: wordKind(pair.name) })), { ...all, label: "合计" }], names)}
<h3>各项指标</h3>
${renderSteps(measures.map(wordMeasure), names)}
${renderNumbers(comparison)}
${renderPairs(`只有${names.after}答对的 ${gained.length} 题`, gained)}
${renderPairs(`只有${names.before}答对的 ${lost.length} 题`, lost)}
</section>`;
}

interface StepRow extends SharePair {
  label: string;
  isLowGood?: boolean;
}

function wordMeasure(pair: SharePair): StepRow {
  const words = MEASURE_WORDS[pair.name];
  return {
    ...pair,
    label: words ? `${words.area} · ${words.name}` : pair.name,
    isLowGood: words?.lowIsGood ?? false,
  };
}

function renderSteps(rows: readonly StepRow[], names: Comparison["names"]) {
  return html`<table class="bars steps"><thead><tr><th scope="col">名称</th><td></td><th scope="col">${names.before} → ${names.after}</th><th scope="col">百分点</th></tr></thead><tbody>${rows.map(renderRow)}</tbody></table>`;
}

function renderRow({ label, isLowGood, ...pair }: StepRow) {
  const { before, after } = pair;
  const difference = (after.share - before.share) * (isLowGood ? -1 : 1);
  const tone = difference > 0 ? "better" : difference < 0 ? "worse" : "";
  return html`<tr><th scope="row">${label}</th><td class="bar">${renderStep({ ...pair }, isLowGood)}</td><td>${percent(before.share)} → ${percent(after.share)}</td><td class="${tone}">${points(before.share, after.share)}</td></tr>`;
}

function renderNumbers({ numbers, names }: Comparison) {
  const rows = numbers.map(({ name, before, after }) => {
    const { name: word, format } = NUMBER_WORDS[name];
    return html`<tr><th scope="row">${word}</th><td>${format(before)}</td><td>${format(after)}</td></tr>`;
  });
  return html`<table><thead><tr><td></td><th scope="col">${names.before}</th><th scope="col">${names.after}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function renderPairs(title: string, pairs: readonly Pair[]) {
  if (pairs.length === 0) return "";
  return html`<details${pairs.length <= 12 ? " open" : ""}><summary>${title}</summary><ul class="changes">${pairs.map(
    ({ before, after }) =>
      html`<li>${after.question} <span class="soft">${after.id} · ${after.kind} · ${before.outcome ?? "出错"} → ${after.outcome ?? "出错"}</span></li>`,
  )}</ul></details>`;
}
