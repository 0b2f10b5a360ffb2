import type { Span } from "../../../domain.ts";
import { glueAt } from "./words.ts";

/** A text whose words a statement may take over beside the piece of evidence it rests on. */
export interface Import {
  text: string;
  /** Whether any words of it will do, or only its first ones. */
  anywhere: boolean;
}

export interface CoverRequest {
  /** A statement's clause. */
  stated: string;
  /** Ranges of it that are checked otherwise: dates, quantities, tokens. */
  skipped: readonly Span[];
  /** Ranges of single words that the piece has as well, however short. */
  shared: readonly Span[];
  /** The piece of evidence. */
  piece: string;
  imports: readonly Import[];
}

/** Words of the statement that were found: in the piece at `at`, or in the import of that index. */
export interface Fragment extends Span {
  at: number | null;
  imported: number | null;
}

/** How a statement's words are made of the evidence; `missing` are those that are not. */
export interface Cover {
  fragments: Fragment[];
  missing: Span[];
  /** Whether fragments stand in another order than in the piece. */
  isReordered: boolean;
}

const COST = { fragment: 1, backwards: 1.5, imported: 1.2, glue: 0.4, shared: 1.3, missing: 100 };
const SHORTEST = 2;
/** Bounds on the work that a text of one repeated character makes. */
const MOST_CUTS = 12;
const MOST_RUNS = 40;

interface Step extends Fragment {
  kind: keyof typeof COST | "skip";
}

/**
 * Covers a statement's words by the fewest fragments of at least two characters, preferably in the order
 * of the piece, and words that say nothing of their own.
 */
export function coverWords(request: CoverRequest): Cover {
  const length = request.stated.length;
  const width = request.piece.length + 1;
  const steps = Array.from({ length }, (_, from) => [...stepsFrom(request, from)]);
  const costs = new Map<number, number>();
  const chosen = new Map<number, Step>();
  const solve = (from: number, behind: number): number => {
    if (from >= length) return 0;
    const key = from * width + behind;
    const known = costs.get(key);
    if (known !== undefined) return known;
    let least = Number.POSITIVE_INFINITY;
    for (const step of steps[from] ?? []) {
      const cost = costOf(step, behind) + solve(step.end, nextBehind(step, behind));
      if (cost >= least) continue;
      least = cost;
      chosen.set(key, step);
    }
    costs.set(key, least);
    return least;
  };
  solve(0, 0);
  return readPath(length, (from, behind) => chosen.get(from * width + behind));
}

function costOf(step: Step, behind: number): number {
  if (step.kind === "skip") return 0;
  return step.at !== null && step.at < behind ? COST.backwards : COST[step.kind];
}

function nextBehind(step: Step, behind: number): number {
  return step.at === null ? behind : step.at + step.end - step.start;
}

function readPath(length: number, stepAt: (from: number, behind: number) => Step | undefined): Cover {
  const cover: Cover = { fragments: [], missing: [], isReordered: false };
  let [from, behind] = [0, 0];
  while (from < length) {
    const step = stepAt(from, behind);
    if (!step) break;
    const { start, end, at, imported } = step;
    if (step.kind === "missing") addMissing(cover.missing, { start, end });
    if (at !== null || imported !== null) cover.fragments.push({ start, end, at, imported });
    if (at !== null && at < behind) cover.isReordered = true;
    behind = nextBehind(step, behind);
    from = end;
  }
  return cover;
}

function addMissing(missing: Span[], span: Span): void {
  const last = missing.at(-1);
  if (last?.end === span.start) last.end = span.end;
  else missing.push(span);
}

/** Everything that may stand for the statement's words from a position on. */
function* stepsFrom(request: CoverRequest, from: number): Generator<Step> {
  const { stated, skipped, shared, piece, imports } = request;
  const step = (length: number, kind: Step["kind"]): Step => ({
    start: from,
    end: from + length,
    at: null,
    imported: null,
    kind,
  });
  const isWord = /[\p{L}\p{N}%‰]/u.test(stated.charAt(from));
  const skip = skipped.find((span) => span.start <= from && from < span.end);
  if (!isWord || skip) yield step(1, "skip");
  if (skip && skip.start < from) return;
  const glue = glueAt(stated, from);
  if (glue > 0) yield step(glue, "glue");
  if (glue > 1 && glueAt(stated.slice(0, from + 1), from) === 1) yield step(1, "glue");
  for (const span of shared) if (span.start === from) yield step(span.end - span.start, "shared");
  // A run that ends inside a date or a quantity would share some digits of it by chance.
  const isCut = (end: number) => skipped.some((span) => span.start < end && end < span.end);
  for (const { at, length } of commonRuns(stated, from, piece, true)) {
    if (isCut(from + length)) continue;
    yield { ...step(length, "fragment"), at };
  }
  for (const [imported, { text, anywhere }] of imports.entries()) {
    for (const { length } of commonRuns(stated, from, text, anywhere)) {
      yield { ...step(length, "imported"), imported };
    }
  }
  if (isWord) yield step(1, "missing");
}

/** Runs from a position of the statement on that a text has as well, the longest first, not too many. */
function commonRuns(stated: string, from: number, text: string, anywhere: boolean) {
  const runs: { at: number; length: number }[] = [];
  const last = anywhere ? text.length - SHORTEST : 0;
  for (let at = 0; at <= last; at++) {
    const longest = commonLength(stated, from, text, at);
    const shortest = Math.max(SHORTEST, longest - MOST_CUTS);
    for (let length = longest; length >= shortest; length--) runs.push({ at, length });
  }
  return runs.length <= MOST_RUNS ? runs : runs.sort((a, b) => b.length - a.length).slice(0, MOST_RUNS);
}

function commonLength(left: string, from: number, right: string, at: number): number {
  let length = 0;
  while (
    from + length < left.length &&
    at + length < right.length &&
    left.charCodeAt(from + length) === right.charCodeAt(at + length)
  ) {
    length++;
  }
  return length;
}

/** Runs of the statement's words, glue aside, that stand neither in the piece nor in an import, found fast. */
export function strangeWords({ stated, skipped, shared, piece, imports }: CoverRequest): Span[] {
  const known = new Set(piece + imports.map(({ text }) => text).join(""));
  const strange: Span[] = [];
  for (let at = 0; at < stated.length; at++) {
    const char = stated.charAt(at);
    if (known.has(char) || !/[\p{L}\p{N}]/u.test(char)) continue;
    if ([...skipped, ...shared].some((span) => span.start <= at && at < span.end)) continue;
    const isGlue = [0, 1, 2, 3].some((back) => glueAt(stated, at - back) > back);
    if (!isGlue) addMissing(strange, { start: at, end: at + 1 });
  }
  return strange;
}
