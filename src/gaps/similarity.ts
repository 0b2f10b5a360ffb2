import { contentWords } from "../answer/question/content-words.ts";
import { findPlaces } from "../answer/question/find-places.ts";
import { askedKind } from "../answer/question/question-kind.ts";
import { characterPairs } from "../language/character-pairs.ts";
import { fold } from "../language/fold.ts";
import { findYears } from "../language/numerals.ts";
import type { RegionTable } from "../language/regions.ts";
import type { GapQuestion } from "./gap.ts";

/** What two questions are compared by. */
export interface QuestionFeatures {
  /** Audience, places and years: questions that differ in one of them are never about the same thing. */
  block: string;
  /** Pairs of characters of the question's key. */
  pairs: ReadonlySet<string>;
  words: ReadonlySet<string>;
  /** What sort of answer is wanted. */
  kind: string;
}

/** Shares of the likeness that pairs, words and the kind make up. */
const WEIGHTS = { pairs: 0.4, words: 0.4, kind: 0.2 };
/** From here on two questions are about the same thing. */
export const ALIKE = 0.6;

export function featuresOf({ text, key, audience }: GapQuestion, regions: RegionTable): QuestionFeatures {
  const folded = fold(text);
  const places = findPlaces(folded, regions, "question");
  const codes = places.map(({ candidates }) =>
    candidates
      .map(({ code }) => code)
      .sort()
      .join("/"),
  );
  const years = findYears(folded).map(({ year }) => year);
  return {
    block: [audience, ...[...new Set(codes)].sort(), ...[...new Set(years)].sort()].join(" "),
    pairs: new Set(characterPairs(key)),
    words: new Set(contentWords(folded, places).map((word) => word.text)),
    kind: askedKind(folded).kind,
  };
}

/** How much two questions are about the same, 0 to 1; the same in either order. */
export function likeness(one: QuestionFeatures, other: QuestionFeatures): number {
  if (one.block !== other.block) return 0;
  const kind = one.kind === other.kind ? WEIGHTS.kind : 0;
  return WEIGHTS.pairs * dice(one.pairs, other.pairs) + WEIGHTS.words * dice(one.words, other.words) + kind;
}

function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 0;
  let shared = 0;
  for (const item of one) if (other.has(item)) shared++;
  return (2 * shared) / (one.size + other.size);
}
