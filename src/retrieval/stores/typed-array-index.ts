import type { LexicalHit, LexicalIndex } from "../lexical-index.ts";
import {
  type Covers,
  checkLimit,
  compileFilter,
  coversByPrefix,
  type FilterFields,
} from "../search-filter.ts";
import { createTopRows, type TopRows } from "../top-rows.ts";
import { createSegmentBuilder, type SegmentBuilder } from "./typed-array-builder.ts";
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
  type Place,
  placeAt,
  SEGMENT_CAPACITY,
  type Segment,
} from "./typed-array-segment.ts";

/** Segments that are not full, at most, before they are merged into one. */
const LOOSE_SEGMENTS = 6;
/** Share of deleted passages from which a segment is written anew. */
const COMPACT_FROM = 0.3;

export interface TypedArrayIndex extends LexicalIndex {
  /** Live passages. */
  readonly size: number;
  /** The whole index as bytes, for `openTypedArrayIndex`. */
  serialise(): Uint8Array;
}

/** A segment with what is derived from all segments together. */
interface Ready {
  segment: Segment;
  words: ReadonlyMap<string, number>;
  impacts: Uint16Array;
}

interface Options {
  covers?: Covers;
}

/** An empty BM25 index in memory. */
export function createTypedArrayIndex(options: Options = {}): TypedArrayIndex {
  return createFrom([], options);
}

/** Opens what `serialise` wrote; the arrays are views into `bytes`. Throws `index.malformed`. */
export function openTypedArrayIndex(bytes: Uint8Array, options: Options = {}): TypedArrayIndex {
  return createFrom(unpackSegments(bytes), options);
}

function createFrom(initial: Segment[], { covers = coversByPrefix }: Options): TypedArrayIndex {
  let segments = initial;
  let builder: SegmentBuilder | null = null;
  let ready: Ready[] | null = null;
  let locations: Map<string, { segment: Segment; row: number }> | null = null;
  let sums = new Float32Array(0);

  function sealBuilder(): void {
    if (builder && builder.size > 0) segments = [...segments, builder.seal()];
    builder = null;
    locations = null;
  }

  function locate(): Map<string, { segment: Segment; row: number }> {
    if (locations) return locations;
    locations = new Map();
    for (const segment of segments) {
      for (let row = 0; row < segment.passageIds.length; row++) {
        if (!segment.deleted[row]) locations.set(segment.passageIds[row] as string, { segment, row });
      }
    }
    return locations;
  }

  function remove(segment: Segment, row: number): void {
    if (segment.deleted[row]) return;
    segment.deleted[row] = 1;
    segment.deletedCount++;
  }

  function removePassage(passageId: string): void {
    if (builder?.has(passageId)) sealBuilder();
    if (segments.length === 0) return;
    const found = locate().get(passageId);
    if (found) remove(found.segment, found.row);
  }

  function prepare(): Ready[] {
    if (ready) return ready;
    sealBuilder();
    segments = tidySegments(segments);
    const lengths = measureLengths(segments);
    ready = segments.map((segment) => ({
      segment,
      words: new Map(segment.words.map((word, index) => [word, index])),
      impacts: computeImpacts(segment, lengths),
    }));
    return ready;
  }

  function liveCount(): number {
    const sealed = segments.reduce((sum, one) => sum + one.passageIds.length - one.deletedCount, 0);
    return sealed + (builder?.size ?? 0);
  }

  return {
    get size() {
      return liveCount();
    },

    async upsert(entries) {
      const incoming = new Map(entries.map((entry) => [entry.passageId, entry]));
      ready = null;
      for (const passageId of incoming.keys()) removePassage(passageId);
      for (const entry of incoming.values()) {
        if (builder?.size === SEGMENT_CAPACITY) sealBuilder();
        builder ??= createSegmentBuilder();
        builder.add(entry);
      }
    },

    async delete(documentId) {
      sealBuilder();
      ready = null;
      for (const segment of segments) {
        for (let row = 0; row < segment.passageIds.length; row++) {
          if (placeAt(segment, row).documentId === documentId) remove(segment, row);
        }
      }
    },

    async count(terms) {
      const all = prepare();
      return {
        passages: liveCount(),
        holding: terms.map(({ text }) => matchTerm(all, text).live),
      };
    },

    async search(terms, { limit, filter, background }) {
      checkLimit(limit);
      const accepts = compileFilter(filter, covers);
      const all = prepare();
      const total = liveCount() + (background?.passages ?? 0);
      const matched = terms.map(({ text, weight }, t) => {
        const match = matchTerm(all, text);
        const live = match.live + (background?.holding[t] ?? 0);
        return {
          positions: match.positions,
          weight: weight * weightOfTerm(match.isCharacter, live, total),
        };
      });
      const ceiling = IMPACT_LEVELS * matched.reduce((sum, match) => sum + match.weight, 0);
      const top = createTopRows(limit);
      all.forEach(({ segment, impacts }, s) => {
        const size = segment.passageIds.length;
        if (sums.length < size) sums = new Float32Array(size);
        else sums.fill(0, 0, size);
        for (const { positions, weight } of matched) {
          const position = positions[s] as number;
          if (position >= 0) addPostings(sums, segment, impacts, position, weight);
        }
        collectTop(top, segment, s * SEGMENT_CAPACITY, sums, accepts);
      });
      return top.take().map(({ row, score }): LexicalHit => {
        const { segment } = all[Math.floor(row / SEGMENT_CAPACITY)] as Ready;
        const inSegment = row % SEGMENT_CAPACITY;
        const { documentId } = placeAt(segment, inSegment);
        const passageId = segment.passageIds[inSegment] as string;
        return { passageId, documentId, score, share: Math.min(1, score / ceiling) };
      });
    },

    async regionCodes() {
      const codes = new Set<string>();
      for (const { segment } of prepare()) {
        const live = new Set<number>();
        segment.placeOf.forEach((place, row) => {
          if (!segment.deleted[row]) live.add(place);
        });
        for (const place of live) {
          const { regionCode } = segment.places[place] as Place;
          if (regionCode !== null) codes.add(regionCode);
        }
      }
      return [...codes];
    },

    serialise() {
      sealBuilder();
      segments = tidySegments(segments);
      ready = null;
      return packSegments(segments);
    },
  };
}

/** Drops what deletions left behind and merges many small segments, so that searches stay short. */
function tidySegments(segments: readonly Segment[]): Segment[] {
  const isWorn = (one: Segment) => one.deletedCount >= COMPACT_FROM * one.passageIds.length;
  const isLoose = (one: Segment) => one.passageIds.length - one.deletedCount < SEGMENT_CAPACITY / 2;
  const tooMany = segments.filter(isLoose).length > LOOSE_SEGMENTS;
  const kept: Segment[] = [];
  let merged: SegmentBuilder | null = null;
  for (const segment of segments) {
    if (!isWorn(segment) && !(tooMany && isLoose(segment))) {
      kept.push(segment);
      continue;
    }
    const live = segment.passageIds.length - segment.deletedCount;
    if (merged && merged.size + live > SEGMENT_CAPACITY) {
      kept.push(merged.seal());
      merged = null;
    }
    merged ??= createSegmentBuilder();
    merged.absorb(segment);
  }
  if (merged && merged.size > 0) kept.push(merged.seal());
  return kept;
}

interface TermMatch {
  /** Position of the term in each segment's keys; -1 where it does not occur. */
  positions: number[];
  live: number;
  isCharacter: boolean;
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
