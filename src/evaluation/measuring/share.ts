/** A part of a whole with its uncertainty. Shares are in [0, 1]. */
export interface Share {
  right: number;
  questions: number;
  /** 0 where there is nothing to share. */
  share: number;
  /** 95 % Wilson score interval. */
  low: number;
  high: number;
}

const Z_95 = 1.959964;

export function shareOf(right: number, questions: number): Share {
  return { right, questions, share: questions === 0 ? 0 : right / questions, ...wilson(right, questions) };
}

/** The share of those that pass. */
export function sharePassing<Item>(items: readonly Item[], passes: (item: Item) => boolean): Share {
  return shareOf(items.filter(passes).length, items.length);
}

/** The 95 % score interval (Wilson 1927) of a share: honest for few questions and near 0 and 1. */
export function wilson(right: number, questions: number): { low: number; high: number } {
  if (questions === 0) return { low: 0, high: 1 };
  const share = right / questions;
  const square = Z_95 * Z_95;
  const scale = 1 + square / questions;
  const centre = share + square / (2 * questions);
  const margin = Z_95 * Math.sqrt((share * (1 - share)) / questions + square / (4 * questions * questions));
  return { low: Math.max(0, (centre - margin) / scale), high: Math.min(1, (centre + margin) / scale) };
}

/**
 * The value below which `part` of the values lie, between neighbours where it falls between them
 * (Hyndman and Fan's type 7); 0 for none.
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const lower = sorted[Math.floor(place)] ?? 0;
  const upper = sorted[Math.ceil(place)] ?? lower;
  return lower + (upper - lower) * (place - Math.floor(place));
}
