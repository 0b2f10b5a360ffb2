import { fold } from "../../language/fold.ts";
import { scanTerms } from "../analyse.ts";
import type { IndexEntry } from "../lexical-index.ts";
import {
  characterKey,
  type Place,
  pairKey,
  placeAt,
  placeIdentity,
  SEGMENT_CAPACITY,
  type Segment,
  wordKey,
  wordOf,
} from "./typed-array-segment.ts";

/**
 * Quarters of an occurrence that one occurrence in a field beside the text counts as. What the passage's own
 * text says already counts once: a title read from the first line says nothing new of the first passage.
 */
const TITLE_QUARTERS = 3;
const HEADING_QUARTERS = 2;
const ALIAS_QUARTERS = 4;

const CHUNK = 1 << 18;
const BODY = 0;

/** Postings in the order they came; sorted by term once, when the segment is sealed. */
interface PostingChunk {
  terms: Uint32Array;
  rows: Uint16Array;
  counts: Uint8Array;
  extras: Uint8Array;
}

/** Collects passages and seals them into a segment. Not usable after `seal`. */
export interface SegmentBuilder {
  readonly size: number;
  has(passageId: string): boolean;
  add(entry: IndexEntry): void;
  /** Takes over the live passages of a segment without looking at their texts again. */
  absorb(segment: Segment): void;
  seal(): Segment;
}

export function createSegmentBuilder(): SegmentBuilder {
  const termOf = new Map<number, number>();
  const keys: number[] = [];
  const words = new Map<string, number>();
  const chunks: PostingChunk[] = [];
  let used = CHUNK;
  /** Per term: 1 + the row whose posting is the term's newest, and where that posting stands. */
  let newestRow = new Uint32Array(1 << 14);
  let newestAt = new Uint32Array(1 << 14);
  const passageIds: string[] = [];
  const held = new Set<string>();
  const characterLengths: number[] = [];
  const pairLengths: number[] = [];
  const places: Place[] = [];
  const placeIds = new Map<string, number>();
  const placeOf: number[] = [];

  function internTerm(key: number): number {
    const known = termOf.get(key);
    if (known !== undefined) return known;
    const term = keys.length;
    termOf.set(key, term);
    keys.push(key);
    if (term === newestRow.length) {
      newestRow = grow(newestRow);
      newestAt = grow(newestAt);
    }
    return term;
  }

  function internWord(word: string): number {
    const known = words.get(word);
    if (known !== undefined) return wordKey(known);
    words.set(word, words.size);
    return wordKey(words.size - 1);
  }

  function push(term: number, row: number, count: number, extra: number): void {
    if (used === CHUNK) {
      chunks.push(createChunk());
      used = 0;
    }
    const chunk = chunks[chunks.length - 1] as PostingChunk;
    chunk.terms[used] = term;
    chunk.rows[used] = row;
    chunk.counts[used] = count;
    chunk.extras[used] = extra;
    newestRow[term] = row + 1;
    newestAt[term] = (chunks.length - 1) * CHUNK + used;
    used++;
  }

  /** Counts one occurrence: in the text, or in a field beside it worth some quarters. */
  function count(key: number, row: number, quarters: number): void {
    const term = internTerm(key);
    if (newestRow[term] !== row + 1) {
      push(term, row, quarters === BODY ? 1 : 0, quarters);
      return;
    }
    const at = newestAt[term] as number;
    const chunk = chunks[Math.floor(at / CHUNK)] as PostingChunk;
    const array = quarters === BODY ? chunk.counts : chunk.extras;
    const slot = at % CHUNK;
    array[slot] = Math.min(255, (array[slot] as number) + (quarters || 1));
  }

  function scan(text: string, row: number, quarters: number): { characters: number; pairs: number } {
    const lengths = { characters: 0, pairs: 0 };
    scanTerms(fold(text), {
      character(code, previous) {
        count(characterKey(code), row, quarters);
        lengths.characters++;
        if (previous === 0) return;
        count(pairKey(previous, code), row, quarters);
        lengths.pairs++;
      },
      word(word) {
        count(internWord(word), row, quarters);
        lengths.pairs++;
      },
    });
    return lengths;
  }

  function addRow(passageId: string, place: Place, characters: number, pairs: number): void {
    const identity = placeIdentity(place);
    let placeId = placeIds.get(identity);
    if (placeId === undefined) {
      placeId = places.push({
        documentId: place.documentId,
        kind: place.kind,
        regionCode: place.regionCode,
      });
      placeId--;
      placeIds.set(identity, placeId);
    }
    passageIds.push(passageId);
    held.add(passageId);
    placeOf.push(placeId);
    characterLengths.push(characters);
    pairLengths.push(pairs);
  }

  return {
    get size() {
      return passageIds.length;
    },

    has: (passageId) => held.has(passageId),

    add(entry) {
      const row = passageIds.length;
      if (row === SEGMENT_CAPACITY) throw new RangeError("segment is full");
      const lengths = scan(entry.body, row, BODY);
      const scanBeside = (text: string, quarters: number) => {
        if (!entry.body.includes(text)) scan(text, row, quarters);
      };
      scanBeside(entry.title, TITLE_QUARTERS);
      for (const heading of entry.headings) scanBeside(heading, HEADING_QUARTERS);
      for (const alias of entry.aliases) scanBeside(alias, ALIAS_QUARTERS);
      addRow(entry.passageId, entry, lengths.characters, lengths.pairs);
    },

    absorb(segment) {
      const base = passageIds.length;
      const newRow = new Int32Array(segment.passageIds.length).fill(-1);
      segment.passageIds.forEach((passageId, row) => {
        if (segment.deleted[row]) return;
        newRow[row] = passageIds.length;
        const characters = segment.characterLengths[row] as number;
        addRow(passageId, placeAt(segment, row), characters, segment.pairLengths[row] as number);
      });
      if (passageIds.length === base) return;
      for (let t = 0; t < segment.keys.length; t++) {
        const key = segment.keys[t] as number;
        const word = wordOf(segment, key);
        const term = internTerm(word === undefined ? key : internWord(word));
        for (let i = segment.starts[t] as number; i < (segment.starts[t + 1] as number); i++) {
          const row = newRow[segment.rows[i] as number] as number;
          if (row >= 0) push(term, row, segment.counts[i] as number, segment.extras[i] as number);
        }
      }
    },

    seal() {
      const sorted = sortPostings(chunks, used, keys);
      return {
        ...sorted,
        characterLengths: Uint32Array.from(characterLengths),
        pairLengths: Uint32Array.from(pairLengths),
        words: [...words.keys()],
        passageIds,
        places,
        placeOf: Uint32Array.from(placeOf),
        deleted: new Uint8Array(passageIds.length),
        deletedCount: 0,
      };
    },
  };
}

