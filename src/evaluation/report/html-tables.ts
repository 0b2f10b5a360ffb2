import { html } from "hono/html";
import type { Confusion } from "../measuring/confusion.ts";
import type { Share } from "../measuring/share.ts";
import { renderShareBar } from "./html-charts.ts";
import { fraction, interval, percent } from "./words.ts";

/** A share with what it is called. */
export interface ShareRow extends Share {
  label: string;
  /** What is divided by what, in small type. */
  means?: string | undefined;
  isLowGood?: boolean | undefined;
}

const HEAD = html`<thead><tr><th scope="col">名称</th><td></td><th scope="col">题数</th><th scope="col">比例</th><th scope="col">95% 区间</th></tr></thead>`;

/** Shares as bars with their intervals; the last row may be the total. */
export function renderShares(rows: readonly ShareRow[], total?: ShareRow) {
  return html`<table class="bars">${HEAD}<tbody>${rows.map(renderShare)}</tbody>${total ? html`<tfoot>${renderShare(total)}</tfoot>` : ""}</table>`;
}

function renderShare(row: ShareRow) {
  const means = row.means ? html`<small>${row.means}</small>` : "";
  return html`<tr><th scope="row">${row.label}${means}</th><td class="bar">${renderShareBar(row, row.isLowGood)}</td><td>${fraction(row)}</td><td>${percent(row.share)}</td><td class="range-text">${interval(row)}</td></tr>`;
}

/** Expected against got; the darker a cell, the more of its row. Right cells are blue, wrong ones red. */
export function renderMatrix(cells: readonly Confusion[], word: (label: string) => string) {
  const expected = [...new Set(cells.map((cell) => cell.expected))].sort();
  const got = [...new Set(cells.map((cell) => cell.got))].sort();
  const totals = new Map(expected.map((name) => [name, sum(cells.filter((cell) => cell.expected === name))]));
  const rows = expected.map((row) => {
    const total = totals.get(row) ?? 1;
    const found = got.map((column) => cells.find((cell) => cell.expected === row && cell.got === column));
    return html`<tr><th scope="row">${word(row)}</th>${found.map((cell) => renderCell(cell, total))}<td>${total}</td></tr>`;
  });
  return html`<div class="scroll"><table class="matrix"><thead><tr><th scope="col">应当 ＼ 实际</th>${got.map((name) => html`<th scope="col">${word(name)}</th>`)}<th scope="col">合计</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function renderCell(cell: Confusion | undefined, total: number) {
  if (!cell) return html`<td class="none">·</td>`;
  const tone = cell.right * 2 >= cell.count ? "right" : "wrong";
  const wrong = cell.count - cell.right;
  const note = wrong > 0 && tone === "right" ? `，其中 ${wrong} 题答错` : "";
  return html`<td class="${tone}" style="--heat:${(cell.count / total).toFixed(2)}" title="${cell.count} 题${note}">${cell.count}${note === "" ? "" : html`<br><small class="worse">错 ${wrong}</small>`}</td>`;
}

function sum(cells: readonly Confusion[]): number {
  return cells.reduce((total, { count }) => total + count, 0);
}
