import { html } from "hono/html";
import type { SharePair } from "../compare.ts";
import type { Share } from "../measuring/share.ts";
import { interval, percent, points } from "./words.ts";

/** Units of the drawings' width: a share of 1 is a hundred. */
const FULL = 100;
const HEIGHT = 12;

/** A bar of the share with its interval as whiskers. */
export function renderShareBar(share: Share, isLowGood = false) {
  const [low, high] = [share.low * FULL, share.high * FULL];
  const label = `${percent(share.share)}，95% 区间 ${interval(share)}`;
  return html`<svg class="${isLowGood ? "low" : "high"}" viewBox="0 0 ${FULL} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}"><title>${label}</title><rect class="track" width="${FULL}" height="8" y="2" rx=".6"/><rect class="fill" width="${round(share.share * FULL)}" height="8" y="2" rx=".6"/><path class="range" d="M${round(low)} 6H${round(high)}M${round(low)} 3.5V8.5M${round(high)} 3.5V8.5"/></svg>`;
}

/** Before and after on one scale, joined by a line that says which way it went. */
export function renderStep({ before, after }: SharePair, isLowGood = false) {
  const [from, to] = [before.share * FULL, after.share * FULL];
  const isBetter = isLowGood ? to < from : to > from;
  const way = to === from ? "same" : isBetter ? "up" : "down";
  const label = `${percent(before.share)} → ${percent(after.share)}（${points(before.share, after.share)}）`;
  return html`<svg viewBox="0 0 ${FULL} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}"><title>${label}</title><rect class="track" width="${FULL}" height="2" y="5"/><path class="step ${way}" d="M${round(from)} 6H${round(to)}"/><rect class="was" x="${round(from - 0.6)}" y="1.5" width="1.2" height="9"/><rect class="now" x="${round(to - 0.6)}" y="1.5" width="1.2" height="9"/></svg>`;
}

/** How many values lie in each range: columns of the same scale, each with its count. */
export function renderColumns(values: readonly number[], bounds: readonly number[], unit: string) {
  const counts = [...bounds, Number.POSITIVE_INFINITY].map((bound, index) => {
    const above = bounds[index - 1] ?? Number.NEGATIVE_INFINITY;
    return values.filter((value) => value > above && value <= bound).length;
  });
  const most = Math.max(1, ...counts);
  const labels = [...bounds.map((bound) => `≤${bound}`), `>${bounds.at(-1) ?? 0}`];
  return html`<ol class="columns" aria-label="${unit}">${counts.map(
    (count, index) =>
      html`<li style="--height:${round(count / most)}"><span>${count}</span><b></b><span>${labels[index]}</span></li>`,
  )}</ol>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
