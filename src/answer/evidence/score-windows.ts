import type { QuestionPart } from "../question/understood-question.ts";
import { figureFit, meetsNeeds, shapeFit, wantsFigure } from "./expected-answer.ts";
import type { Clause, PassageView } from "./passage-view.ts";
import type { Term } from "./terms.ts";

/** Neighbouring clauses of a passage. */
export interface ClauseRange {
  view: PassageView;
  /** Clause indexes, inclusive. */
  first: number;
  last: number;
}

/** Neighbouring clauses that may answer a part of the question. */
export interface Window extends ClauseRange {
  /** Orders candidates; comparable within one part only. */
  score: number;
  /** Share of the question's weight that the window and its surroundings hold, 0 to 1. */
  coverage: number;
  /** The same for the window alone. */
  innerCoverage: number;
  /** How many of the question's words and pairs of characters it holds. */
  matched: number;
  /** For figures: the share of the question in the clause that has the fitting figure. */
  near: number;
  /** Whether it has the figure, date, list or name that the question wants. */
  fits: boolean;
}

/** What the surroundings of a window count, compared with the window itself. */
const SHARE = { sentence: 0.6, heading: 0.55, title: 0.35, passage: 0.2 };
const WEIGHT = { context: 0.6, fit: 0.35, near: 0.35, retrieval: 0.15, length: 0.12, boundary: 0.06 };
const MAX_WINDOW = 140;

interface Found {
  /** Per clause: which terms it holds. */
  clauses: boolean[][];
  sentences: boolean[][];
  heading: boolean[];
  title: boolean[];
  passage: boolean[];
}

/** All windows of a passage up to `MAX_WINDOW` characters, scored for one part of the question. */
export function scoreWindows(
  view: PassageView,
  part: QuestionPart,
  terms: readonly Term[],
  told: readonly string[] = [],
): Window[] {
  const known = sum(terms.filter((term) => term.isKnown).map((term) => term.weight));
  const all = sum(terms.map((term) => term.weight));
  if (known === 0) return [];
  const found = findTerms(view, terms);
  const windows: Window[] = [];
  for (let first = 0; first < view.clauses.length; first++) {
    for (let last = first; last < view.clauses.length; last++) {
      if (lengthOf(view, first, last) > MAX_WINDOW && last > first) break;
      windows.push(scoreWindow({ view, part, terms, told, found, known, all }, first, last));
    }
  }
  return windows;
}

interface Scoring {
  view: PassageView;
  part: QuestionPart;
  terms: readonly Term[];
  /** Values told before, which are not asked for again. */
  told: readonly string[];
  found: Found;
  known: number;
  all: number;
}

function scoreWindow(scoring: Scoring, first: number, last: number): Window {
  const { view, part, terms, found, known, all } = scoring;
  const clauses = view.clauses.slice(first, last + 1);
  let inner = 0;
  let around = 0;
  let matched = 0;
  terms.forEach((term, index) => {
    if (anyOf(found.clauses, first, last, index)) {
      inner += term.weight;
      if ((term.texts[0]?.length ?? 0) > 1) matched++;
    } else around += term.weight * surroundingShare(found, clauses, index);
  });
  const fit = fitOf(clauses, scoring);
  const near = nearness(scoring, first, last);
  const crossings = (clauses.at(-1)?.sentence ?? 0) - (clauses[0]?.sentence ?? 0);
  const score =
    (inner + WEIGHT.context * around) / known +
    WEIGHT.fit * fit +
    WEIGHT.near * near +
    WEIGHT.retrieval * view.retrieval -
    (WEIGHT.length * lengthOf(view, first, last)) / 100 -
    WEIGHT.boundary * crossings;
  const folded = clauses.map((clause) => clause.folded).join("");
  const fits = fit > 0 && meetsNeeds(folded, part.text);
  return {
    view,
    first,
    last,
    score,
    coverage: (inner + around) / all,
    innerCoverage: inner / all,
    matched,
    near,
    fits,
  };
}

/** For figures: the best share of the question held by the very clause that has a fitting figure. */
function nearness(scoring: Scoring, first: number, last: number): number {
  const { view, part, terms, known } = scoring;
  if (!wantsFigure(part.asked)) return 0;
  let best = 0;
  for (let i = first; i <= last; i++) {
    const fit = clauseFit(view.clauses[i], scoring);
    if (fit === 0) continue;
    const held = terms.map((term, index) => term.weight * nearShare(scoring, i, index));
    best = Math.max(best, (fit * sum(held)) / known);
  }
  return best;
}

/** A term in the figure's own clause counts fully, one in the clause before or behind it half. */
function nearShare({ view, found }: Scoring, at: number, index: number): number {
  if (found.clauses[at]?.[index]) return 1;
  const isNeighbour = (other: number) =>
    view.clauses[other]?.sentence === view.clauses[at]?.sentence && found.clauses[other]?.[index];
  return isNeighbour(at - 1) || isNeighbour(at + 1) ? 0.5 : 0;
}

function clauseFit(clause: Clause | undefined, { part, told }: Scoring): number {
  const fresh = clause?.figures.filter((figure) => !told.includes(figure.value)) ?? [];
  return Math.max(0, ...fresh.map((figure) => figureFit(figure, part.asked)));
}

function fitOf(clauses: readonly Clause[], scoring: Scoring): number {
  const { part } = scoring;
  if (wantsFigure(part.asked)) return Math.max(0, ...clauses.map((clause) => clauseFit(clause, scoring)));
  return shapeFit(clauses.map((clause) => clause.folded).join(""), part.asked);
}

function surroundingShare(found: Found, clauses: readonly Clause[], index: number): number {
  if (clauses.some((clause) => found.sentences[clause.sentence]?.[index])) return SHARE.sentence;
  if (found.heading[index]) return SHARE.heading;
  if (found.title[index]) return SHARE.title;
  return found.passage[index] ? SHARE.passage : 0;
}

function findTerms(view: PassageView, terms: readonly Term[]): Found {
  const holds = (text: string) =>
    terms.map((term) => term.texts.some((alternative) => text.includes(alternative)));
  const sentences = view.sentences.map(holds);
  return {
    clauses: view.clauses.map((clause) => holds(clause.folded)),
    sentences,
    heading: holds(view.headings),
    title: holds(view.title),
    passage: terms.map((_, index) => sentences.some((sentence) => sentence[index])),
  };
}

function anyOf(rows: readonly boolean[][], first: number, last: number, index: number): boolean {
  for (let row = first; row <= last; row++) if (rows[row]?.[index]) return true;
  return false;
}

/** Shown characters from the first clause's start to the last one's end. */
export function lengthOf(view: PassageView, first: number, last: number): number {
  return (view.clauses[last]?.end ?? 0) - (view.clauses[first]?.start ?? 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
