import { fold } from "../../language/fold.ts";
import { homophonesOf } from "../../language/homophones.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import type { TermFrequency } from "../../retrieval/corpus.ts";
import type { Word } from "../question/content-words.ts";
import { isLight } from "./light-words.ts";

/** A piece of the question to be found in the evidence, with what finding it is worth. */
export interface Term {
  /** Alternatives, any of which counts: the words as said first, then the official wording. */
  texts: string[];
  weight: number;
  /** False when no passage of the corpus holds it: nothing can be found, something may be missing. */
  isKnown: boolean;
}

export type Frequency = (term: string) => TermFrequency;

/** Counts every term that weighing and mending these words can ask for, in one call to the corpus. */
export async function countTerms(
  words: readonly Word[],
  count: (terms: readonly string[]) => Promise<TermFrequency[]>,
  said = "",
): Promise<Frequency> {
  const negated = said.match(NEGATED) ?? [];
  const own = [...new Set([...words.flatMap((word) => tokensOf(word.text)), ...negated])];
  const counted = new Map<string, TermFrequency>();
  const remember = async (terms: readonly string[]) => {
    const found = await count(terms);
    terms.forEach((term, index) => {
      const frequency = found[index];
      if (frequency) counted.set(term, frequency);
    });
  };
  await remember(own);
  await remember(
    own.filter((term) => isHan(term) && counted.get(term)?.passages === 0).flatMap(soundingLike),
  );
  return (term) => counted.get(term) ?? { passages: 0, of: 1 };
}

/** Pairs that differ from a pair in one character and sound the same. */
function soundingLike(pair: string): string[] {
  if (pair.length !== 2) return [];
  const [first = "", second = ""] = pair;
  return [...homophonesOf(first)]
    .map((char) => char + second)
    .concat([...homophonesOf(second)].map((char) => first + char));
}

/** Single characters carry a part of what pairs carry: enough to see that 减了 speaks of 清减. */
const CHARACTER_SHARE = 0.4;
/** A pair that no passage holds weighs as much as a rare one when missing words are counted. */
const UNKNOWN_SHARE = 0.6;
/** One that belongs to an everyday word (想要, 抓到) tells little by missing: official texts do without it. */
const LIGHT_SHARE = 0.3;

/** Characters that only shape a sentence: a pair with one of them is no word to be found (忘了, 补几). */
const PARTICLE = /[了着吗呢吧呀嘛啊么的几咋啥]/;

/** 非 and 未 turn a word around, 二套 and 三孩 tell one of several, though they are no words by themselves. */
const NEGATED = /[非未][\p{Script=Han}]|[一二三四五六七八九两][套孩胎级手档]/gu;

/** Inverse document frequency, at least a small positive number. */
export function rarity({ passages, of }: TermFrequency): number {
  return Math.log(1 + (of - passages + 0.5) / (passages + 0.5));
}

/** The weighted terms of words: character pairs, single characters and whole latin or digit tokens. */
export function weighTerms(
  words: readonly Word[],
  frequency: Frequency,
  lexicon: Lexicon,
  share = 1,
  said = "",
): Term[] {
  const terms = new Map<string, Term>();
  const add = (text: string, factor: number, whenUnknown = UNKNOWN_SHARE) => {
    const found = frequency(text);
    const isKnown = found.passages > 0;
    const weight = rarity(found) * factor * share * (isKnown ? 1 : whenUnknown);
    if (!terms.has(text)) terms.set(text, { texts: [text], weight, isKnown });
  };
  for (const word of words) {
    const across = new Set(pairsAcross(word));
    const light = new Set(piecesOfRun(word).filter(isLight).flatMap(tokensOf));
    for (const token of tokensOf(word.text)) {
      if (PARTICLE.test(token)) continue;
      if (across.has(token) && frequency(token).passages === 0) continue;
      const factor = token.length === 1 && !/\w/.test(token) ? CHARACTER_SHARE : 1;
      add(token, factor, light.has(token) ? LIGHT_SHARE : UNKNOWN_SHARE);
    }
  }
  for (const [pair] of said.matchAll(NEGATED)) add(pair, 1);
  addDigits(terms);
  addOfficialWords([...words.map((word) => word.text), said], terms, lexicon);
  return [...terms.values()];
}

