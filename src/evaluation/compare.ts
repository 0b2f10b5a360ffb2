import { type Share, sharePassing } from "./measuring/share.ts";
import { signTest } from "./measuring/sign-test.ts";
import type { RunRecord } from "./run-record.ts";

type RecordItem = RunRecord["items"][number];

/** One question in both runs. */
export interface Pair {
  before: RecordItem;
  after: RecordItem;
}

/** A share in both runs, of the questions that both asked. */
export interface SharePair {
  name: string;
  before: Share;
  after: Share;
}

/** A number in both runs, over all that each asked. */
export interface NumberPair {
  name: "mrr10" | "recall10" | "medianLength" | "medianFactLength" | "medianTime" | "time95";
  before: number;
  after: number;
}

/** Two runs side by side. Shares of right answers are over the questions that both asked. */
export interface Comparison {
  /** What the runs are called: 之前 and 现在, or the systems. */
  names: { before: string; after: string };
  systems: { before: string; after: string };
  shared: number;
  /** Questions that one run alone asked, or asked in other words. */
  unshared: { before: number; after: number };
  all: SharePair;
  kinds: SharePair[];
  /** Measures of both runs, over all that each asked. */
  measures: SharePair[];
  numbers: NumberPair[];
  /** Right only after, and only before. */
  gained: Pair[];
  lost: Pair[];
  /** Exact two-sided sign test over gained and lost. */
  p: number;
}

const NUMBERS = ["medianLength", "medianFactLength", "medianTime", "time95"] as const;

/** Compares two runs question by question, by id; a question in other words is another question. */
export function compareRuns(
  before: RunRecord,
  after: RunRecord,
  names = { before: "之前", after: "现在" },
): Comparison {
  const pairs = pairItems(before, after);
  const gained = pairs.filter((pair) => pair.after.right && !pair.before.right);
  const lost = pairs.filter((pair) => pair.before.right && !pair.after.right);
  const kinds = [...Map.groupBy(pairs, (pair) => pair.after.kind)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    names,
    systems: { before: before.system, after: after.system },
    shared: pairs.length,
    unshared: { before: before.items.length - pairs.length, after: after.items.length - pairs.length },
    all: sharePair("all", pairs),
    kinds: kinds.map(([kind, members]) => sharePair(kind, members)),
    measures: pairMeasures(before, after),
    numbers: pairNumbers(before, after),
    gained,
    lost,
    p: signTest(gained.length, lost.length),
  };
}

function pairItems(before: RunRecord, after: RunRecord): Pair[] {
  const earlier = new Map(before.items.map((item) => [item.id, item]));
  return after.items.flatMap((item) => {
    const same = earlier.get(item.id);
    return same && same.question === item.question ? [{ before: same, after: item }] : [];
  });
}

function sharePair(name: string, pairs: readonly Pair[]): SharePair {
  return {
    name,
    before: sharePassing(pairs, (pair) => pair.before.right),
    after: sharePassing(pairs, (pair) => pair.after.right),
  };
}

function pairMeasures(before: RunRecord, after: RunRecord): SharePair[] {
  const earlier = new Map(before.measures.map((measure) => [measure.name, measure]));
  return after.measures.flatMap((measure) => {
    const same = earlier.get(measure.name);
    return same ? [{ name: measure.name, before: same, after: measure }] : [];
  });
}

function pairNumbers(before: RunRecord, after: RunRecord): NumberPair[] {
  const means = before.search.questions > 0 && after.search.questions > 0;
  const searched = (["mrr10", "recall10"] as const).filter(() => means);
  return [
    ...searched.map((name) => ({ name, before: before.search[name], after: after.search[name] })),
    ...NUMBERS.map((name) => ({ name, before: before[name], after: after[name] })),
  ];
}
