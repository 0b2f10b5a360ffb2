import { malformedIndex, packArrays, unpackArrays } from "../packed-arrays.ts";
import type { Place, Segment } from "./typed-array-segment.ts";

const FORMAT = 1;

interface SegmentHead {
  words: string[];
  passageIds: string[];
  places: Place[];
  deletedCount: number;
}

interface Head {
  format: number;
  segments: SegmentHead[];
}

/** All segments as one block of bytes. */
export function packSegments(segments: readonly Segment[]): Uint8Array {
  const head: Head = {
    format: FORMAT,
    segments: segments.map(({ words, passageIds, places, deletedCount }) => ({
      words,
      passageIds,
      places,
      deletedCount,
    })),
  };
  const arrays = segments.map((segment, s) => ({
    [`${s}.keys`]: segment.keys,
    [`${s}.starts`]: segment.starts,
    [`${s}.rows`]: segment.rows,
    [`${s}.counts`]: segment.counts,
    [`${s}.extras`]: segment.extras,
    [`${s}.characterLengths`]: segment.characterLengths,
    [`${s}.pairLengths`]: segment.pairLengths,
    [`${s}.placeOf`]: segment.placeOf,
    [`${s}.deleted`]: segment.deleted,
  }));
  return packArrays(head, Object.assign({}, ...arrays));
}

/** The segments of `packSegments`, as views into `bytes`. Throws `index.malformed`. */
export function unpackSegments(bytes: Uint8Array): Segment[] {
  const packed = unpackArrays(bytes);
  const head = packed.header as Head;
  if (head.format !== FORMAT) throw malformedIndex(`format ${head.format}`);
  return head.segments.map((segment, s) => ({
    ...segment,
    keys: packed.array(`${s}.keys`, "Uint32Array"),
    starts: packed.array(`${s}.starts`, "Uint32Array"),
    rows: packed.array(`${s}.rows`, "Uint16Array"),
    counts: packed.array(`${s}.counts`, "Uint8Array"),
    extras: packed.array(`${s}.extras`, "Uint8Array"),
    characterLengths: packed.array(`${s}.characterLengths`, "Uint32Array"),
    pairLengths: packed.array(`${s}.pairLengths`, "Uint32Array"),
    placeOf: packed.array(`${s}.placeOf`, "Uint32Array"),
    deleted: packed.array(`${s}.deleted`, "Uint8Array"),
  }));
}
