import type { DocumentKind } from "../../domain.ts";
import type { FilterFields } from "../search-filter.ts";

/** Passages of one segment at most, so that a passage's row fits sixteen bits. */
export const SEGMENT_CAPACITY = 65_536;

/** First key of the words; below it keys are single characters, above the words pairs of characters. */
const FIRST_WORD = 0x1_0000;
const PAIR = 0x1_0000;

/** Where a passage stands: the fields filters look at, once for all passages that share them. */
export type Place = FilterFields;

/**
 * Postings of up to 65,536 passages as typed arrays (CSR): the postings of `keys[t]` stand at
 * `starts[t]` to `starts[t + 1]` of `rows`, `counts` and `extras`. Immutable but for `deleted`.
 */
export interface Segment {
  /** Ascending. A character's code, `FIRST_WORD` + index of a word, or pair of codes as 32 bits. */
  keys: Uint32Array;
  starts: Uint32Array;
  /** Passage row of each posting, ascending within a term. */
  rows: Uint16Array;
  /** Occurrences in the passage's text, 255 at most. */
  counts: Uint8Array;
  /** Weight of occurrences in title, headings and aliases, in quarters of an occurrence. */
  extras: Uint8Array;
  /** Single characters, and pairs and words, in each passage's text. */
  characterLengths: Uint32Array;
  pairLengths: Uint32Array;
  words: string[];
  passageIds: string[];
  places: Place[];
  /** Index into `places` of each passage. */
  placeOf: Uint32Array;
  /** 1 where the passage was deleted or replaced. */
  deleted: Uint8Array;
  deletedCount: number;
}

/** Key of a single character, given its UTF-16 code. */
export function characterKey(code: number): number {
  return code;
}

/** Key of two neighbouring characters. CJK codes begin above the range of the words. */
export function pairKey(previous: number, code: number): number {
  return previous * PAIR + code;
}

/** Key of the word at an index of `words`. */
export function wordKey(index: number): number {
  return FIRST_WORD + index;
}

/** Whether the key is a single character's, which is scored with other parameters. */
export function isCharacterKey(key: number): boolean {
  return key < FIRST_WORD;
}

/** The word of a key, or undefined when it is a character's or a pair's. */
export function wordOf(segment: Pick<Segment, "words">, key: number): string | undefined {
  return key < FIRST_WORD ? undefined : segment.words[key - FIRST_WORD];
}

/** The key of a term's text in a segment; null when it is a word that the segment does not hold. */
export function keyOf(words: ReadonlyMap<string, number>, text: string): number | null {
  const index = words.get(text);
  if (index !== undefined) return wordKey(index);
  const first = text.charCodeAt(0);
  if (first < 0x2e80 || text.length > 2) return null;
  return text.length === 1 ? characterKey(first) : pairKey(first, text.charCodeAt(1));
}

/** Position of a key in `keys`, or -1. */
export function findKey(keys: Uint32Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = keys[middle] as number;
    if (at === key) return middle;
    if (at < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The place of a row. */
export function placeAt(segment: Segment, row: number): Place {
  return segment.places[segment.placeOf[row] as number] as Place;
}

/** Key under which equal places are one. */
export function placeIdentity(place: {
  documentId: string;
  kind: DocumentKind;
  regionCode: string | null;
}): string {
  return `${place.kind}|${place.regionCode ?? ""}|${place.documentId}`;
}