function grow(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function createChunk(): PostingChunk {
  return {
    terms: new Uint32Array(CHUNK),
    rows: new Uint16Array(CHUNK),
    counts: new Uint8Array(CHUNK),
    extras: new Uint8Array(CHUNK),
  };
}

type SortedPostings = Pick<Segment, "keys" | "starts" | "rows" | "counts" | "extras">;

/** Counting sort of the postings by key; stable, so rows ascend within a term. */
function sortPostings(chunks: PostingChunk[], usedInLast: number, keys: readonly number[]): SortedPostings {
  const sortedKeys = Uint32Array.from(keys).sort();
  const rankOfKey = new Map<number, number>();
  sortedKeys.forEach((key, rank) => {
    rankOfKey.set(key, rank);
  });
  const rankOf = Uint32Array.from(keys, (key) => rankOfKey.get(key) as number);
  const used = (chunk: number) => (chunk === chunks.length - 1 ? usedInLast : CHUNK);
  const starts = new Uint32Array(keys.length + 1);
  chunks.forEach((chunk, c) => {
    for (let i = 0; i < used(c); i++) {
      const rank = rankOf[chunk.terms[i] as number] as number;
      starts[rank + 1] = (starts[rank + 1] as number) + 1;
    }
  });
  for (let t = 0; t < keys.length; t++) starts[t + 1] = (starts[t + 1] as number) + (starts[t] as number);
  const total = starts[keys.length] as number;
  const rows = new Uint16Array(total);
  const counts = new Uint8Array(total);
  const extras = new Uint8Array(total);
  const next = starts.slice();
  chunks.forEach((chunk, c) => {
    for (let i = 0; i < used(c); i++) {
      const rank = rankOf[chunk.terms[i] as number] as number;
      const at = next[rank] as number;
      next[rank] = at + 1;
      rows[at] = chunk.rows[i] as number;
      counts[at] = chunk.counts[i] as number;
      extras[at] = chunk.extras[i] as number;
    }
  });
  return { keys: sortedKeys, starts, rows, counts, extras };
}
