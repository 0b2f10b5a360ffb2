import type { QuestionPart } from "../question/understood-question.ts";
import { clauseFigureFit, wantsFigure } from "./expected-answer.ts";
import type { PassageView } from "./passage-view.ts";
import type { Term } from "./terms.ts";

/** A part of the question as it is looked for in passages. */
export interface Wanted {
  part: QuestionPart;
  terms: readonly Term[];
  /** Values of figures that the question itself tells. */
  told: readonly string[];
  /** Weight of the terms that the corpus knows. */
  known: number;
}

/**
 * What a term counts that stands not in a window but around it, compared with one inside. For coverage: a
 * title that holds the whole question names the document that is asked about, and counts `named` more.
 */
export const SHARE = { sentence: 0.6, scope: 0.6, heading: 0.55, title: 0.35, named: 0.25, passage: 0.2 };
/** The same for the order of windows: what the whole document is about tells its sentences little apart. */
export const ORDER = { sentence: 0.36, scope: 0.5, heading: 0.4, title: 0.75, passage: 0.12 };

/** What of the question stands where in a passage. */
export interface Found {
  /** Per clause and per sentence: the indexes of the terms it holds. */
  clauses: number[][];
  sentences: number[][];
  /** The terms that the passage or its document's title holds. */
  held: Set<number>;
  /** Per term: what headings, title and the rest of the passage make it count, for coverage and for order. */
  around: number[];
  order: number[];
  /** Per clause: how well its figures fit, and the share of the question near the fitting one. */
  fits: number[];
  nears: number[];
  /** Share of the question that the title holds. */
  titled: number;
}

/** Makes a part of the question ready to be looked for. */
export function wantedOf(part: QuestionPart, terms: readonly Term[], told: readonly string[]): Wanted {
  return { part, terms, told, known: weightOf(terms.filter((term) => term.isKnown)) };
}

/** What terms weigh together. */
export function weightOf(terms: readonly Term[]): number {
  return sum(terms.map(({ weight }) => weight));
}

/** The sum of some numbers. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Looks for a part of the question in a passage. */
export function findTerms(view: PassageView, wanted: Wanted): Found {
  const { terms, known } = wanted;
  // Most words for the same thing stand nowhere in the passage: they are not looked for in each sentence.
  const whole = view.sentences.join("\n");
  const present = terms.map(({ texts }) => texts.filter((one) => whole.includes(one)));
  const holds = (text: string, index: number) => present[index]?.some((one) => text.includes(one)) ?? false;
  const indexesIn = (text: string) => terms.flatMap((_, index) => (holds(text, index) ? [index] : []));
  const sentences = view.sentences.map(indexesIn);
  const inPassage = new Set(sentences.flat());
  const inTitle = terms.map(({ texts }) => texts.some((one) => view.title.includes(one)));
  const titled = weightOf(terms.filter((_, index) => inTitle[index])) / known;
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
  return {
    clauses,
    sentences,
    held: new Set([...terms.keys()].filter((index) => inTitle[index] || inPassage.has(index))),
    around,
    order,
    ...findFigures(view, wanted, { clauses, sentences }),
    titled,
  };
}

type TermsByPlace = Pick<Found, "clauses" | "sentences">;

function findFigures(view: PassageView, wanted: Wanted, places: TermsByPlace): Pick<Found, "fits" | "nears"> {
  const { part, told, terms, known } = wanted;
  if (!wantsFigure(part.asked)) return { fits: [], nears: [] };
  const fits = view.clauses.map((clause) => clauseFigureFit(clause, part.asked, told));
  const nears = fits.map((fit, at) => (fit === 0 ? 0 : (fit * nearShare(view, places, terms, at)) / known));
  return { fits, nears };
}

/** What stands near a figure: in its clause, right beside, in its sentence, in what announces it. */
const NEAR = { beside: 0.5, sentence: 0.3, scope: 0.3 };

/** Weight near a clause: its own terms count fully, those around it the less the farther they stand. */
function nearShare(
  view: PassageView,
  { clauses, sentences }: TermsByPlace,
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
