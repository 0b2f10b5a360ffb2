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
const SURE_SCORE = 0.95;
/** By as much the best item must fit better than another for the other not to be offered beside it. */
const APART = 0.25;

/** Whether people say it so who mean this item, and want done what it is for. */
export function isMeant(fit: ItemMatch | null): fit is ItemMatch {
  return (
    fit !== null && fit.said >= SAID && fit.score >= FITTING && (fit.action > -1 || fit.said >= SURELY_SAID)
  );
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
