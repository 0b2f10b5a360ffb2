import type { QuestionPart } from "../question/understood-question.ts";
import { clauseFigureFit, needsOf, shapeFit, wantsFigure } from "./expected-answer.ts";
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
}

/**
 * What a term counts that stands not in a window but around it, compared with one inside. For coverage: a
 * title that holds the whole question names the document that is asked about, and counts `named` more.
 */
const SHARE = { sentence: 0.6, scope: 0.6, heading: 0.55, title: 0.35, named: 0.25, passage: 0.2 };
/** The same for the order of windows: what the whole document is about tells its sentences little apart. */
const ORDER = { sentence: 0.36, scope: 0.5, heading: 0.4, title: 0.75, passage: 0.12 };
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

/** What of the question stands where in a passage. */
interface Found {
  /** Per clause and per sentence: the indexes of the terms it holds. */
  clauses: number[][];
  sentences: number[][];
  /** Per term: what headings, title and the rest of the passage make it count, for coverage and for order. */
  around: number[];
  order: number[];
  /** Per clause: how well its figures fit, and the share of the question near the fitting one. */
  fits: number[];
  nears: number[];
  titled: number;
}

/** All windows of a passage up to `MAX_WINDOW` characters, scored for one part of the question. */
export function scoreWindows(
  view: PassageView,
  part: QuestionPart,
  terms: readonly Term[],
  told: readonly string[] = [],
): Window[] {
  const known = sum(terms.filter((term) => term.isKnown).map((term) => term.weight));
  if (known === 0) return [];
  const all = sum(terms.map((term) => term.weight));
  const found = findTerms(view, part, terms, told, known);
  const scoring = { view, part, needs: needsOf(part.text), terms, known, all, found };
  return view.clauses.flatMap((_, first) => windowsFrom(first, scoring));
}

interface Scoring {
  view: PassageView;
  part: QuestionPart;
  /** What each window must hold to fit the question. */
  needs: readonly RegExp[];
  terms: readonly Term[];
  found: Found;
  known: number;
  all: number;
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
  const { view, terms, found } = scoring;
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
    if (!clause) break;
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
  { view, part, needs, known, all, found }: Scoring,
): Window {
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
  return { ...range, score, coverage, innerCoverage: inner / all, matched, near, fits, titled: found.titled };
}

/** Whether a window runs on into the next item of a list, from elsewhere than what announces it. */
function startsItem(view: PassageView, from: number, to: number): boolean {
  return view.roles[to]?.mark !== "" && view.roles[to]?.scope !== from;
}

/** Headings name things and those in charge of them; they answer no other question. */
function isNamedByHeading({ asked }: QuestionPart): boolean {
  return asked.kind === "name" || asked.kind === "who";
}

function findTerms(
  view: PassageView,
  part: QuestionPart,
  terms: readonly Term[],
  told: readonly string[],
  known: number,
): Found {
  // Most words for the same thing stand nowhere in the passage: they are not looked for in each sentence.
  const whole = view.sentences.join("\n");
  const present = terms.map(({ texts }) => texts.filter((one) => whole.includes(one)));
  const holds = (text: string, index: number) => present[index]?.some((one) => text.includes(one)) ?? false;
  const indexesIn = (text: string) => terms.flatMap((_, index) => (holds(text, index) ? [index] : []));
  const sentences = view.sentences.map(indexesIn);
  const inPassage = new Set(sentences.flat());
  const inTitle = terms.map(({ texts }) => texts.some((one) => view.title.includes(one)));
  const titled = sum(terms.map(({ weight }, index) => (inTitle[index] ? weight : 0))) / known;
  const around = terms.map(({ texts, weight }, index) => {
    if (texts.some((one) => view.headings.includes(one))) return SHARE.heading * weight;
    if (inTitle[index]) return (SHARE.title + SHARE.named * Math.min(1, titled)) * weight;
    return inPassage.has(index) ? SHARE.passage * weight : 0;
  });
  const order = terms.map(({ texts, weight }, index) => {
    if (inTitle[index]) return ORDER.title * weight;
    if (texts.some((one) => view.headings.includes(one))) return ORDER.heading * weight;
    return inPassage.has(index) ? ORDER.passage * weight : 0;
  });
  // A clause holds no term that its sentence does not hold.
  const clauses = view.clauses.map((clause) =>
    (sentences[clause.sentence] ?? []).filter((index) => holds(clause.folded, index)),
  );
  const fits = wantsFigure(part.asked)
    ? view.clauses.map((clause) => clauseFigureFit(clause, part.asked, told))
    : [];
  const nears = fits.map((fit, at) =>
    fit === 0 ? 0 : (fit * nearShare(view, { clauses, sentences }, terms, at)) / known,
  );
  return { clauses, sentences, around, order, fits, nears, titled };
}

/** What stands near a figure: in its clause, right beside, in its sentence, in what announces it. */
const NEAR = { beside: 0.5, sentence: 0.3, scope: 0.3 };

/** Weight near a clause: its own terms count fully, those around it the less the farther they stand. */
function nearShare(
  view: PassageView,
  { clauses, sentences }: Pick<Found, "clauses" | "sentences">,
  terms: readonly Term[],
  at: number,
): number {
  const sentence = view.clauses[at]?.sentence ?? -1;
  const isBeside = (other: number) => view.clauses[other]?.sentence === sentence;
  const beside = [at - 1, at + 1].filter(isBeside).flatMap((other) => clauses[other] ?? []);
  const counted = new Map<number, number>();
  const count = (indexes: readonly number[], share: number) => {
    for (const index of indexes) if (!counted.has(index)) counted.set(index, share);
  };
  count(clauses[at] ?? [], 1);
  count(beside, NEAR.beside);
  count(sentences[sentence] ?? [], NEAR.sentence);
  count(sentences[view.roles[sentence]?.scope ?? -1] ?? [], NEAR.scope);
  return sum([...counted].map(([index, share]) => share * (terms[index]?.weight ?? 0)));
}

/** Shown characters from the first clause's start to the last one's end. */
export function lengthOf(view: PassageView, first: number, last: number): number {
  return (view.clauses[last]?.end ?? 0) - (view.clauses[first]?.start ?? 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
