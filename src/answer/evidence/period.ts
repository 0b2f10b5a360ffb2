import type { Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { findYears } from "../../language/numerals.ts";
import { keepResults } from "./keep-results.ts";
import type { ClauseRange } from "./score-windows.ts";

const LEAD = 800;

/**
 * The years a document speaks of when a sentence names none: those of its title, else those its opening
 * names (「2013年11月以来」 reaches to the last year in the text), else the year it was published.
 */
export function documentYears(document: Document): number[] {
  const inTitle = yearsWithMark(fold(document.title));
  if (inTitle.length > 0) return inTitle;
  const lead = fold(document.shown.slice(0, LEAD));
  const inLead = yearsWithMark(lead);
  if (inLead.length > 0) return /\d{4}年[^,，。]{0,6}以来/.test(lead) ? reachingOn(inLead, document) : inLead;
  return document.publishedAt === null ? [] : [Number(document.publishedAt.slice(0, 4))];
}

/** Years written as years (2019年), not bare numbers. */
function yearsWithMark(folded: string): number[] {
  return [
    ...new Set(
      findYears(folded)
        .filter((year) => /^[年〕\])）]/.test(folded.slice(year.end)))
        .map((year) => year.year),
    ),
  ];
}

function reachingOn(years: readonly number[], document: Document): number[] {
  const first = Math.min(...years);
  const last = Math.max(...yearsWithMark(fold(document.shown)));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The years a window's own sentences name. */
export function spokenYears({ view, first, last }: ClauseRange): number[] {
  const sentences = new Set(view.clauses.slice(first, last + 1).map((clause) => clause.sentence));
  return [...sentences].flatMap((sentence) => view.years[sentence] ?? []);
}

/** Whether a window speaks of one of the asked years: by its sentences, its headings, or its document. */
export function coversYears(window: ClauseRange, years: readonly number[]): boolean {
  return createYearCoverage(years)(window);
}

/** The same for many windows of the same passages: no heading and no document is read twice. */
export function createYearCoverage(years: readonly number[]): (window: ClauseRange) => boolean {
  if (years.length === 0) return () => true;
  const inHeadings = keepResults((headings: string) => findYears(headings).map((year) => year.year));
  const ofDocument = keepResults(documentYears);
  return (window) => {
    const named = spokenYears(window);
    const heading = named.length > 0 ? [] : inHeadings(window.view.headings);
    const speaksOf =
      named.length > 0 ? named : heading.length > 0 ? heading : ofDocument(window.view.document);
    return years.some((year) => speaksOf.includes(year));
  };
}
