import { characterPairs } from "../../language/character-pairs.ts";
import { fold } from "../../language/fold.ts";
import type { LexiconEntry } from "../../language/lexicon.ts";
import { isSaidIn } from "./said-in.ts";

/** An item that the lexicon knows, and how plainly a question speaks of it. */
export interface SaidItem {
  /** Index of the item among the lexicon's. */
  item: number;
  /** 0 to 1: from a hint to words that can hardly mean anything else. */
  weight: number;
}

/** Reads what people say about items out of folded questions. */
export interface SayingReader {
  /** Official names of each item, folded, in the order of the lexicon. */
  names: readonly (readonly string[])[];
  read(foldedQuestion: string): SaidItem[];
}

interface Saying {
  item: number;
  /** Pieces that stand in the question in any order; one piece is said as it is. */
  pieces: string[];
  weight: number;
}

/** Joins pieces of a saying that need not stand beside one another. */
const AND = "+";
const PLAINEST = 0.95;

/** Makes a reader of the lexicon's `items`. */
export function createSayingReader(entries: readonly LexiconEntry[]): SayingReader {
  const items = entries.filter(({ isItem }) => isItem === true);
  const sayings = items.flatMap(({ says }, item) => says.map((said) => readSaying(said, item)));
  const byFirst = new Map<string, Saying[]>();
  for (const saying of sayings) {
    const [first = ""] = saying.pieces;
    const pair = first.slice(0, 2);
    byFirst.set(pair, [...(byFirst.get(pair) ?? []), saying]);
  }
  const hintsIn = createHints(items.map(({ official, says }) => fold(`${official} ${says.join(" ")}`)));
  return {
    names: items.map(({ official }) => official.split(/\s+/).map(fold)),
    read(question) {
      const doubts = new Map<number, number>();
      for (const { item, weight } of hintsIn(question)) doubts.set(item, 1 - weight);
      for (const { item, weight } of sayingsIn(question, byFirst)) {
        doubts.set(item, (doubts.get(item) ?? 1) * (1 - weight));
      }
      return [...doubts].map(([item, doubt]) => ({ item, weight: 1 - doubt }));
    },
  };
}

function sayingsIn(question: string, byFirst: ReadonlyMap<string, Saying[]>): Saying[] {
  const found = new Set<Saying>();
  for (let at = 0; at < question.length; at++) {
    for (const length of [1, 2]) {
      for (const saying of byFirst.get(question.slice(at, at + length)) ?? []) {
        if (saying.pieces.every((piece) => isSaidIn(question, piece))) found.add(saying);
      }
    }
  }
  return withoutInner([...found]);
}

/** Of the sayings of one item those that are not part of a longer one. */
function withoutInner(sayings: readonly Saying[]): Saying[] {
  const textOf = ({ pieces }: Saying) => pieces.join(AND);
  return sayings.filter(
    (one) =>
      !sayings.some(
        (other) =>
          other !== one &&
          other.item === one.item &&
          textOf(other) !== textOf(one) &&
          textOf(other).includes(textOf(one)),
      ),
  );
}

/** The longer what is said, the plainer: two characters may be chance, five hardly. */
function readSaying(said: string, item: number): Saying {
  const pieces = said.split(AND).map(fold);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return { item, pieces, weight: Math.min(PLAINEST, 1 - 0.72 ** length) };
}

/** Most that words shared with what people say are worth where none of it is said as it is. */
const HINT = 0.4;

/** Reads which items a question shares character pairs with, the rarer among items the more they count. */
function createHints(texts: readonly string[]): (question: string) => SaidItem[] {
  const holding = new Map<string, number[]>();
  texts.forEach((text, item) => {
    for (const pair of pairsOf(text)) holding.set(pair, [...(holding.get(pair) ?? []), item]);
  });
  const rarity = (count: number) => Math.log(1 + texts.length / (count + 0.5));
  return (question) => {
    const shares = new Map<number, number>();
    let all = 0;
    for (const pair of pairsOf(question)) {
      const items = holding.get(pair) ?? [];
      all += rarity(items.length);
      for (const item of items) shares.set(item, (shares.get(item) ?? 0) + rarity(items.length));
    }
    return [...shares].map(([item, share]) => ({ item, weight: (HINT * share) / all }));
  };
}

/** Pairs of characters that are no marks. */
function pairsOf(text: string): Set<string> {
  return new Set(characterPairs(text).filter((pair) => /^[\p{Script=Han}a-z0-9]{2}$/u.test(pair)));
}
