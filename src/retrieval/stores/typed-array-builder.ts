import { fold } from "../../language/fold.ts";
import { scanTerms } from "../analyse.ts";
import type { IndexEntry } from "../lexical-index.ts";
import { PostingLog } from "./typed-array-postings.ts";
import {
  characterKey,
  type Place,
  pairKey,
  placeAt,
  placeIdentity,
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
const BODY = 0;

/** Collects passages, `SEGMENT_CAPACITY` at most, and seals them into a segment. Not usable after `seal`. */
export class SegmentBuilder {
  readonly #postings = new PostingLog();
  readonly #words = new Map<string, number>();
  readonly #passageIds = new Set<string>();
  readonly #lengths: { characters: number; pairs: number }[] = [];
  readonly #places: Place[] = [];
  readonly #placeIds = new Map<string, number>();
  readonly #placeOf: number[] = [];

  get size(): number {
    return this.#placeOf.length;
  }

  has(passageId: string): boolean {
    return this.#passageIds.has(passageId);
  }

  add(entry: IndexEntry): void {
    const row = this.size;
    const lengths = this.#scan(entry.body, row, BODY);
    const scanBeside = (text: string, quarters: number) => {
      if (!entry.body.includes(text)) this.#scan(text, row, quarters);
    };
    scanBeside(entry.title, TITLE_QUARTERS);
    for (const heading of entry.headings) scanBeside(heading, HEADING_QUARTERS);
    for (const alias of entry.aliases) scanBeside(alias, ALIAS_QUARTERS);
    this.#addRow(entry.passageId, entry, lengths);
  }

  /** Takes over the live passages of a segment without looking at their texts again. */
  absorb(segment: Segment): void {
    const newRow = new Int32Array(segment.passageIds.length).fill(-1);
    segment.passageIds.forEach((passageId, row) => {
      if (segment.deleted[row]) return;
      newRow[row] = this.size;
      const characters = segment.characterLengths[row] as number;
      const pairs = segment.pairLengths[row] as number;
      this.#addRow(passageId, placeAt(segment, row), { characters, pairs });
    });
    for (let t = 0; t < segment.keys.length; t++) {
      const key = segment.keys[t] as number;
      const word = wordOf(segment, key);
      const ownKey = word === undefined ? key : this.#internWord(word);
      for (let i = segment.starts[t] as number; i < (segment.starts[t + 1] as number); i++) {
        const row = newRow[segment.rows[i] as number] as number;
        if (row < 0) continue;
        this.#postings.add(ownKey, row, segment.counts[i] as number, segment.extras[i] as number);
      }
    }
  }

  seal(): Segment {
    return {
      ...this.#postings.sort(),
      characterLengths: Uint32Array.from(this.#lengths, ({ characters }) => characters),
      pairLengths: Uint32Array.from(this.#lengths, ({ pairs }) => pairs),
      words: [...this.#words.keys()],
      passageIds: [...this.#passageIds],
      places: this.#places,
      placeOf: Uint32Array.from(this.#placeOf),
      deleted: new Uint8Array(this.size),
      deletedCount: 0,
    };
  }

  #scan(text: string, row: number, quarters: number): { characters: number; pairs: number } {
    const lengths = { characters: 0, pairs: 0 };
    const postings = this.#postings;
    scanTerms(fold(text), {
      character(code, previous) {
        postings.count(characterKey(code), row, quarters);
        lengths.characters++;
        if (previous === 0) return;
        postings.count(pairKey(previous, code), row, quarters);
        lengths.pairs++;
      },
      word: (word) => {
        postings.count(this.#internWord(word), row, quarters);
        lengths.pairs++;
      },
    });
    return lengths;
  }

  #internWord(word: string): number {
    const known = this.#words.get(word) ?? this.#words.size;
    if (known === this.#words.size) this.#words.set(word, known);
    return wordKey(known);
  }

  #addRow(passageId: string, place: Place, lengths: { characters: number; pairs: number }): void {
    const identity = placeIdentity(place);
    const placeId = this.#placeIds.get(identity) ?? this.#places.length;
    if (placeId === this.#places.length) {
      const { documentId, kind, regionCode } = place;
      this.#places.push({ documentId, kind, regionCode });
      this.#placeIds.set(identity, placeId);
    }
    this.#passageIds.add(passageId);
    this.#placeOf.push(placeId);
    this.#lengths.push(lengths);
  }
}
