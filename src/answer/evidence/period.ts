import type { Day, Document } from "../../domain.ts";
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

/** The years a window speaks of: those of its sentences, else of its headings, else of its document. */
export function yearsOf(window: ClauseRange): number[] {
  return createYearReader()(window);
}

/** Whether a window speaks of one of the asked years; true where none is asked. */
export function coversYears(window: ClauseRange, years: readonly number[]): boolean {
  return years.length === 0 || yearsOf(window).some((year) => years.includes(year));
}

/** The years for many windows of the same passages: no heading and no document is read twice. */
function createYearReader(): (window: ClauseRange) => number[] {
  const inHeadings = keepResults((headings: string) => findYears(headings).map((year) => year.year));
  const ofDocument = keepResults(documentYears);
  return (window) => {
    const named = spokenYears(window);
    const heading = named.length > 0 ? [] : inHeadings(window.view.headings);
    return named.length > 0 ? named : heading.length > 0 ? heading : ofDocument(window.view.document);
  };
}

/**
 * Whether windows speak of one of the asked years, or state what a rule says that was in force in one of them, as far
 * as is known on the asker's day.
 */
export function createYearCoverage(years: readonly number[], today: Day): (window: ClauseRange) => boolean {
  if (years.length === 0) return () => true;
  const read = createYearReader();
  const inForce = keepResults((document: Document) => {
    const { effectiveFrom, effectiveTo } = document;
    if (effectiveFrom === null || document.kind !== "policy") return () => false;
    const [first, last] = [effectiveFrom, effectiveTo ?? today].map((day) => Number(day.slice(0, 4)));
    return (year: number) => (first ?? 0) <= year && year <= (last ?? 0);
  });
  return (window) => {
    const speaksOf = read(window);
    const holds = spokenYears(window).length > 0 ? () => false : inForce(window.view.document);
    return years.some((year) => speaksOf.includes(year) || holds(year));
  };
}
