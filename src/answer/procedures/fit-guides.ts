import type { ItemMatch } from "../../retrieval/items/item-matcher.ts";

/** From here on what people say for an item is said so plainly that its name need not be. */
const SAID = 0.5;
/** And from here on so plainly that no other word of the question (烧没了) can turn it to another action. */
const SURELY_SAID = 0.9;
/** What a question that means an item fits it by, and what one that can mean nothing else does. */
const FITTING = 0.85;
const SURE = 1.6;
/** The scores of both among names: as one that is only just named, and as one said whole. */
const NAMED_SCORE = 0.5;
/** Where an item leads, its guide stands above all that only resemble what was asked. */
export const SURE_SCORE = 0.95;
/** By as much the best item must fit better than another for the other not to be offered beside it. */
const APART = 0.25;

/** Whether people say it so who mean this item, and want done what it is for. */
export function isMeant(fit: ItemMatch | null): fit is ItemMatch {
  return fit !== null && fit.said >= SAID && fit.score >= FITTING && isServing(fit);
}

function isServing({ action, said }: ItemMatch): boolean {
  return action > -1 || said >= SURELY_SAID;
}

/** An item leads where it fits at least so well, and by so much better than the next. */
const LEADING = 0.6;
/** What a leading item must share with the question: what people say for it, or half of its name. */
const LEADING_SAID = 0.45;
const LEADING_NAME = 0.5;

/** The items that a question may mean and no other, ids by how it is with them; empty where it may mean any. */
export function findLeading(fits: Iterable<ItemMatch>): ReadonlySet<string> {
  const [first, ...others] = [...fits].sort((a, b) => b.score - a.score);
  if (!first || first.score < LEADING) return new Set();
  if (first.said < LEADING_SAID && first.name < LEADING_NAME) return new Set();
  if (!isServing(first)) return new Set();
  const near = others.filter(({ score }) => first.score - score < APART);
  return new Set([first, ...near].map(({ id }) => id));
}

/** The score of a guide whose item is meant without being named, on the scale of names; 0 for any other. */
export function scoreOfMeaning(fit: ItemMatch | null): number {
  if (!isMeant(fit)) return 0;
  const share = Math.min(1, (fit.score - FITTING) / (SURE - FITTING));
  return NAMED_SCORE + share * (SURE_SCORE - NAMED_SCORE);
}

/** Of guides equally near those whose items fit clearly less than the best are no rivals to it. */
export function leaveOutUnfit<Match extends { fit: ItemMatch | null }>(near: readonly Match[]): Match[] {
  const best = Math.max(0, ...near.map(({ fit }) => fit?.score ?? 0));
  return near
    .filter(({ fit }) => best - (fit?.score ?? 0) < APART)
    .sort((a, b) => (b.fit?.score ?? 0) - (a.fit?.score ?? 0));
}
