import { SegmentBuilder } from "./typed-array-builder.ts";
import { SEGMENT_CAPACITY, type Segment } from "./typed-array-segment.ts";

/** Segments that are not half full, at most, before they are merged into one. */
const LOOSE_SEGMENTS = 6;
/** Share of deleted passages from which a segment is written anew. */
const COMPACT_FROM = 0.3;

/** Live passages of a segment. */
export function liveSize(segment: Segment): number {
  return segment.passageIds.length - segment.deletedCount;
}

/** Drops what deletions left behind and merges many small segments, so that searches stay short. */
export function tidySegments(segments: readonly Segment[]): Segment[] {
  const isWorn = (one: Segment) => one.deletedCount >= COMPACT_FROM * one.passageIds.length;
  const isLoose = (one: Segment) => liveSize(one) < SEGMENT_CAPACITY / 2;
  const tooMany = segments.filter(isLoose).length > LOOSE_SEGMENTS;
  const kept: Segment[] = [];
  let merged = new SegmentBuilder();
  for (const segment of segments) {
    if (!isWorn(segment) && !(tooMany && isLoose(segment))) {
      kept.push(segment);
      continue;
    }
    if (merged.size + liveSize(segment) > SEGMENT_CAPACITY) {
      kept.push(merged.seal());
      merged = new SegmentBuilder();
    }
    merged.absorb(segment);
  }
  if (merged.size > 0) kept.push(merged.seal());
  return kept;
}
