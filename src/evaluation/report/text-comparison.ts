import type { Comparison, Pair } from "../compare.ts";
import { NUMBER_WORDS } from "./number-words.ts";
import { alignRows } from "./text-table.ts";
import { fraction, MEASURE_WORDS, percent, points, wordProbability } from "./words.ts";

/** Two runs side by side as lines of text, with the questions that changed. */
export function renderTextComparison(comparison: Comparison): string {
  const { names, all, kinds, measures, numbers, shared, unshared, gained, lost } = comparison;
  const header = ["", names.before, names.after, "差（百分点）"];
  const changed = kinds.filter(({ before, after }) => before.right !== after.right);
  const shares = [
    ...changed.map((pair) => [pair.name, fraction(pair.before), fraction(pair.after), pointsOf(pair)]),
    ["都问过的题", fraction(all.before), fraction(all.after), pointsOf(all)],
    ...measures.map((pair) => [
      measureName(pair.name),
      percent(pair.before.share),
      percent(pair.after.share),
      pointsOf(pair),
    ]),
    ...numbers.map(({ name, before, after }) => {
      const { name: word, format } = NUMBER_WORDS[name];
      return [word, format(before), format(after), ""];
    }),
  ];
  const others = unshared.before + unshared.after;
  return [
    `${names.before}（${comparison.systems.before}） → ${names.after}（${comparison.systems.after}）`,
    `都问过 ${shared} 题${others > 0 ? `，只在一边的 ${unshared.before}、${unshared.after} 题` : ""}；${wordProbability(comparison)}`,
    ...alignRows([header, ...shares]),
    ...renderPairs(`只有${names.after}答对 ${gained.length} 题`, "+", gained),
    ...renderPairs(`只有${names.before}答对 ${lost.length} 题`, "−", lost),
  ].join("\n");
}

function renderPairs(title: string, sign: string, pairs: readonly Pair[]): string[] {
  if (pairs.length === 0) return [];
  return [
    title,
    ...pairs.map(({ after: { id, kind, question } }) => `  ${sign} ${id} [${kind}] ${question}`),
  ];
}

function pointsOf({ before, after }: { before: { share: number }; after: { share: number } }): string {
  return points(before.share, after.share);
}

function measureName(name: string): string {
  const words = MEASURE_WORDS[name];
  return words ? `${words.area} ${words.name}` : name;
}
