import type { QueryTerm } from "../analyse.ts";
import type {
  IndexEntry,
  LexicalHit,
  LexicalIndex,
  LexicalSearchOptions,
  TermCounts,
} from "../lexical-index.ts";
import {
  type Covers,
  checkLimit,
  compileFilter,
  coversByPrefix,
  type FilterFields,
} from "../search-filter.ts";
import { createTopRows, type TopRows } from "../top-rows.ts";
import { SegmentBuilder } from "./typed-array-builder.ts";
import { packSegments, unpackSegments } from "./typed-array-codec.ts";
import {
  addPostings,
  computeImpacts,
  countLive,
  IMPACT_LEVELS,
  measureLengths,
  weightOfTerm,
} from "./typed-array-scoring.ts";
import {
  findKey,
  isCharacterKey,
  keyOf,
  placeAt,
  SEGMENT_CAPACITY,
  type Segment,
} from "./typed-array-segment.ts";
import { liveSize, tidySegments } from "./typed-array-tidy.ts";

export interface TypedArrayIndex extends LexicalIndex {
  /** Live passages. */
  readonly size: number;
  /** The whole index as bytes, for `openTypedArrayIndex`. */
  serialise(): Uint8Array;
}

interface Options {
  covers?: Covers;
}

/** An empty BM25 index in memory. */
export function createTypedArrayIndex({ covers = coversByPrefix }: Options = {}): TypedArrayIndex {
  return new Bm25Index([], covers);
}

/** Opens what `serialise` wrote; the arrays are views into `bytes`. Throws `index.malformed`. */
export function openTypedArrayIndex(
  bytes: Uint8Array,
  { covers = coversByPrefix }: Options = {},
): TypedArrayIndex {
  return new Bm25Index(unpackSegments(bytes), covers);
}

/** A segment with what is derived from all segments together. */
interface Ready {
  segment: Segment;
  words: ReadonlyMap<string, number>;
  impacts: Uint16Array;
}

interface TermMatch {
  /** Position of the term in each segment's keys; -1 where it does not occur. */
  positions: number[];
  live: number;
  isCharacter: boolean;
}

/** Where a live passage stands. */
interface Location {
  segment: Segment;
  row: number;
}

/** Changes go into a builder; the first search after them seals it and derives the impacts afresh. */
class Bm25Index implements TypedArrayIndex {
  #segments: Segment[];
  readonly #covers: Covers;
  #builder = new SegmentBuilder();
  /** Null after a change. */
  #ready: Ready[] | null = null;
  /** Live passages of the sealed segments; null when not needed yet. */
  #locations: Map<string, Location> | null = null;
  /** Scores of one segment's rows during one search. */
  #sums = new Float32Array(0);

  constructor(segments: Segment[], covers: Covers) {
    this.#segments = segments;
    this.#covers = covers;
  }

  get size(): number {
    return this.#segments.reduce((sum, one) => sum + liveSize(one), this.#builder.size);
  }

