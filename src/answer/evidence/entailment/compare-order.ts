import type { Span } from "../../../domain.ts";
import { type Comparison, clauseAt, isUsedFromStart, type MatchedQuantity } from "./comparison.ts";
import type { Fragment } from "./cover.ts";
import type { Piece } from "./pieces.ts";
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
    ...replacedWords(comparison),
    ...repeatedWords(comparison),
    ...cutBeforeOf(comparison),
    ...assertedCondition(comparison),
  ];
}

/** Of several clauses taken together each must be used, from its beginning, and with its figures. */
function mixedClauses({ piece, used, matched }: Comparison): string[] {
  if (piece.ranges.length === 1) return [];
  return piece.ranges.flatMap(({ start, end }, index) => {
    const clause = piece.text.slice(start, end);
    const isTouched = used.some((span) => span.start < end && start < span.end && !isMarker(piece, span));
    const isMatched = matched.some(({ evidence }) => start <= evidence.start && evidence.start < end);
    const isWhole = index === 0 ? isTouched : isUsedFromStart(piece, index, used);
    return isWhole && (isMatched || readQuantities(clause).length === 0) ? [] : [`mixed:${clause}`];
  });
}

/** A word of choice or negation alone says nothing of its clause. */
function isMarker({ markers }: Piece, { start, end }: Span): boolean {
  return markers.some((marker) => marker.start <= start && end <= marker.end);
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

/** Words from elsewhere that stand where the piece has words of its own: 向承租人请求 for 向出租人请求. */
function replacedWords(comparison: Comparison): string[] {
  const { cover, stated } = comparison;
  return cover.fragments
    .filter((_, index) => isReplacement(comparison, index))
    .map(({ start, end }) => `words:${stated.text.slice(start, end)}`);
}

function isReplacement({ cover: { fragments }, piece, matched }: Comparison, index: number): boolean {
  const fragment = fragments[index];
  const before = fragments.slice(0, index).findLast(({ at }) => at !== null);
  const next = fragments.slice(index + 1).find(({ at }) => at !== null);
  if (!fragment || !before) return false;
  const from = endInPiece(before);
  const until = next?.at ?? piece.ranges[clauseAt(piece, from)]?.end ?? from;
  const isBehind = fragment.at === null || fragment.at < from;
  const isAhead = next !== undefined && fragment.at !== null && endInPiece(fragment) > until;
  return (isBehind || isAhead) && isContent(piece, { start: from, end: until }, matched);
}

function endInPiece({ start, end, at }: Fragment): number {
  return (at ?? 0) + end - start;
}

/** Whether a range of a piece holds words that say something, quantities of the statement and dates aside. */
function isContent(piece: Piece, { start, end }: Span, matched: readonly MatchedQuantity[]): boolean {
  const known = [...piece.dates, ...matched.map(({ evidence }) => evidence)];
  for (let at = start; at < end; ) {
    const glue = glueAt(piece.text, at);
    const isKnown = known.some((span) => span.start <= at && at < span.end);
    if (glue === 0 && !isKnown && /[\p{L}\p{N}]/u.test(piece.text.charAt(at))) return true;
    at += Math.max(1, isKnown ? 1 : glue);
  }
  return false;
}

/** Words that the piece has once and the statement twice (用人单位所在用人单位 for 职工所在用人单位). */
function repeatedWords({ cover, stated }: Comparison): string[] {
  const taken = cover.fragments.filter(({ at }) => at !== null);
  return taken.flatMap((one, index) => {
    const isRepeated = taken.slice(0, index).some((other) => {
      const from = Math.max(one.at ?? 0, other.at ?? 0);
      return Math.min(endInPiece(one), endInPiece(other)) - from >= 2;
    });
    return isRepeated ? [`words:${stated.text.slice(one.start, one.end)}`] : [];
  });
}

/** 「抵押合同无效的后果」 does not say 「抵押合同无效」: what a 的 follows is no statement of its own. */
function cutBeforeOf({ cover, stated, piece, used }: Comparison): string[] {
  const last = cover.fragments.findLast(({ at }) => at !== null);
  if (!last || last.at === null || last.end < stated.text.length) return [];
  const end = endInPiece(last);
  const isLast = used.every((span) => span.end <= end);
  return isLast && /^的[\p{Script=Han}\d]/u.test(piece.text.slice(end))
    ? [`words:${piece.text.slice(end)}`]
    : [];
}

/** What makes a clause the condition of the next. */
const CONDITION_END = /(?:的|时|后|的话|之日起|情况下|前提下)$/;

/** 「申请人未满16周岁的，由监护人代办」 does not say that the applicant is. */
function assertedCondition({ stated, piece, evidence }: Comparison): string[] {
  const [end] = CONDITION_END.exec(piece.text) ?? [];
  const isLast = evidence.clauses[piece.last + 1]?.sentence !== evidence.clauses[piece.last]?.sentence;
  return end === undefined || isLast || CONDITION_END.test(stated.text) ? [] : [`condition:${piece.text}`];
}
