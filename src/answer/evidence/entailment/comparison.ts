import type { Span } from "../../../domain.ts";
import type { Cover, Import } from "./cover.ts";
import { readDates } from "./dates.ts";
import type { EvidenceClauses, Piece } from "./pieces.ts";
import type { Quantity } from "./quantities.ts";
import type { StatedClause } from "./stated-clause.ts";
import { glueAt, openingLength } from "./words.ts";

/** A quantity of a statement with the one of the evidence that it repeats. */
export interface MatchedQuantity {
  stated: Quantity;
  evidence: Quantity;
}

/** A stated clause beside the piece of evidence it may rest on, with what was found of it there. */
export interface Comparison {
  stated: StatedClause;
  evidence: EvidenceClauses;
  piece: Piece;
  matched: readonly MatchedQuantity[];
  imports: readonly Import[];
  cover: Cover;
  /** Ranges of the piece that the statement takes over, in order. */
  used: readonly Span[];
  /** Whether the piece is used from its own beginning. */
  fromBeginning: boolean;
}

/** Ranges of the piece that a statement takes over: words that say something, and quantities. */
export function usedRanges(cover: Cover, stated: string, matched: readonly MatchedQuantity[]): Span[] {
  const words = cover.fragments.flatMap(({ start, end, at }) =>
    at === null || glueAt(stated.slice(start, end), 0) === end - start
      ? []
      : [{ start: at, end: at + end - start }],
  );
  return [...words, ...matched.map(({ evidence }) => evidence)].sort((a, b) => a.start - b.start);
}

/** Whether a position lies in a used range. */
export function isUsed(used: readonly Span[], at: number): boolean {
  return used.some((span) => span.start <= at && at < span.end);
}

/** A clause that begins with whom it is turned to has the subject of the one before. */
const ADDRESSED = /^[向到]/;

/** Whether a clause of the piece is used from its own beginning, connectives and dates left aside. */
export function isUsedFromStart(piece: Piece, index: number, used: readonly Span[]): boolean {
  const { start, end } = piece.ranges[index] ?? { start: 0, end: piece.text.length };
  const clause = piece.text.slice(start, end);
  const opening = openingLength(clause);
  let behindDate = opening;
  for (const date of readDates(clause)) {
    if (date.start <= behindDate) behindDate = Math.max(behindDate, date.end);
  }
  const content = behindDate + openingLength(clause.slice(behindDate));
  if ([0, opening, content].some((at) => isUsed(used, start + at))) return true;
  return ADDRESSED.test(clause) && used.some((span) => span.start < end && start < span.end);
}

/** Index of the clause of a piece in which a position lies. */
export function clauseAt({ ranges }: Piece, at: number): number {
  return Math.max(
    0,
    ranges.findLastIndex((range) => range.start <= at),
  );
}