  async upsert(entries: readonly IndexEntry[]): Promise<void> {
    const incoming = new Map(entries.map((entry) => [entry.passageId, entry]));
    this.#ready = null;
    for (const passageId of incoming.keys()) this.#removePassage(passageId);
    for (const entry of incoming.values()) {
      if (this.#builder.size === SEGMENT_CAPACITY) this.#seal();
      this.#builder.add(entry);
    }
  }

  async delete(documentId: string): Promise<void> {
    this.#seal();
    this.#ready = null;
    for (const segment of this.#segments) {
      for (let row = 0; row < segment.passageIds.length; row++) {
        if (placeAt(segment, row).documentId === documentId) remove({ segment, row });
      }
    }
  }

  async count(terms: readonly QueryTerm[]): Promise<TermCounts> {
    const all = this.#prepare();
    return { passages: this.size, holding: terms.map(({ text }) => matchTerm(all, text).live) };
  }

  async search(
    terms: readonly QueryTerm[],
    { limit, filter, background }: LexicalSearchOptions,
  ): Promise<LexicalHit[]> {
    checkLimit(limit);
    const accepts = compileFilter(filter, this.#covers);
    const all = this.#prepare();
    const total = this.size + (background?.passages ?? 0);
    const matched = terms.map(({ text, weight }, t) => {
      const { positions, live, isCharacter } = matchTerm(all, text);
      const holding = live + (background?.holding[t] ?? 0);
      return { positions, weight: weight * weightOfTerm(isCharacter, holding, total) };
    });
    const top = createTopRows(limit);
    all.forEach((ready, s) => {
      const sums = this.#clearedSums(ready.segment.passageIds.length);
      for (const { positions, weight } of matched) {
        const position = positions[s] as number;
        if (position >= 0) addPostings(sums, ready.segment, ready.impacts, position, weight);
      }
      collectTop(top, ready.segment, s * SEGMENT_CAPACITY, sums, accepts);
    });
    const ceiling = IMPACT_LEVELS * matched.reduce((sum, { weight }) => sum + weight, 0);
    return top.take().map(({ row, score }) => toHit(all, row, score, ceiling));
  }

  async regionCodes(): Promise<string[]> {
    const codes = new Set<string>();
    for (const { segment } of this.#prepare()) {
      for (let row = 0; row < segment.passageIds.length; row++) {
        const { regionCode } = placeAt(segment, row);
        if (regionCode !== null && !segment.deleted[row]) codes.add(regionCode);
      }
    }
    return [...codes];
  }

  serialise(): Uint8Array {
    this.#seal();
    this.#ready = null;
    this.#segments = tidySegments(this.#segments);
    return packSegments(this.#segments);
  }

  #clearedSums(size: number): Float32Array {
    if (this.#sums.length < size) this.#sums = new Float32Array(size);
    else this.#sums.fill(0, 0, size);
    return this.#sums;
  }

  #seal(): void {
    if (this.#builder.size > 0) this.#segments = [...this.#segments, this.#builder.seal()];
    this.#builder = new SegmentBuilder();
    this.#locations = null;
  }

  #removePassage(passageId: string): void {
    if (this.#builder.has(passageId)) this.#seal();
    if (this.#segments.length === 0) return;
    this.#locations ??= locatePassages(this.#segments);
    const found = this.#locations.get(passageId);
    if (found) remove(found);
  }

  #prepare(): Ready[] {
    if (this.#ready) return this.#ready;
    this.#seal();
    this.#segments = tidySegments(this.#segments);
    const lengths = measureLengths(this.#segments);
    this.#ready = this.#segments.map((segment) => ({
      segment,
      words: new Map(segment.words.map((word, index) => [word, index])),
      impacts: computeImpacts(segment, lengths),
    }));
    return this.#ready;
  }
}

function locatePassages(segments: readonly Segment[]): Map<string, Location> {
  const locations = new Map<string, Location>();
  for (const segment of segments) {
    for (let row = 0; row < segment.passageIds.length; row++) {
      if (!segment.deleted[row]) locations.set(segment.passageIds[row] as string, { segment, row });
    }
  }
  return locations;
}

function remove({ segment, row }: Location): void {
  if (segment.deleted[row]) return;
  segment.deleted[row] = 1;
  segment.deletedCount++;
}

function matchTerm(all: readonly Ready[], text: string): TermMatch {
  const match: TermMatch = { positions: [], live: 0, isCharacter: false };
  for (const { segment, words } of all) {
    const key = keyOf(words, text);
    const position = key === null ? -1 : findKey(segment.keys, key);
    match.positions.push(position);
    match.isCharacter ||= key !== null && isCharacterKey(key);
    if (position >= 0) match.live += countLive(segment, position);
  }
  return match;
}

/** Offers the live, allowed rows of a segment, numbered from `base`. */
function collectTop(
  top: TopRows,
  segment: Segment,
  base: number,
  sums: Float32Array,
  accepts: ((fields: FilterFields) => boolean) | null,
): void {
  const { deleted, placeOf } = segment;
  const rows = segment.passageIds.length;
  const allowed = accepts && segment.places.map(accepts);
  let floor = Math.max(0, top.floor);
  for (let row = 0; row < rows; row++) {
    const score = sums[row] as number;
    if (score <= floor || deleted[row]) continue;
    if (allowed && !allowed[placeOf[row] as number]) continue;
    top.offer(score, base + row);
    floor = Math.max(0, top.floor);
  }
}

function toHit(all: readonly Ready[], row: number, score: number, ceiling: number): LexicalHit {
  const { segment } = all[Math.floor(row / SEGMENT_CAPACITY)] as Ready;
  const inSegment = row % SEGMENT_CAPACITY;
  const { documentId } = placeAt(segment, inSegment);
  const passageId = segment.passageIds[inSegment] as string;
  return { passageId, documentId, score, share: Math.min(1, score / ceiling) };
}
