import type { RegionTable } from "../language/regions.ts";
import type { Gap, GapQuestion } from "./gap.ts";
import { shortIds } from "./gap-id.ts";
import { ALIKE, featuresOf, likeness, type QuestionFeatures } from "./similarity.ts";

/**
 * Puts questions about one thing together: whoever is alike, directly or over others, is in one group. The same
 * groups come of the same questions in any order; those asked most come first.
 */
export function groupQuestions(questions: readonly GapQuestion[], regions: RegionTable): Gap[] {
  const features = questions.map((question) => featuresOf(question, regions));
  const groups = joinAlike(features).map((members) => members.flatMap((index) => questions[index] ?? []));
  const ids = shortIds(groups.map((members) => firstOf(members)?.hash ?? ""));
  return groups.map((members, index) => toGap(members, ids[index] ?? "")).sort(byWeight);
}

/** Numbers of the questions, in groups. Only those that share a pair of characters are compared. */
function joinAlike(features: readonly QuestionFeatures[]): number[][] {
  const parents = features.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    parents[index] = root;
    return root;
  };
  const holders = new Map<string, number[]>();
  for (const [index, own] of features.entries()) {
    const near = new Set<number>();
    for (const pair of own.pairs) {
      const key = `${own.block} ${pair}`;
      const list = holders.get(key) ?? [];
      for (const other of list) near.add(other);
      holders.set(key, [...list, index]);
    }
    for (const other of near) {
      const compared = features[other];
      if (rootOf(other) === rootOf(index) || !compared) continue;
      if (likeness(own, compared) >= ALIKE) parents[rootOf(index)] = rootOf(other);
    }
  }
  const groups = Map.groupBy(features.keys(), rootOf);
  return [...groups.values()];
}

/** The question that gives the group its id: the first one asked. */
function firstOf(members: readonly GapQuestion[]): GapQuestion | undefined {
  return [...members].sort((a, b) => compare(a.firstAsked, b.firstAsked) || compare(a.hash, b.hash))[0];
}

function toGap(members: readonly GapQuestion[], id: string): Gap {
  const questions = [...members].sort(
    (a, b) => b.count - a.count || compare(b.lastAsked, a.lastAsked) || compare(a.hash, b.hash),
  );
  return {
    id,
    questions,
    audience: questions[0]?.audience ?? "public",
    count: questions.reduce((sum, { count }) => sum + count, 0),
    lastAsked:
      questions
        .map(({ lastAsked }) => lastAsked)
        .sort()
        .at(-1) ?? "",
  };
}

function byWeight(one: Gap, other: Gap): number {
  return other.count - one.count || compare(other.lastAsked, one.lastAsked) || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
