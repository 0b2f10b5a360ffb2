import { charactersOf, readingsOf } from "./readings.ts";

/** Reads words typed in pinyin. */
export interface PinyinReader {
  /**
   * The known words that letters spell, syllable by syllable from the first to the last; null where they spell no
   * run of known words. `letters` are lower case without tones, ü as v; blanks and apostrophes end a syllable.
   */
  read(letters: string): string | null;
}

/** What people wrap a question in, and verbs and particles that join the words of a term. */
const COMMON =
  "怎么办 怎么 怎样 如何 多少钱 多少 多久 几天 在哪 在哪里 哪里 哪儿 去哪 什么时候 什么 需要 要 要带 带 带什么 办 办理 申请 我 我的 我要 我想 的 了 丢了 丢 掉了 不见了 到期 到期了 过期 换 补 补办 补领 换领 领 开 查 交 取 能 不能 可以 吗 呢 请问 和 在 去 给 用 有 没有 是 不 材料 条件 流程 地址 电话 时间 费用 收费 网上 预约 咨询 孩子 老人 小孩 新 电脑".split(
    " ",
  );
const LONGEST_RUN = 80;
/** A run that spells nothing of at least as many characters may as well be anything. */
const SHORTEST_TERM = 2;

/** Makes a reader for these words; of words that sound the same the earlier one is read. */
export function createPinyinReader(words: Iterable<string>): PinyinReader {
  const bySyllable = new Map<string, string[]>();
  for (const word of new Set([...words, ...COMMON])) {
    if (!/^\p{Script=Han}+$/u.test(word)) continue;
    for (const reading of readingsOf(word.charAt(0))) {
      const list = bySyllable.get(reading);
      if (list) list.push(word);
      else bySyllable.set(reading, [word]);
    }
  }
  return {
    read(text) {
      const { letters, bounds } = joinLetters(text);
      if (letters.length > LONGEST_RUN) return null;
      return spell(letters, bounds, bySyllable);
    },
  };
}

/** The letters in one run, and the places where blanks between them end a syllable. */
function joinLetters(text: string): { letters: string; bounds: ReadonlySet<number> } {
  const bounds = new Set<number>();
  let letters = "";
  for (const piece of text.split(/[\s'’-]+/)) {
    letters += piece;
    bounds.add(letters.length);
  }
  return { letters, bounds };
}

interface Spelling {
  cost: number;
  words: string[];
}

/** The cheapest run of words over all letters: few words, and no single characters where words will do. */
function spell(
  letters: string,
  bounds: ReadonlySet<number>,
  bySyllable: ReadonlyMap<string, readonly string[]>,
): string | null {
  const best: (Spelling | null)[] = [{ cost: 0, words: [] }];
  for (let at = 0; at < letters.length; at++) {
    const before = best[at];
    if (!before) continue;
    for (const [word, end] of wordsAt(letters, at, bounds, bySyllable)) {
      const cost = before.cost + 1 + (word.length === 1 ? 1 : 0);
      const known = best[end];
      if (!known || cost < known.cost) best[end] = { cost, words: [...before.words, word] };
    }
  }
  const whole = best[letters.length];
  const isTelling = whole?.words.some((word) => word.length >= SHORTEST_TERM) ?? false;
  return whole && isTelling ? whole.words.join("") : null;
}

const LONGEST_SYLLABLE = 6;

function wordsAt(
  letters: string,
  at: number,
  bounds: ReadonlySet<number>,
  bySyllable: ReadonlyMap<string, readonly string[]>,
): [string, number][] {
  const found: [string, number][] = [];
  for (let end = at + 1; end <= Math.min(at + LONGEST_SYLLABLE, letters.length); end++) {
    for (const word of bySyllable.get(letters.slice(at, end)) ?? []) {
      const reach = spellWord(letters, at, word, bounds);
      if (reach !== null) found.push([word, reach]);
    }
  }
  return found;
}

/** Where a word ends that is spelt from `at`; null where it is not. */
function spellWord(letters: string, at: number, word: string, bounds: ReadonlySet<number>): number | null {
  let ends = [at];
  for (const character of word) {
    ends = ends.flatMap((start) =>
      readingsOf(character)
        .filter(
          (reading) => letters.startsWith(reading, start) && !crosses(start, start + reading.length, bounds),
        )
        .map((reading) => start + reading.length),
    );
    if (ends.length === 0) return null;
  }
  return Math.max(...ends);
}

function crosses(start: number, end: number, bounds: ReadonlySet<number>): boolean {
  for (let at = start + 1; at < end; at++) if (bounds.has(at)) return true;
  return false;
}

const TONES = /[\u0300\u0301\u0304\u030c]/g;

/** Letters as a reader wants them: without tones, ü as v. */
export function plainLetters(text: string): string {
  return text
    .normalize("NFD")
    .replace(/u\u0308/g, "v")
    .replace(TONES, "")
    .normalize("NFC");
}

/** The syllables that letters are made of, where there is one way to cut them and each can be read; null otherwise. */
export function cutSyllables(letters: string): string[] | null {
  const ways = cutAll(letters);
  return ways.length === 1 ? (ways[0] ?? null) : null;
}

/** Whether letters can be cut into syllables at all. */
export function isPinyin(letters: string): boolean {
  return letters !== "" && cutAll(letters).length > 0;
}

/** Ways to cut letters, two of them where there are more. Found from the end on, so that hostile letters take no longer. */
function cutAll(letters: string): string[][] {
  const from: string[][][] = [];
  from[letters.length] = [[]];
  for (let at = letters.length - 1; at >= 0; at--) {
    const ways: string[][] = [];
    for (let end = at + 1; end <= Math.min(at + LONGEST_SYLLABLE, letters.length) && ways.length < 2; end++) {
      const rest = from[end] ?? [];
      const syllable = letters.slice(at, end);
      if (rest.length > 0 && charactersOf(syllable) !== "")
        ways.push(...rest.map((way) => [syllable, ...way]));
    }
    from[at] = ways.slice(0, 2);
  }
  return from[0] ?? [];
}
