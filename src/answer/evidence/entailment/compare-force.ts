import type { Span } from "../../../domain.ts";
import { type Comparison, clauseAt, isUsed } from "./comparison.ts";
import { type Marker, readMarkers } from "./markers.ts";

const PART = /^(?:部分|多数|少数)$/;
const WORD = /[\p{L}\p{N}]/u;
const NEGATED = /^[不未无没非勿]/;

/** Before an action that is only the purpose or the means of the one the clause tells. */
const PURPOSE = /(?:为了?|以|通过|着力|用于|有利于|有助于|旨在|围绕)[^,]{0,8}$/;

/** Negations, duties, aims and actions that the statement adds to the evidence or leaves out of it. */
export function forceProblems(comparison: Comparison): string[] {
  const { stated, piece, cover } = comparison;
  const { markers } = piece;
  const left = markers.map((marker) => marker.key);
  const isImported = (marker: Marker) =>
    cover.fragments.some(
      ({ start, end, imported }) => imported !== null && start <= marker.start && marker.end < end,
    );
  const own = stated.markers.filter((marker) => !isImported(marker)).map((marker) => marker.key);
  const added = stated.markers.filter(
    (marker) =>
      (marker.reach === "clause" || marker.reach === "between" || PART.test(marker.key)) &&
      !isImported(marker) &&
      !takeOut(left, marker.key),
  );
  const dropped = markers.filter(
    (marker) =>
      governsUsed(marker, comparison) &&
      !(marker.reach === "action" ? own.includes(marker.key) : takeOut(own, marker.key)),
  );
  return [...added, ...dropped, ...cutNegations(comparison)].map((marker) => `force:${marker.key}`);
}

/** Negations right behind words that are taken from an earlier clause: 「届期仍」 of 「届期仍未改善者」. */
function cutNegations({ cover, imports, stated }: Comparison): Marker[] {
  return cover.fragments.flatMap(({ start, end, imported }) => {
    const source = imported === null ? undefined : imports[imported];
    if (!source) return [];
    const words = stated.text.slice(start, end);
    if (source.anywhere)
      return isAlwaysNegated(words, source.text) ? readMarkers(`不${words}`).slice(0, 1) : [];
    return readMarkers(source.text).filter(
      (marker) => marker.start === words.length && NEGATED.test(marker.key),
    );
  });
}

/** Whether words stand nowhere in a text without a negation right before them. */
function isAlwaysNegated(words: string, text: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (!NEGATED.test(text.charAt(at - 1))) return false;
  }
  return true;
}

function takeOut(keys: string[], key: string): boolean {
  const index = keys.indexOf(key);
  if (index >= 0) keys.splice(index, 1);
  return index >= 0;
}

/** Whether a marker of the evidence bears on what the statement takes over. */
function governsUsed(marker: Marker, { piece, used, matched }: Comparison): boolean {
  if (matched.some(({ evidence }) => evidence.cue === "to" && isRightBefore(marker, evidence))) return false;
  if (marker.reach === "between") return isBetween(marker, piece.text, [...used, ...piece.dates]);
  if (marker.reach === "clause" || isUsed(used, marker.start) || isUsed(used, marker.end)) return true;
  if (marker.reach === "word" || PURPOSE.test(piece.text.slice(0, marker.start))) return false;
  const end = piece.ranges[clauseAt(piece, marker.start)]?.end ?? piece.text.length;
  const next =
    piece.markers.find((other) => other.reach === "action" && other.start > marker.start)?.start ?? end;
  return used.some((span) => span.start >= marker.end && span.start < Math.min(next, end));
}

/** Whether the words on both sides of a marker are used, or those behind one that begins its clause. */
function isBetween({ start, end }: Marker, text: string, used: readonly Span[]): boolean {
  let [left, right] = [start - 1, end];
  while (left >= 0 && !WORD.test(text.charAt(left))) left--;
  while (right < text.length && !WORD.test(text.charAt(right))) right++;
  // Latin words and numbers are compared as a whole elsewhere.
  const isTaken = (at: number) => isUsed(used, at) || /[a-z\d]/.test(text.charAt(at));
  return isTaken(right) && (left < 0 || isTaken(left));
}

/** 「提高到30%」 says what holds now, however it came about: it may be told as 「为30%」. */
function isRightBefore(marker: Marker, quantity: { start: number }): boolean {
  return marker.reach === "action" && quantity.start - marker.end === 1;
}
