import type { Candidate } from "../fuse.ts";
import type { ItemMatch } from "./item-matcher.ts";

/** Share of what the texts of a guide say, beside its names. */
const TEXT_SHARE = 0.5;
/** From here on a question speaks of an item so plainly that its guide stands before all else. */
const PLAIN = 0.9;

/** Items in the order in which their guides should stand, with how well each fits. */
export function rankItems(
  candidates: readonly Candidate[],
  matches: readonly ItemMatch[],
  isItem: (documentId: string) => boolean,
): { id: string; score: number; isPlain: boolean }[] {
  const texts = new Map<string, number>();
  for (const { documentId, score } of candidates) {
    if (isItem(documentId)) texts.set(documentId, Math.max(texts.get(documentId) ?? 0, score));
  }
  const most = Math.max(0, ...texts.values()) || 1;
  const named = new Map(matches.map((match) => [match.id, match]));
  return [...new Set([...named.keys(), ...texts.keys()])]
    .map((id) => {
      const match = named.get(id);
      const score = (match?.score ?? 0) + (TEXT_SHARE * (texts.get(id) ?? 0)) / most;
      return { id, score, isPlain: (match?.score ?? 0) >= PLAIN };
    })
    .sort((a, b) => b.score - a.score);
}

/**
 * Candidates with the passages of guides in the order of their items: they change places among themselves only,
 * so that other texts stay where they are; an item that is plainly meant comes first of all.
 */
export function leadWithItems(
  candidates: readonly Candidate[],
  ranked: readonly { id: string; isPlain: boolean }[],
): Candidate[] {
  const rank = new Map(ranked.map(({ id }, at) => [id, at]));
  const ofItems = candidates.filter(({ documentId }) => rank.has(documentId));
  const turns = inTurns(ofItems, rank);
  const scores = ofItems.map(({ score }) => score);
  const [first] = ranked;
  const [lead] = turns;
  const isLeading = first?.isPlain === true && lead?.documentId === first.id;
  const best = candidates[0]?.score ?? 1;
  let next = 0;
  const placed = candidates.map((candidate) => {
    if (!rank.has(candidate.documentId)) return candidate;
    const at = next++;
    const turn = turns[at];
    return turn ? { ...turn, score: scores[at] ?? 0 } : candidate;
  });
  if (!isLeading) return placed;
  const own = placed.find(({ passageId }) => passageId === lead?.passageId);
  return own ? [{ ...own, score: best }, ...placed.filter((candidate) => candidate !== own)] : placed;
}

/** The best passage of each item in the items' order, then the others as they were. */
function inTurns(candidates: readonly Candidate[], rank: ReadonlyMap<string, number>): Candidate[] {
  const seen = new Set<string>();
  const firsts: Candidate[] = [];
  const others: Candidate[] = [];
  for (const candidate of candidates) {
    if (seen.has(candidate.documentId)) others.push(candidate);
    else firsts.push(candidate);
    seen.add(candidate.documentId);
  }
  const place = ({ documentId }: Candidate) => rank.get(documentId) ?? 0;
  return [...firsts.sort((a, b) => place(a) - place(b)), ...others];
}
