import { type Comparison, clauseAt, isUsedFromStart } from "./comparison.ts";
import type { Fragment } from "./cover.ts";
import { readQuantities } from "./quantities.ts";
import { countNames, endsWithName, glueAt, looksLikeNameTail, ROLE_PARTICLE } from "./words.ts";

/** Words of the evidence that the statement puts together otherwise than the evidence does. */
export function orderProblems(comparison: Comparison): string[] {
  return [
    ...mixedClauses(comparison),
    ...changedOrder(comparison),
    ...droppedModifier(comparison),
    ...comparison.cover.fragments.flatMap((fragment) => splitName(comparison, fragment)),
    ...strayImports(comparison),
  ];
}

/** Of several clauses taken together each must be used, from its beginning, and with its figures. */
function mixedClauses({ piece, used, matched }: Comparison): string[] {
  if (piece.ranges.length === 1) return [];
  return piece.ranges.flatMap(({ start, end }, index) => {
    const clause = piece.text.slice(start, end);
    const isTouched = used.some((span) => span.start < end && start < span.end);
    const isMatched = matched.some(({ evidence }) => start <= evidence.start && evidence.start < end);
    const isWhole = index === 0 ? isTouched : isUsedFromStart(piece, index, used);
    return isWhole && (isMatched || readQuantities(clause).length === 0) ? [] : [`mixed:${clause}`];
  });
}

/** Where several names or turning words could change places, or who does what is at stake, order must stay. */
function changedOrder({ cover, piece, stated }: Comparison): string[] {
  if (!cover.isReordered) return [];
  const isSensitive =
    piece.markers.length > 1 || countNames(piece.text) > 1 || ROLE_PARTICLE.test(stated.text);
  return isSensitive ? [`order:${stated.text}`] : [];
}

/** 「补办的收费20元」 is not 「收费20元」: what a 的 leads up to may lose only the name of a place. */
function droppedModifier({ piece, used, stated }: Comparison): string[] {
  const first = used[0]?.start ?? 0;
  const skipped = piece.text.slice(piece.ranges[clauseAt(piece, first)]?.start, first);
  const modifier = /^(.+)的$/.exec(skipped)?.[1];
  if (modifier === undefined || endsWithName(modifier) || stated.text.includes(modifier)) return [];
  return [`condition:${modifier}`];
}

/** A fragment that begins inside a name of the evidence must not be put behind something else. */
function splitName({ stated, piece }: Comparison, { start, end, at }: Fragment): string[] {
  if (at === null || at === 0 || start === 0) return [];
  const words = stated.text.slice(start, end);
  if (glueAt(words, 0) > 0 || !looksLikeNameTail(words)) return [];
  const isSkipped = [...stated.dates, ...stated.quantities, ...stated.markers].some(
    (span) => span.end === start,
  );
  if (isSkipped || isBoundary(stated.text, start) || isBoundary(piece.text, at)) return [];
  return [`name:${words}`];
}

/** Whether something that is no name ends right before a position. */
function isBoundary(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  return !/\p{Script=Han}/u.test(before) || glueAt(before, 0) > 0;
}

/** A subject from elsewhere can stand only before a clause that has none: one used from its beginning. */
function strayImports({ cover, stated, fromBeginning }: Comparison): string[] {
  if (fromBeginning) return [];
  return cover.fragments
    .filter((fragment) => fragment.imported !== null)
    .map(({ start, end }) => `mixed:${stated.text.slice(start, end)}`);
}
