import type { Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { RegionTable } from "../../language/regions.ts";
import type { AskedPlace } from "../question/understood-question.ts";
import { keepResults } from "./keep-results.ts";
import type { ClauseRange } from "./score-windows.ts";

const NATION = "100000";

/** Whether a document's jurisdiction is the asked place or one above it. */
export function documentCovers(document: Document, place: AskedPlace, regions: RegionTable): boolean {
  const { region } = document;
  if (region === null) return false;
  return place.candidates.some((candidate) => regions.covers(region.code, candidate.code));
}

/**
 * Whether a window may answer for a place: its document has jurisdiction there, or the window's own
 * sentence or heading names the place (a district's report on what its city did).
 */
export function windowCovers(window: ClauseRange, place: AskedPlace, regions: RegionTable): boolean {
  return createCoverage(place, regions)(window);
}

/**
 * The same for many windows: each document and each sentence is read once, however many windows
 * (a table of thousands of rows has one or more for every row) come from it.
 */
export function createCoverage(place: AskedPlace, regions: RegionTable): (window: ClauseRange) => boolean {
  const named = keepResults((text: string) => namesPlace(text, place, regions));
  const covered = keepResults((document: Document) => documentCovers(document, place, regions));
  const toldInText = keepResults((document: Document) => named(fold(document.shown)));
  return ({ view, first, last }) => {
    if (covered(view.document)) return true;
    const sentences = new Set(view.clauses.slice(first, last + 1).map((clause) => clause.sentence));
    if ([...sentences].some((sentence) => named(view.sentences[sentence] ?? ""))) return true;
    if (view.document.region !== null) return false;
    return named(view.title) || named(view.headings) || toldInText(view.document);
  };
}

function namesPlace(folded: string, place: AskedPlace, regions: RegionTable): boolean {
  if (!folded.includes(place.text)) return false;
  if (place.candidates.every(({ code }) => code === NATION)) return true;
  const codes = new Set(place.candidates.map((candidate) => candidate.code));
  return regions
    .find(folded)
    .some((mention) => mention.candidates.some((candidate) => codes.has(candidate.code)));
}

/** Drops places that another asked place lies in: 杭州余杭 asks about 余杭. */
export function narrowestPlaces(places: readonly AskedPlace[], regions: RegionTable): AskedPlace[] {
  return places.filter(
    (place) =>
      !places.some(
        (other) =>
          other !== place &&
          other.candidates.every((inner) =>
            place.candidates.some(
              (outer) => outer.code !== inner.code && regions.covers(outer.code, inner.code),
            ),
          ),
      ),
  );
}