/** 九十 is found as 90 as well. */
function addDigits(terms: ReadonlyMap<string, Term>): void {
  for (const [text, term] of terms) {
    const tens = /^([二三四五六七八九])十$/.exec(text)?.[1];
    if (tens) term.texts.push(`${"一二三四五六七八九".indexOf(tens) + 1}0`);
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (const run of text.match(/[a-z]+|\d+(?:\.\d+)?%?|[^\da-z]+/g) ?? []) {
    if (/^[\da-z]/.test(run)) tokens.push(run.replace(/%$/, ""));
    else
      for (let i = 0; i < run.length; i++) {
        if (i + 1 < run.length) tokens.push(run.slice(i, i + 2));
        tokens.push(run.charAt(i));
      }
  }
  return tokens;
}

/** Pairs that lie across two words: worth finding, but nothing is missing where no passage has them. */
function pairsAcross({ text, breaks = [] }: Word): string[] {
  return breaks.map((position) => text.slice(position - 1, position + 1));
}

/** The words that were joined into a run, one by one. */
function piecesOfRun({ text, breaks = [] }: Word): string[] {
  const bounds = [0, ...breaks, text.length];
  return bounds.slice(1).map((end, index) => text.slice(bounds[index], end));
}

/** An everyday word is found as well when its official term or a word that says the same is (租房子 in 租赁自住住房). */
function addOfficialWords(texts: readonly string[], terms: Map<string, Term>, lexicon: Lexicon): void {
  for (const text of texts) {
    for (const { said, official, field } of lexicon.expand(text)) {
      if (field !== null) continue;
      for (const token of tokensOf(said)) terms.get(token)?.texts.push(...piecesOf(fold(official)));
    }
    for (const { said, words } of lexicon.near(text)) {
      for (const token of tokensOf(said)) terms.get(token)?.texts.push(...words);
    }
  }
}

/** Pieces of an official term that are telling by themselves: the whole, or four characters of a long one. */
function piecesOf(official: string): string[] {
  if (official.length <= 5) return [official];
  return Array.from({ length: official.length - 3 }, (_, i) => official.slice(i, i + 4));
}

/**
 * Words typed by their sound, mended: a pair of characters that no passage holds becomes the commonest
 * pair of the corpus that sounds the same and shares one character (证名 → 证明).
 */
export function mendWords(words: readonly Word[], frequency: Frequency): Word[] {
  return words.map((word) => ({ ...word, text: mendWord(word, frequency) }));
}

function mendWord(word: Word, frequency: Frequency): string {
  let mended = word.text;
  for (const i of loosePairs(word)) {
    const pair = mended.slice(i, i + 2);
    if (!isHan(pair) || PARTICLE.test(pair) || frequency(pair).passages > 0 || isWord(pair)) continue;
    const better = commonest(soundingLike(pair), frequency);
    if (better !== null) mended = mended.slice(0, i) + better + mended.slice(i + 2);
  }
  return mended;
}

/** Where two single characters stand side by side: a word that the segmenter does not know. */
function loosePairs({ text, breaks = [] }: Word): number[] {
  const bounds = [0, ...breaks, text.length];
  const isSingle = (start: number) => bounds.includes(start) && bounds.includes(start + 1);
  return breaks.map((position) => position - 1).filter((start) => isSingle(start) && isSingle(start + 1));
}

function commonest(candidates: readonly string[], frequency: Frequency): string | null {
  let best: string | null = null;
  let most = 0;
  for (const candidate of candidates) {
    const { passages } = frequency(candidate);
    if (passages > most) [best, most] = [candidate, passages];
  }
  return best;
}

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** Whether a pair is a word by itself (帮办), and therefore no slip. */
function isWord(pair: string): boolean {
  return [...segmenter.segment(pair)].length === 1;
}

function isHan(text: string): boolean {
  return /^\p{Script=Han}+$/u.test(text);
}
