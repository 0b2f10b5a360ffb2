import type { TermFrequency } from "../../retrieval/corpus.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** How often terms of one or two characters stand in the corpus, in the order asked. */
export type CountTerms = (terms: readonly string[]) => Promise<TermFrequency[]>;

/** A folded question in known words. */
export interface MendedText {
  text: string;
  /** The words that were put in. */
  words: string[];
}

/**
 * A folded question with known words in place of those that were typed by their sound or look (公基金 for 公积金): only
 * where what was typed stands in no document and what was meant does.
 */
export async function mendWords(
  folded: string,
  vocabulary: Vocabulary,
  count: CountTerms,
): Promise<MendedText> {
  const slips = vocabulary.slips(folded);
  if (slips.length === 0) return { text: folded, words: [] };
  const pairs = slips.map(({ typed, meant, at }) => ({
    typed: pairsAround(typed, at),
    meant: pairsAround(meant, at),
  }));
  const asked = [...new Set(pairs.flatMap(({ typed, meant }) => [...typed, ...meant]))];
  const counts = await count(asked);
  const passages = new Map(asked.map((pair, index) => [pair, counts[index]?.passages ?? 0]));
  const isKnown = (pair: string) => (passages.get(pair) ?? 0) > 0;
  const meant = slips.filter((_, index) => {
    const { typed = [], meant: whole = [] } = pairs[index] ?? {};
    return !typed.every(isKnown) && whole.every(isKnown);
  });
  const text = meant.reduce(
    (mended, slip) => mended.slice(0, slip.start) + slip.meant + mended.slice(slip.start + slip.meant.length),
    folded,
  );
  return { text, words: meant.map((slip) => slip.meant) };
}

/** The pairs of neighbouring characters that one character of a word belongs to. */
function pairsAround(word: string, at: number): string[] {
  return [word.slice(at - 1, at + 1), word.slice(at, at + 2)].filter((pair) => pair.length === 2);
}
