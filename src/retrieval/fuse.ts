/** A passage on its way through retrieval. */
export interface Candidate {
  passageId: string;
  documentId: string;
  /** What orders the list; any scale above 0. */
  score: number;
  /** BM25 score; 0 when the lexical leg did not find it. */
  lexical: number;
  /** Cosine; null when the vector leg did not find it. */
  cosine: number | null;
}

/** What the score of a document's second, third … passage is multiplied with, once for each before it. */
const REPEAT_FACTOR = 0.9;

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
