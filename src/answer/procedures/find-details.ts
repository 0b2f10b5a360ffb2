import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { contentWords } from "../question/content-words.ts";
import { partOfField } from "./part-of-field.ts";

/** Fields that hold details which nobody asks for by a label, the likeliest first. */
const DETAILED = [
  "questions",
  "notes",
  "validity",
  "other",
  "special",
  "conditions",
  "materials",
  "steps",
  "fee",
];
/** Least share of the question's words, beside the item's name, that a detail must hold. */
const LEAST_SHARE = 0.6;
/** What a word weighs that the guide says nowhere: people wrap a question in such words. */
const UNSAID = 0.6;
const SHORTEST_WORD = 2;
/** Share of a word's pairs of characters from which it is one of the item's name. */
const MOSTLY = 0.6;
const NEARNESS = 0.001;
/** Values so near to the best of their field are told with it. */
const EQUAL = 0.05;
/** Lists that are told whole: one material of several is no answer. */
const WHOLE: readonly string[] = ["materials", "conditions", "steps"];

/** A value of a guide that speaks of what is asked, as a field of its own range; of a list the whole field. */
export interface Detail {
  field: ProcedureField;
  /** The field that the value stands in. */
  of: ProcedureField;
  /** Share of the question's words, beside the item's name, that it holds; 0 to 1. */
  score: number;
}

/**
 * The value that speaks of what a folded question asks beside the item's name: an answer under 常见问题, a
 * remark, a condition. Null when none holds enough of its words.
 */
export function findDetail(
  { folded, isHowTo }: { folded: string; isHowTo: boolean },
  document: Document,
  lexicon: Lexicon,
): Detail | null {
  const fields = document.procedure?.fields ?? [];
  // How it is done is asked in the words of an everyday name; any other question may ask about them.
  const own = [document.title, document.procedure?.name ?? ""];
  const names = isHowTo ? [...own, ...(document.procedure?.aliases ?? [])] : own;
  const words = askedWords(folded, names, lexicon);
  if (words.length === 0) return null;
  const whole = fold(fields.flatMap(({ values }) => values).join("\n"));
  const weights = words.map((forms) => (forms.some((form) => whole.includes(form)) ? 1 : UNSAID));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const score = (value: string) => {
    const text = fold(value);
    return scoreValue(text, words, weights) / total + NEARNESS * sharedPairs(text, words);
  };
  const scored = DETAILED.flatMap((key) => fields.filter((one) => one.key === key)).map((field) => {
    const scores = field.values.map(score);
    return { field, scores, score: Math.max(...scores) };
  });
  const best = scored.reduce<(typeof scored)[number] | null>(
    (found, one) => (one.score > (found?.score ?? 0) ? one : found),
    null,
  );
  if (best === null || best.score < LEAST_SHARE) return null;
  const near = best.scores.flatMap((value, at) => (value >= best.score - EQUAL ? [at] : []));
  return { field: detailOf(document, best.field, near), of: best.field, score: best.score };
}

/** The words of a question that say neither the item nor how one asks, each with its official form. */
function askedWords(folded: string, names: readonly string[], lexicon: Lexicon): string[][] {
  const known = new Set(names.flatMap((name) => pairs(fold(name))));
  const official = lexicon.expand(folded).filter(({ field }) => field === null);
  return contentWords(folded)
    .filter(({ text }) => text.length >= SHORTEST_WORD && !isKnown(text, known))
    .map(({ text, start, end }) => [
      text,
      ...official.filter((one) => one.start <= start && end <= one.end).map((one) => fold(one.official)),
    ]);
}

function isKnown(word: string, known: ReadonlySet<string>): boolean {
  const own = pairs(word);
  return own.filter((pair) => known.has(pair)).length >= own.length * MOSTLY;
}

/** How many pairs of the words' characters a value holds: of equal values the one with more is nearer. */
function sharedPairs(value: string, words: readonly string[][]): number {
  return words.flatMap((forms) => forms.flatMap(pairs)).filter((pair) => value.includes(pair)).length;
}

function pairs(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
}

function scoreValue(value: string, words: readonly string[][], weights: readonly number[]): number {
  return words.reduce(
    (sum, forms, at) => sum + (forms.some((form) => value.includes(form)) ? (weights[at] ?? 0) : 0),
    0,
  );
}

/** Values as a field of their own range: a question of 常见问题 brings the answer below it. */
function detailOf(document: Document, field: ProcedureField, near: readonly number[]): ProcedureField {
  if (WHOLE.includes(field.key)) return field;
  const isQuestion = (value: string) => /^(?:问|q)\s?[：:.、]/i.test(value) || /[？?]$/.test(value);
  const told = field.values.filter((_, at) => {
    const above = field.values[at - 1] ?? "";
    return near.includes(at) || (field.key === "questions" && near.includes(at - 1) && isQuestion(above));
  });
  return partOfField(document, field, told);
}
