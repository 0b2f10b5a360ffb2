import { fold } from "./fold.ts";

/** Words that say the same in this field (减少 压减 砍掉): each may stand for each. */
export interface SynonymGroup {
  synonyms: string[];
}

/** A word of a text with the words that say the same. */
export interface NearWords {
  /** As in the folded text. */
  said: string;
  start: number;
  end: number;
  /** Folded, without the word itself. */
  words: string[];
}

/** Finds words with others that say the same: longest first from the left, never overlapping. */
export type FindNearWords = (foldedText: string) => NearWords[];

/** A word of one character means too many things to stand for another. */
const SHORTEST_WORD = 2;

/** Makes the finder. A word of several groups may stand for the words of all of them. */
export function createThesaurus(groups: readonly SynonymGroup[]): FindNearWords {
  const meaning = indexGroups(groups);
  const longest = Math.max(0, ...Array.from(meaning.keys(), (word) => word.length));
  return (text) => {
    const found: NearWords[] = [];
    for (let at = 0; at < text.length; ) {
      const said = longestAt(text, at, longest, meaning);
      if (said !== null)
        found.push({ said, start: at, end: at + said.length, words: meaning.get(said) ?? [] });
      at += said?.length ?? 1;
    }
    return found;
  };
}

function indexGroups(groups: readonly SynonymGroup[]): Map<string, string[]> {
  const meaning = new Map<string, Set<string>>();
  for (const { synonyms } of groups) {
    const words = synonyms.map(fold).filter((word) => word.length >= SHORTEST_WORD);
    if (words.length < 2) continue;
    for (const word of words) {
      const others = meaning.get(word) ?? new Set();
      meaning.set(word, others);
      for (const other of words) if (other !== word) others.add(other);
    }
  }
  return new Map(Array.from(meaning, ([word, others]) => [word, [...others]]));
}

function longestAt(
  text: string,
  at: number,
  longest: number,
  meaning: ReadonlyMap<string, string[]>,
): string | null {
  for (let length = Math.min(longest, text.length - at); length >= SHORTEST_WORD; length--) {
    const word = text.slice(at, at + length);
    if (meaning.has(word)) return word;
  }
  return null;
}

/** Reads `thesaurus.txt`: one group a line, words separated by spaces; `#` begins a remark. */
export function parseThesaurus(text: string): SynonymGroup[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*$/, "").trim())
    .filter((line) => line !== "")
    .map((line) => ({ synonyms: [...new Set(line.split(/\s+/))] }))
    .filter(({ synonyms }) => synonyms.length > 1);
}
