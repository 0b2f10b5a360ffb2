import { isAnswered } from "../../domain.ts";
import type { Found, Judged } from "../judged.ts";
import { matchedGuide } from "../judging/judge-outcome.ts";
import { type Measure, measureShare } from "./measure-share.ts";

/** How well the search finds what answers; means are over the same questions as the shares. */
export interface SearchMeans {
  questions: number;
  /** Mean of one over the place of the first passage that answers, 0 beyond ten. */
  mrr10: number;
  /** Mean share of the expected passages or documents that are among the first ten. */
  recall10: number;
}

export function measureSearch(judged: readonly Judged[]): Measure[] {
  const found = foundOf(judged);
  const within = (most: number) => (each: Found) => each.rank !== null && each.rank <= most;
  return [measureShare("retrieval.hit1", found, within(1)), measureShare("retrieval.hit5", found, within(5))];
}

export function searchMeans(judged: readonly Judged[]): SearchMeans {
  const found = foundOf(judged);
  return {
    questions: found.length,
    mrr10: mean(found.map(({ rank }) => (rank === null ? 0 : 1 / rank))),
    recall10: mean(found.map(({ hits, expected }) => hits / expected)),
  };
}

/** Whether the guide meant is the one that answers, and the one whose passage is found first. */
export function measureGuides(judged: readonly Judged[]): Measure[] {
  const meant = showsGuides(judged) ? judged.filter(({ item }) => item.procedure.length > 0) : [];
  return [
    measureShare("guide.hit1", meant, ({ item, answer }) => {
      const matched = answer !== null && isAnswered(answer.outcome) ? matchedGuide(answer) : null;
      return matched !== null && item.procedure.includes(matched);
    }),
  ];
}

/** Whether the system shows what it answers from; of plain text the guide can't be told. */
export function showsGuides(judged: readonly Judged[]): boolean {
  return judged.some(({ answer }) => answer?.citations.some(({ quote }) => quote !== ""));
}

function foundOf(judged: readonly Judged[]): Found[] {
  return judged.flatMap(({ found }) => (found ? [found] : []));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
