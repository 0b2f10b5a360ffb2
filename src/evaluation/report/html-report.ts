import { html } from "hono/html";
import { describeFault } from "../fault.ts";
import { isRight, type Judged } from "../judged.ts";
import type { EvaluationFigures, KindFigures } from "../metrics.ts";
import { interval, percent } from "./words.ts";

/** A page that people can read: figures by kind with their intervals, then every failure with its answer. */
export function renderHtmlReport(
  figures: EvaluationFigures,
  judged: readonly Judged[],
  title: string,
): string {
  const failures = judged.filter((each) => !isRight(each));
  const page = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body{margin:0 auto;max-width:60rem;padding:1rem;font:1rem/1.6 system-ui,sans-serif;color:#1a1a1a}
table{border-collapse:collapse}th,td{border:1px solid #767676;padding:.25rem .75rem;text-align:right}
th:first-child,td:first-child{text-align:left}tfoot{font-weight:700}
section{border-top:1px solid #767676;margin-top:1rem}.fault{color:#8a1c00}blockquote{border-left:4px solid #1456c0;margin:.5rem 0;padding-left:.75rem}
</style>
</head>
<body>
<h1>${title}</h1>
<p>答对 ${figures.all.right} / ${figures.all.questions}；回答长度中位数 ${figures.medianLength} 字，用时中位数 ${figures.medianTime} 毫秒。</p>
<table>
<thead><tr><th scope="col">类别</th><th scope="col">题数</th><th scope="col">答对</th><th scope="col">比例</th><th scope="col">95% 区间</th></tr></thead>
<tbody>${figures.kinds.map(renderRow)}</tbody>
<tfoot>${renderRow(figures.all)}</tfoot>
</table>
<h2>未答对的 ${failures.length} 题</h2>
${failures.map(renderFailure)}
</body>
</html>
`;
  return String(page);
}

function renderRow(row: KindFigures) {
  const kind = row.kind === "all" ? "合计" : row.kind;
  return html`<tr><td>${kind}</td><td>${row.questions}</td><td>${row.right}</td><td>${percent(row.share)}</td><td>${interval(row)}</td></tr>\n`;
}

function renderFailure({ item, answer, faults }: Judged) {
  return html`<section>
<h3>${item.id} · ${item.question}</h3>
<ul>${faults.map((fault) => html`<li class="fault">${describeFault(fault)}</li>`)}</ul>
${answer === null ? "" : html`<p>${answer.outcome}：${answer.text}</p>`}
${(answer?.citations ?? []).map((citation) => html`<blockquote>${citation.quote}<br><small>${citation.documentId}</small></blockquote>`)}
${item.answer_keys.length === 0 ? "" : html`<p>应含：${item.answer_keys.join("、")}</p>`}
</section>
`;
}
