import type { QuestionPart } from "../question/understood-question.ts";
import { needsOf, shapeFit, wantsFigure } from "./expected-answer.ts";
import { type Found, findTerms, ORDER, SHARE, sum, type Wanted, wantedOf, weightOf } from "./find-terms.ts";
import type { PassageView } from "./passage-view.ts";
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
  /** Share of the question that the document's title holds, 0 to 1: much where the question names the document. */
  titled: number;
  /** Share of the question that the document's passages at hand and its title hold together, 0 to 1. */
  inDocument: number;
  /** How much more that is than any other document at hand holds; below 0 where another holds more. */
  ahead: number;
}

/** What the order of windows is made of, beside the terms they hold. */
const WEIGHT = {
  fit: 0.35,
  near: 0.35,
  retrieval: 0.15,
  length: 0.12,
  boundary: 0.06,
  /** Taken off what only names the matter: a heading, the title, an address. */
  apparatus: 0.5,
  /** Taken off what the text says of its own term, where nobody asks for that. */
  ownTerm: 0.35,
};
const MAX_WINDOW = 140;

/** 「本办法自…起施行，有效期五年，原…同时废止」, and what asks for it. */
const OWN_TERM =
  /本(?:实施)?(?:意见|办法|细则|通知|规定|方案|公告|通告|条例|政策)自.{1,24}起[施执实]行|有效期[为至]?[一二三四五\d]{1,4}年.{0,4}原|同时废止/;
const ASKS_OWN_TERM =
  /[施执实]行|有效|废止|生效|开始|旧|原来|老办法|文件|办法|规定|通知|取代|到期|哪年|什么时候|何时/;

/** All windows up to `MAX_WINDOW` characters of the passages, scored for one part of the question. */
export function scoreWindows(
  views: readonly PassageView[],
  part: QuestionPart,
  terms: readonly Term[],
  told: readonly string[] = [],
): Window[] {
  const wanted = wantedOf(part, terms, told);
  if (wanted.known === 0) return [];
  const all = weightOf(terms);
  const needs = needsOf(part.text);
  const looked = views.map((view) => ({ view, found: findTerms(view, wanted) }));
  const documents = weighDocuments(looked, wanted);
  return looked.flatMap(({ view, found }) => {
    const document = documents.get(view.document.id) ?? { inDocument: 0, ahead: 0 };
    return view.clauses.flatMap((_, first) =>
      windowsFrom(first, { view, wanted, needs, all, found, document }),
    );
  });
}

type InDocument = Pick<Window, "inDocument" | "ahead">;

/** By document: what its passages at hand and its title hold together, and how far that is ahead of the others. */
function weighDocuments(
  looked: readonly { view: PassageView; found: Found }[],
  { terms }: Wanted,
): Map<string, InDocument> {
  const all = weightOf(terms);
  const held = new Map<string, Set<number>>();
  for (const { view, found } of looked) {
    const indexes = held.get(view.document.id) ?? new Set();
    for (const index of found.held) indexes.add(index);
    held.set(view.document.id, indexes);
  }
  const shares = [...held].map(([id, indexes]) => {
    const inDocument = weightOf(terms.filter((_, index) => indexes.has(index))) / all;
    return { id, inDocument };
  });
  const [first, second] = shares.map(({ inDocument }) => inDocument).sort((a, b) => b - a);
  return new Map(
    shares.map(({ id, inDocument }) => {
      const other = inDocument === first ? (second ?? 0) : (first ?? 0);
      return [id, { inDocument, ahead: inDocument - other }];
    }),
  );
}

interface Scoring {
  view: PassageView;
  wanted: Wanted;
  /** What each window must hold to fit the question. */
  needs: readonly RegExp[];
  found: Found;
  /** Weight of all terms, also of those that the corpus does not know. */
  all: number;
  document: InDocument;
}

/** What a growing window holds so far. */
interface Tally {
  inner: number;
  around: Sum;
  order: Sum;
  matched: number;
  fit: number;
  near: number;
  text: string;
  isApparatus: boolean;
  isTitle: boolean;
  /** All of it are questions. */
  asks: boolean;
  held: Set<number>;
}

/** What the terms around a window count at present, each and together. */
interface Sum {
  total: number;
  each: number[];
}

