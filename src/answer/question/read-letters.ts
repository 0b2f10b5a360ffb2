import { isEnglish, readEnglish } from "../../language/english-words.ts";
import { cutSyllables, isPinyin, type PinyinReader, plainLetters } from "../../language/pinyin.ts";
import { charactersOf } from "../../language/readings.ts";
import type { CountTerms } from "./mend-words.ts";

/** Latin words side by side: 「how to renew」, 「shenfenzheng diule」. */
const RUN = /[a-z\u00e0-\u01dc]+(?:['’ -]+[a-z\u00e0-\u01dc]+)*/g;
const SHORTEST = 2;

/**
 * A folded question with words typed in pinyin or said in English as the Chinese words they stand for. Letters that
 * spell nothing known (PPP, app) stay.
 */
export function readLetters(folded: string, pinyin: () => PinyinReader): string {
  const read = folded.replace(RUN, (run) => {
    const plain = plainLetters(run).replaceAll("’", "'");
    if (plain.length < SHORTEST) return run;
    return readEnglish(plain) ?? pinyin().read(plain) ?? readWords(plain, pinyin());
  });
  return read === folded ? folded : read.replace(/(?<=\p{Script=Han}) +| +(?=\p{Script=Han})/gu, "");
}

/** Whether the letters of a folded text are pinyin or name things of service, so that it can only be judged once read. */
export function isSpelt(folded: string): boolean {
  const runs = folded.match(RUN) ?? [];
  const isReadable = (run: string) => {
    const plain = plainLetters(run).replaceAll("’", "'");
    return readEnglish(plain) !== null || plain.split(/[\s'-]+/).every((word) => isPinyin(word));
  };
  return runs.length > 0 && runs.every(isReadable);
}

/** Each word by itself, where the run as a whole spells nothing. */
function readWords(run: string, pinyin: PinyinReader): string {
  if (isEnglish(run)) return run;
  return run
    .split(" ")
    .map((word) => readEnglish(word) ?? pinyin.read(word) ?? word)
    .join(" ");
}

const LONGEST_WORD = 12;

/**
 * Words of two syllables that no list knows, as the commonest word of the corpus that is spelt so (ruzhu: 入驻);
 * those that no document holds stay.
 */
export async function readSyllables(folded: string, count: CountTerms): Promise<string> {
  let read = folded;
  for (const [word] of folded.matchAll(/[a-z]{4,}/g)) {
    const [first, second, ...more] = word.length > LONGEST_WORD ? [] : (cutSyllables(word) ?? []);
    if (first === undefined || second === undefined || more.length > 0) continue;
    const best = await likeliestPair(charactersOf(first), charactersOf(second), count);
    if (best !== null) read = read.replace(word, best);
  }
  return read;
}

/** The pair that stands in the corpus most often for how common its characters are there: 入驻, not 入主. */
async function likeliestPair(firsts: string, seconds: string, count: CountTerms): Promise<string | null> {
  const singles = [...firsts, ...seconds];
  const pairs = [...firsts].flatMap((a) => [...seconds].map((b) => a + b));
  const counts = await count([...singles, ...pairs]);
  const common = new Map(singles.map((character, index) => [character, counts[index]?.passages ?? 0]));
  let best: string | null = null;
  let most = 0;
  for (const [index, pair] of pairs.entries()) {
    const passages = counts[singles.length + index]?.passages ?? 0;
    const chance = (common.get(pair.charAt(0)) ?? 1) * (common.get(pair.charAt(1)) ?? 1);
    const score = passages === 0 ? 0 : (passages * passages) / chance;
    if (score > most) [best, most] = [pair, score];
  }
  return best;
}
