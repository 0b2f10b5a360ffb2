import type { Segment } from "./typed-array-segment.ts";

/** Postings of one chunk of the log. */
const CHUNK = 1 << 18;
const FIRST_TERMS = 1 << 14;
const MOST_COUNTED = 255;

/** Postings in the order they came. */
interface Chunk {
  terms: Uint32Array;
  rows: Uint16Array;
  counts: Uint8Array;
  extras: Uint8Array;
}

export type SortedPostings = Pick<Segment, "keys" | "starts" | "rows" | "counts" | "extras">;

/** Collects postings row by row, and sorts them by term once at the end. */
export class PostingLog {
  readonly #termOf = new Map<number, number>();
  readonly #keys: number[] = [];
  readonly #chunks: Chunk[] = [];
  #usedInLast = CHUNK;
  /** Per term: 1 + the row of the term's newest posting, and where that posting stands. */
  #newestRow = new Uint32Array(FIRST_TERMS);
  #newestAt = new Uint32Array(FIRST_TERMS);

  /** Counts one occurrence in a row's text, or one beside it that is worth some quarters. */
  count(key: number, row: number, quarters: number): void {
    const term = this.#intern(key);
    if (this.#newestRow[term] !== row + 1) {
      this.#push(term, row, quarters === 0 ? 1 : 0, quarters);
      return;
    }
    const at = this.#newestAt[term] as number;
    const chunk = this.#chunks[Math.floor(at / CHUNK)] as Chunk;
    const array = quarters === 0 ? chunk.counts : chunk.extras;
    const slot = at % CHUNK;
    array[slot] = Math.min(MOST_COUNTED, (array[slot] as number) + (quarters || 1));
  }

  /** Adds a posting as another segment holds it. */
  add(key: number, row: number, count: number, extra: number): void {
    this.#push(this.#intern(key), row, count, extra);
  }

  /** Counting sort by key; stable, so rows ascend within a term. */
  sort(): SortedPostings {
    const keys = Uint32Array.from(this.#keys).sort();
    const rankOf = this.#ranks(keys);
    const starts = this.#starts(rankOf);
    const total = starts[keys.length] as number;
    const sorted = {
      rows: new Uint16Array(total),
      counts: new Uint8Array(total),
      extras: new Uint8Array(total),
    };
    const next = starts.slice();
    for (const [chunk, used] of this.#filled()) {
      for (let i = 0; i < used; i++) {
        const rank = rankOf[chunk.terms[i] as number] as number;
        const at = next[rank] as number;
        next[rank] = at + 1;
        sorted.rows[at] = chunk.rows[i] as number;
        sorted.counts[at] = chunk.counts[i] as number;
        sorted.extras[at] = chunk.extras[i] as number;
      }
    }
    return { keys, starts, ...sorted };
  }

  /** Position of each term among the sorted keys. */
  #ranks(sortedKeys: Uint32Array): Uint32Array {
    const ranks = new Uint32Array(sortedKeys.length);
    sortedKeys.forEach((key, rank) => {
      ranks[this.#termOf.get(key) as number] = rank;
    });
    return ranks;
  }

  #starts(rankOf: Uint32Array): Uint32Array {
    const starts = new Uint32Array(rankOf.length + 1);
    for (const [chunk, used] of this.#filled()) {
      for (let i = 0; i < used; i++) {
        const after = (rankOf[chunk.terms[i] as number] as number) + 1;
        starts[after] = (starts[after] as number) + 1;
      }
    }
    for (let t = 1; t < starts.length; t++) starts[t] = (starts[t] as number) + (starts[t - 1] as number);
    return starts;
  }

  #filled(): [Chunk, number][] {
    const last = this.#chunks.length - 1;
    return this.#chunks.map((chunk, c) => [chunk, c === last ? this.#usedInLast : CHUNK]);
  }

  #intern(key: number): number {
    const known = this.#termOf.get(key);
    if (known !== undefined) return known;
    const term = this.#keys.length;
    this.#termOf.set(key, term);
    this.#keys.push(key);
    if (term === this.#newestRow.length) {
      this.#newestRow = doubled(this.#newestRow);
      this.#newestAt = doubled(this.#newestAt);
    }
    return term;
  }

  #push(term: number, row: number, count: number, extra: number): void {
    if (this.#usedInLast === CHUNK) {
      this.#chunks.push(createChunk());
      this.#usedInLast = 0;
    }
    const chunk = this.#chunks[this.#chunks.length - 1] as Chunk;
    const at = this.#usedInLast++;
    chunk.terms[at] = term;
    chunk.rows[at] = row;
    chunk.counts[at] = count;
    chunk.extras[at] = extra;
    this.#newestRow[term] = row + 1;
    this.#newestAt[term] = (this.#chunks.length - 1) * CHUNK + at;
  }
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function createChunk(): Chunk {
  return {
    terms: new Uint32Array(CHUNK),
    rows: new Uint16Array(CHUNK),
    counts: new Uint8Array(CHUNK),
    extras: new Uint8Array(CHUNK),
  };
}