/** The windows that begin at a clause, each grown from the one before, so that scoring stays linear. */
function windowsFrom(first: number, scoring: Scoring): Window[] {
  const { view, found } = scoring;
  const { terms } = scoring.wanted;
  const tally: Tally = {
    inner: 0,
    around: { total: sum(found.around), each: [...found.around] },
    order: { total: sum(found.order), each: [...found.order] },
    matched: 0,
    fit: 0,
    near: 0,
    text: "",
    isApparatus: true,
    isTitle: true,
    asks: true,
    held: new Set(),
  };
  const windows: Window[] = [];
  let sentence = -1;
  for (let last = first; last < view.clauses.length; last++) {
    if (last > first && lengthOf(view, first, last) > MAX_WINDOW) break;
    const clause = view.clauses[last];
    if (!clause || view.otherCases.has(clause.sentence)) break;
    if (clause.sentence !== sentence) {
      const scope = view.roles[clause.sentence]?.scope ?? -1;
      if (last === first && scope >= 0) raiseBoth(tally, found.sentences[scope] ?? [], terms, "scope");
      raiseBoth(tally, found.sentences[clause.sentence] ?? [], terms, "sentence");
    }
    sentence = clause.sentence;
    enterClause(tally, found.clauses[last] ?? [], terms);
    tally.fit = Math.max(tally.fit, found.fits[last] ?? 0);
    tally.near = Math.max(tally.near, found.nears[last] ?? 0);
    tally.text += clause.folded;
    tally.isApparatus &&= view.roles[clause.sentence]?.isApparatus ?? false;
    tally.isTitle &&= view.roles[clause.sentence]?.isTitle ?? false;
    tally.asks &&= /[?？]$/.test(view.sentences[clause.sentence] ?? "");
    // A question printed in a document answers nothing: only what stands under it may.
    if (!tally.asks) windows.push(toWindow({ view, first, last }, tally, scoring));
  }
  return windows;
}

/** Terms that stand around the window count as that share of their weight, where they did not count more. */
function raiseBoth(
  tally: Tally,
  indexes: readonly number[],
  terms: readonly Term[],
  where: "scope" | "sentence",
): void {
  for (const index of indexes) {
    if (tally.held.has(index)) continue;
    const weight = terms[index]?.weight ?? 0;
    raise(tally.around, index, SHARE[where] * weight);
    raise(tally.order, index, ORDER[where] * weight);
  }
}

function raise(sums: Sum, index: number, now: number): void {
  const before = sums.each[index] ?? 0;
  if (now <= before) return;
  sums.total += now - before;
  sums.each[index] = now;
}

function enterClause(tally: Tally, indexes: readonly number[], terms: readonly Term[]): void {
  for (const index of indexes) {
    if (tally.held.has(index)) continue;
    const term = terms[index];
    tally.held.add(index);
    tally.around.total -= tally.around.each[index] ?? 0;
    tally.order.total -= tally.order.each[index] ?? 0;
    tally.inner += term?.weight ?? 0;
    if ((term?.texts[0]?.length ?? 0) > 1) tally.matched++;
  }
}

function toWindow(
  range: ClauseRange,
  tally: Tally,
  { view, wanted, needs, all, found, document }: Scoring,
): Window {
  const { part, known } = wanted;
  const { first, last } = range;
  const { inner, matched, near, text } = tally;
  const fit = wantsFigure(part.asked) ? tally.fit : shapeFit(text, part);
  const from = view.clauses[first]?.sentence ?? 0;
  const to = view.clauses[last]?.sentence ?? 0;
  const crossings = to - from + (to > from && startsItem(view, from, to) ? 1 : 0);
  const score =
    (inner + tally.order.total) / known +
    WEIGHT.fit * fit +
    WEIGHT.near * near +
    WEIGHT.retrieval * view.retrieval -
    (WEIGHT.length * lengthOf(view, first, last)) / 100 -
    WEIGHT.boundary * crossings -
    (tally.isTitle || (tally.isApparatus && !isNamedByHeading(part)) ? WEIGHT.apparatus : 0) -
    (OWN_TERM.test(text) && !ASKS_OWN_TERM.test(part.text) ? WEIGHT.ownTerm : 0);
  const coverage = (inner + tally.around.total) / all;
  const fits = fit > 0 && needs.every((need) => need.test(text));
  return {
    ...range,
    score,
    coverage,
    innerCoverage: inner / all,
    matched,
    near,
    fits,
    titled: found.titled,
    ...document,
  };
}

/** Whether a window runs on into the next item of a list, from elsewhere than what announces it. */
function startsItem(view: PassageView, from: number, to: number): boolean {
  return view.roles[to]?.mark !== "" && view.roles[to]?.scope !== from;
}

/** Headings name things and those in charge of them; they answer no other question. */
function isNamedByHeading({ asked }: QuestionPart): boolean {
  return asked.kind === "name" || asked.kind === "who";
}

/** Shown characters from the first clause's start to the last one's end. */
export function lengthOf(view: PassageView, first: number, last: number): number {
  return (view.clauses[last]?.end ?? 0) - (view.clauses[first]?.start ?? 0);
}
