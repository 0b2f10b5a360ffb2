import type { OffsetRun, Span } from "../domain.ts";

/**
 * The smallest stored range that holds a shown range. Shown characters that cleaning added have no stored
 * counterpart; a range of nothing else gives an empty span at the nearest stored place.
 */
export function storedSpan(offsets: OffsetRun[], shown: Span): Span {
  const first = firstRunAfter(offsets, shown.start);
  const run = offsets[first];
  if (run === undefined) return emptyAt(storedEnd(offsets));
  const start = run.stored + Math.max(0, shown.start - run.shown);
  if (run.shown >= shown.end) return emptyAt(start);
  return { start, end: endOfRange(offsets, first, shown.end) };
}

/** The shown range whose characters stand for stored characters of the range; empty when all were dropped. */
export function shownSpan(offsets: OffsetRun[], stored: Span): Span {
  let start = -1;
  let end = -1;
  for (let i = firstRunEndingAfter(offsets, stored.start); i < offsets.length; i++) {
    const run = offsets[i];
    if (run === undefined || run.stored >= stored.end) break;
    if (run.length === 0) continue;
    if (start < 0) start = run.shown + Math.max(0, stored.start - run.stored);
    end = run.shown + Math.min(run.length, stored.end - run.stored);
  }
  if (start >= 0) return { start, end };
  const next = offsets[firstRunEndingAfter(offsets, stored.start)];
  return emptyAt(next?.shown ?? shownEnd(offsets));
}

function emptyAt(position: number): Span {
  return { start: position, end: position };
}

function storedEnd(offsets: OffsetRun[]): number {
  const last = offsets.at(-1);
  return last === undefined ? 0 : last.stored + last.length;
}

function shownEnd(offsets: OffsetRun[]): number {
  const last = offsets.at(-1);
  return last === undefined ? 0 : last.shown + last.length;
}

/** Index of the first non-empty run that ends behind the shown position. */
function firstRunAfter(offsets: OffsetRun[], shown: number): number {
  return lowerBound(offsets, (run) => run.shown + run.length > shown);
}

function firstRunEndingAfter(offsets: OffsetRun[], stored: number): number {
  return lowerBound(offsets, (run) => run.stored + run.length > stored);
}

function lowerBound(offsets: OffsetRun[], reached: (run: OffsetRun) => boolean): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = offsets[middle];
    if (run !== undefined && reached(run)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Stored end of the last character before `shownEnd`; an empty run right there marks where it really ends. */
function endOfRange(offsets: OffsetRun[], from: number, shownEnd: number): number {
  let index = lowerBound(offsets, (run) => run.shown >= shownEnd) - 1;
  while (index > from && offsets[index]?.length === 0) index--;
  const run = offsets[index];
  if (run === undefined) return storedEnd(offsets);
  const anchor = offsets[index + 1];
  if (anchor?.length === 0 && anchor.shown === shownEnd) return anchor.stored;
  return run.stored + Math.min(run.length, shownEnd - run.shown);
}
