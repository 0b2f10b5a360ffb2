import { characterPairs } from "../../language/character-pairs.ts";
import type { Window } from "./score-windows.ts";
import { sentencesOf } from "./window-text.ts";

/** Share of the pairs of characters, figures left out, that two statements of one rule have in common. */
const ALIKE = 0.6;
/** In shorter sentences a few common words are much. */
const SHORTEST = 8;

/** Whether two windows say the same but for their figures and places: one rule as two documents state it. */
export function statesSameRule(left: Window, right: Window): boolean {
  const [one, other] = [pairsOf(sentencesOf(left)), pairsOf(sentencesOf(right))];
  if (one.size < SHORTEST || other.size < SHORTEST) return false;
  let common = 0;
  for (const pair of one) if (other.has(pair)) common++;
  return common / Math.min(one.size, other.size) >= ALIKE;
}

function pairsOf(sentences: string): Set<string> {
  const words = sentences.match(/\p{Script=Han}{2,}/gu) ?? [];
  return new Set(words.flatMap(characterPairs));
}
