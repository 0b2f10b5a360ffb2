import type { Region } from "../../domain.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { createPinyinReader, type PinyinReader } from "../../language/pinyin.ts";
import { readingsOf } from "../../language/readings.ts";
import type { RegionTable } from "../../language/regions.ts";
import { isSlip } from "../../language/slips.ts";
import type { ShelvedGuide } from "../procedures/guide-shelf.ts";

/** A stretch of a text that a known word may have been meant by. */
export interface Slip {
  start: number;
  /** As typed. */
  typed: string;
  /** The known word, as long. */
  meant: string;
  /** Where in the word the one character stands that differs. */
  at: number;
}

/** The words that are known beside the documents themselves: names of guides, the lexicon, places. */
export interface Vocabulary {
  /** Stretches of a folded text that differ in one character from a known word and from no other. */
  slips(folded: string): Slip[];
  /** Made when first asked for: few people type letters. */
  pinyin(): PinyinReader;
}

/** The vocabulary over the guides of a corpus, kept as long as they are in use. */
export type VocabularyShelf = (guides: readonly ShelvedGuide[], known: readonly Region[]) => Vocabulary;

export function createVocabularyShelf(lexicon: Lexicon, regions: RegionTable): VocabularyShelf {
  const kept = new WeakMap<readonly ShelvedGuide[], Vocabulary>();
  return (guides, places) => {
    const known = kept.get(guides);
    if (known) return known;
    const words = [...guides.flatMap(({ names }) => names), ...lexicon.words()];
    const made = createVocabulary(words, () => placeNames(places, regions));
    kept.set(guides, made);
    return made;
  };
}

const SHORTEST = 3;
const LONGEST = 8;
const HAN = /^\p{Script=Han}+$/u;

/** Makes a vocabulary; of words, then places, that are spelt alike in pinyin the earlier one is read. */
export function createVocabulary(words: readonly string[], places: () => readonly string[]): Vocabulary {
  const known = [...new Set(words)].filter((word) => HAN.test(word));
  const gaps = indexGaps(known.filter((word) => word.length >= SHORTEST && word.length <= LONGEST));
  const whole = new Set(known);
  let reader: PinyinReader | null = null;
  return {
    slips: (folded) => findSlips(folded, gaps, whole),
    pinyin() {
      reader ??= createPinyinReader([...known, ...known.flatMap(wordsIn), ...places()]);
      return reader;
    },
  };
}

interface Gaps {
  /** Words under each of their forms with one character left open. */
  words: ReadonlyMap<string, readonly string[]>;
  /** First and last characters of words, each with the length of its word. */
  firsts: ReadonlySet<string>;
  lasts: ReadonlySet<string>;
}

function indexGaps(words: readonly string[]): Gaps {
  const byGap = new Map<string, string[]>();
  for (const word of words) {
    for (let at = 0; at < word.length; at++) {
      const key = gap(word, at);
      const list = byGap.get(key);
      if (list) list.push(word);
      else byGap.set(key, [word]);
    }
  }
  return {
    words: byGap,
    firsts: new Set(words.map((word) => `${word.charAt(0)}${word.length}`)),
    lasts: new Set(words.map((word) => `${word.at(-1)}${word.length}`)),
  };
}

function gap(word: string, at: number): string {
  return `${word.slice(0, at)}_${word.slice(at + 1)}`;
}

function findSlips(folded: string, gaps: Gaps, known: ReadonlySet<string>): Slip[] {
  const found: Slip[] = [];
  for (let length = LONGEST; length >= SHORTEST; length--) {
    for (let start = 0; start + length <= folded.length; start++) {
      const typed = folded.slice(start, start + length);
      const isTaken = found.some(
        (slip) => start < slip.start + slip.typed.length && slip.start < start + length,
      );
      const slip = isTaken || known.has(typed) || !HAN.test(typed) ? null : onlySlip(typed, start, gaps);
      if (slip) found.push(slip);
    }
  }
  return found;
}

function onlySlip(typed: string, start: number, { words, firsts, lasts }: Gaps): Slip | null {
  const isFirst = firsts.has(`${typed.charAt(0)}${typed.length}`);
  const isLast = lasts.has(`${typed.at(-1)}${typed.length}`);
  const found: Slip[] = [];
  // But for the one character that differs, the first and the last stand as in the word.
  const from = isLast ? 0 : typed.length - 1;
  const to = isFirst ? typed.length - 1 : 0;
  for (let at = from; at <= to; at++) {
    for (const meant of words.get(gap(typed, at)) ?? []) {
      if (!joinsAt(typed, at) && isSlip(typed.charAt(at), meant.charAt(at)))
        found.push({ start, typed, meant, at });
    }
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Whether a character at the edge of what was typed joins it to what stands beside it: 低保和…, 跟换身份证. */
function joinsAt(typed: string, at: number): boolean {
  return (at === 0 || at === typed.length - 1) && JOINS.test(typed.charAt(at));
}

const JOINS = /[和跟与及或比]/;

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** The words that a long term is made of: 普通护照首次申领 holds 护照. */
function wordsIn(term: string): string[] {
  return [...segmenter.segment(term)].map(({ segment }) => segment).filter((word) => word.length > 1);
}

/** The names of places that the corpus has documents of, then of those whose name no other place is spelt like. */
export function placeNames(known: readonly Region[], regions: RegionTable): string[] {
  const codes = new Set(known.map(({ code }) => code));
  const bySpelling = new Map<string, Set<string>>();
  const own = known.flatMap(({ name }) => {
    const last = /[^省市区县]+[省市区县]?$/.exec(name)?.[0] ?? name;
    return last.length > 2 ? [last, last.replace(/[省市区县]$/, "")] : [last];
  });
  for (const { name, region } of regions.names()) {
    if (codes.has(region.code)) own.push(name);
    const spelling = [...name].map((character) => readingsOf(character)[0] ?? "").join(" ");
    bySpelling.set(spelling, (bySpelling.get(spelling) ?? new Set()).add(name));
  }
  const alone = [...bySpelling.values()].filter(({ size }) => size === 1).flatMap((names) => [...names]);
  return [...own, ...alone];
}
