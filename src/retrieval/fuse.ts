import type { LexicalHit } from "./lexical-index.ts";
import type { VectorHit } from "./vector-store.ts";

/** A passage on its way through retrieval. */
export interface Candidate {
  passageId: string;
  documentId: string;
  /** What orders the list, in (0, 1]. */
  score: number;
  /** BM25 score; 0 when the lexical leg did not find it. */
  lexical: number;
  /** Cosine; null when the vector leg did not find it. */
  cosine: number | null;
}

/** What the score of a document's second, third … passage is multiplied with, once for each before it. */
const REPEAT_FACTOR = 0.8;
/**
 * Share of the reachable score from which the best lexical hit is taken at its word. Below it the questioner
 * used other words than the documents do, and the vector leg counts for more. Anything from 0.1 to 0.2 gave
 * the same on both measured sets.
 */
const CONFIDENT_SHARE = 0.15;
/** What a leg of no weight adds: enough to append its candidates, too little to reorder anything. */
const APPENDING_WEIGHT = 1e-6;
/** Nearness of the farthest vector hit: it was found, unlike the rest. */
const LEAST_NEARNESS = 1e-3;

/** The lexical leg alone, in its own order. */
export function fromLexical(hits: readonly LexicalHit[]): Candidate[] {
  const best = hits.reduce((most, hit) => Math.max(most, hit.score), 0) || 1;
  return hits.map(({ passageId, documentId, score }) => ({
    passageId,
    documentId,
    score: score / best,
    lexical: score,
    cosine: null,
  }));
}

/**
 * Both legs in one order: `l · (1 − w² / 2 · (1 − c)) + w · (1 − l) · c`. `l` is the lexical score relative
 * to the best, lowered when even the best says little of the question; `c` is the cosine from the worst to
 * the best of the vector hits as 0 to 1, and 0 for what they lack; `w` is the weight. A weak leg decides
 * where words say little and never outvotes a passage that says what was asked; a strong one also lowers
 * what only words have found.
 */
export function fuseLegs(
  lexical: readonly LexicalHit[],
  vectors: readonly VectorHit[],
  weight: number,
): Candidate[] {
  const candidates = new Map(fromLexical(lexical).map((one) => [one.passageId, one]));
  const share = lexical.reduce((most, hit) => Math.max(most, hit.share), 0);
  const confidence = Math.min(1, share / CONFIDENT_SHARE);
  const doubt = (weight * weight) / 2;
  for (const candidate of candidates.values()) candidate.score *= confidence * (1 - doubt);
  const cosines = vectors.map((hit) => hit.score);
  const [low, high] = [Math.min(...cosines), Math.max(...cosines)];
  for (const { passageId, documentId, score: cosine } of vectors) {
    const found = candidates.get(passageId);
    const words = (found?.score ?? 0) / (1 - doubt);
    const nearness = Math.max(high > low ? (cosine - low) / (high - low) : 1, LEAST_NEARNESS);
    const kept = words * (1 - doubt * (1 - nearness));
    const score = kept + Math.max(APPENDING_WEIGHT, weight) * (1 - words) * nearness;
    candidates.set(passageId, { passageId, documentId, score, lexical: found?.lexical ?? 0, cosine });
  }
  return [...candidates.values()];
}

/**
 * Orders candidates by score after lowering further passages of a document that is higher up already, so
 * that a long document does not fill the list with its neighbouring passages.
 */
export function demoteRepeats(candidates: readonly Candidate[], factor = REPEAT_FACTOR): Candidate[] {
  const seen = new Map<string, number>();
  const sorted = [...candidates].sort((a, b) => b.score - a.score);
  const demoted = sorted.map((candidate) => {
    const before = seen.get(candidate.documentId) ?? 0;
    seen.set(candidate.documentId, before + 1);
    return { ...candidate, score: candidate.score * factor ** before };
  });
  return demoted.sort((a, b) => b.score - a.score);
}
