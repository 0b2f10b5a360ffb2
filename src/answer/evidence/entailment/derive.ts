import type { Span } from "../../../domain.ts";
import { forceProblems } from "./compare-force.ts";
import { orderProblems } from "./compare-order.ts";
import {
  type Comparison,
  clauseAt,
  isUsedFromStart,
  type MatchedQuantity,
  usedRanges,
} from "./comparison.ts";
import { type CoverRequest, coverWords, strangeWords } from "./cover.ts";
import { undatedBy } from "./dates.ts";
import { importsFor } from "./imports.ts";
import type { EvidenceClauses, Piece } from "./pieces.ts";
import { isSameQuantity, type Quantity } from "./quantities.ts";
import type { StatedClause } from "./stated-clause.ts";

/** A piece of evidence that a stated clause may rest on, and what is wrong with that. */
export interface Derivation {
  piece: Piece;
  /** Whether the statement uses the piece from its own beginning. */
  fromBeginning: boolean;
  /** Empty when the piece entails the clause. */
  problems: string[];
  /** Whether figures, dates and names at least are those of the piece. */
  isNear: boolean;
}

/** How a stated clause rests on a piece of evidence. */
export function derive(stated: StatedClause, evidence: EvidenceClauses, piece: Piece): Derivation {
  const { matched, problems } = matchQuantities(stated.quantities, piece);
  problems.push(...factProblems(stated, evidence, piece));
  if (problems.length > 0) return { piece, fromBeginning: false, problems, isNear: false };
  const request = coverRequest(stated, evidence, piece);
  const strange = strangeWords(request).map((span) => told("words", stated, span));
  if (strange.length > 0) return { piece, fromBeginning: false, problems: strange, isNear: true };
  const cover = coverWords(request);
  const used = usedRanges(cover, stated.text, matched);
  const fromBeginning = isUsedFromStart(piece, 0, used);
  const { imports } = request;
  const comparison: Comparison = { stated, evidence, piece, matched, imports, cover, used, fromBeginning };
  const missing = cover.missing.map((span) => told("words", stated, span));
  return {
    piece,
    fromBeginning,
    problems: [...missing, ...forceProblems(comparison), ...orderProblems(comparison)],
    isNear: true,
  };
}

function coverRequest(stated: StatedClause, evidence: EvidenceClauses, piece: Piece): CoverRequest {
  const keys = new Set(piece.markers.map((marker) => marker.key));
  return {
    stated: stated.text,
    skipped: [...stated.dates, ...stated.quantities, ...stated.tokens],
    shared: stated.markers.filter((marker) => keys.has(marker.key)),
    piece: piece.text,
    imports: importsFor(evidence, piece, stated.quantities),
  };
}

function factProblems(stated: StatedClause, evidence: EvidenceClauses, piece: Piece): string[] {
  const earlier = evidence.clauses.slice(0, piece.first).map((clause) => clause.text);
  const before = [evidence.before, evidence.frame, ...earlier].join(",");
  const undated = undatedBy(stated.dates, piece.dates, piece.text, before);
  const tokens = stated.tokens.filter((token) => !piece.tokens.has(token.text));
  return [
    ...undated.map((date) => told("date", stated, date)),
    ...tokens.map((token) => `token:${token.text}`),
    ...nameProblems(stated.text, evidence),
  ];
}

function told(kind: string, { text }: StatedClause, { start, end }: Span): string {
  return `${kind}:${text.slice(start, end)}`;
}

/** Pairs each stated quantity with one of the piece, each used once, those of one unit and of several clauses in order. */
function matchQuantities(stated: readonly Quantity[], piece: Piece) {
  const all = piece.quantities;
  const left = [...all];
  const matched: MatchedQuantity[] = [];
  const problems: string[] = [];
  for (const quantity of stated) {
    const index = left.findIndex((other) => isSameQuantity(quantity, other));
    const evidence = left[index];
    if (evidence) {
      matched.push({ stated: quantity, evidence });
      left.splice(index, 1);
    } else problems.push(toldQuantity(quantity));
  }
  for (const [index, { stated: one, evidence }] of matched.entries()) {
    const isEarlier = (other: MatchedQuantity) =>
      other.evidence.start < evidence.start &&
      (other.stated.unit === one.unit ||
        clauseAt(piece, other.evidence.start) !== clauseAt(piece, evidence.start));
    if (matched.slice(index + 1).some(isEarlier)) problems.push(toldQuantity(one));
  }
  if (piece.text.includes("分别") && stated.length > 0 && matched.length < all.length) {
    problems.push("figure:分别");
  }
  return { matched, problems };
}

function toldQuantity({ value, unit }: Quantity): string {
  return `figure:${value}${unit}`;
}

/** Titles and quotations of the statement stand in the evidence as they are. */
function nameProblems(stated: string, { plain, frame, before }: EvidenceClauses): string[] {
  return Array.from(stated.matchAll(/《([^》]*)》|"([^"]*)"/g), ([, title, quoted]) => title ?? quoted ?? "")
    .filter((name) => ![plain, frame, before].some((text) => text.includes(name)))
    .map((name) => `name:${name}`);
}
