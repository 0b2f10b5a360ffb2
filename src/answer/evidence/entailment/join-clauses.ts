import type { Derivation } from "./derive.ts";
import { reachingAims, readMarkers } from "./markers.ts";
import type { EvidenceClauses } from "./pieces.ts";
import { readQuantities } from "./quantities.ts";
import type { StatedClause } from "./stated-clause.ts";
import { opensWithName } from "./words.ts";

/** A stated clause with a piece of one of the texts that entails it. */
export interface Rested extends Derivation {
  stated: StatedClause;
  /** Index of the evidence text. */
  source: number;
}

const CONDITION = /(?:[的者外时]|的话|情况下|前提下|条件下)$|^(?:除|如果?|若|凡|倘)/;
/** These end like conditions, and are none. */
const CONNECTIVE = /^(?:与此)?同时$|^(?:除?此之?|另|之)外$/;
const EXCEPTION = /^(?:但|不含|不包括|除|另有)|(?:除外|另有(?:规定|约定)|不在此限)的?$/;

/**
 * Whether a clause may follow the one before it in a statement: what it leaves out in between must not
 * change the subject or hold a like figure, and another sentence must be used from its beginning.
 */
export function mayFollow(previous: Rested, next: Rested, texts: readonly EvidenceClauses[]): boolean {
  const clauses = texts[next.source]?.clauses ?? [];
  const sentenceOf = (index: number) => clauses[index]?.sentence;
  const isSameSentence =
    previous.source === next.source && sentenceOf(previous.piece.last) === sentenceOf(next.piece.first);
  if (!isSameSentence) {
    const opens = next.piece.first === 0 || sentenceOf(next.piece.first - 1) !== sentenceOf(next.piece.first);
    return next.fromBeginning && (opens || opensWithName(next.piece.text));
  }
  const left = clauses.slice(previous.piece.last + 1, next.piece.first);
  if (left.length === 0 || (next.fromBeginning && opensWithName(next.piece.text))) return true;
  const units = new Set(next.stated.quantities.map((quantity) => quantity.unit));
  return left.every(
    ({ text }) => !opensWithName(text) && !readQuantities(text).some((quantity) => units.has(quantity.unit)),
  );
}

/** What a statement leaves out of the sentences it rests on that would change its meaning. */
export function droppedParts(rested: readonly Rested[], texts: readonly EvidenceClauses[]): string[] {
  const stated = rested.map((one) => one.stated.text).join(",");
  return rested.flatMap((one) => {
    const evidence = texts[one.source];
    if (!evidence) return [];
    const used = rested.filter((other) => other.source === one.source).map((other) => other.piece);
    return [...droppedConditions(one, evidence, used), ...droppedAims(one, evidence, stated)];
  });
}

/** Whether a clause takes something back of what its sentence says: 「但…」, 「…除外」. */
export function isException(clause: string): boolean {
  return EXCEPTION.test(clause);
}

function droppedConditions(
  { piece, stated }: Rested,
  { clauses }: EvidenceClauses,
  used: readonly { first: number; last: number }[],
): string[] {
  const sentence = clauses[piece.first]?.sentence;
  const leftOut = (index: number) => {
    const isUsed = used.some(({ first, last }) => first <= index && index <= last);
    return clauses[index]?.sentence === sentence && !isUsed ? (clauses[index]?.text ?? "") : "";
  };
  const behind = leftOut(piece.last + 1);
  return [
    ...governing(piece.first, clauses)
      .map(leftOut)
      .filter((before) => isCondition(before) && !sharesWords(stated.text, before)),
    ...(isException(behind) ? [behind] : []),
  ].map((clause) => `condition:${clause}`);
}

/** Indexes of the clauses whose condition holds for one: those before it, back to a subject of its own. */
function governing(first: number, clauses: EvidenceClauses["clauses"]): number[] {
  const indexes: number[] = [];
  for (let index = first - 1; clauses[index]?.sentence === clauses[first]?.sentence; index--) {
    if (index < 0) break;
    indexes.push(index);
    if (index < first - 1 && opensWithName(clauses[index + 1]?.text ?? "")) break;
  }
  return indexes;
}

/** Whether a clause sets a condition for what its sentence says: 「满60周岁的」, 「除…外」. */
export function isCondition(clause: string): boolean {
  return CONDITION.test(clause) && !CONNECTIVE.test(clause);
}

/** Whether the statement takes over most of a clause as a subject. */
function sharesWords(stated: string, clause: string): boolean {
  const core = clause.replace(CONDITION, "");
  return core.length > 0 && stated.includes(core.slice(0, Math.max(3, core.length - 2)));
}

/** A clause that tells what is done already. */
const DONE = /目前|现已|已经?(?!知)|现有|截至/;

/** An aim or plan that an earlier clause of the sentence sets must be told as one. */
function droppedAims({ piece }: Rested, { clauses }: EvidenceClauses, stated: string): string[] {
  if (DONE.test(piece.text)) return [];
  const sentence = clauses[piece.first]?.sentence;
  const earlier = clauses.slice(0, piece.first).filter((clause) => clause.sentence === sentence);
  const own = new Set(readMarkers(stated).map((marker) => marker.key));
  return reachingAims(earlier.map((clause) => clause.text))
    .filter((key) => !own.has(key))
    .map((key) => `force:${key}`);
}
