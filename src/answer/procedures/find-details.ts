import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { contentWords } from "../question/content-words.ts";

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
export function findDetail(folded: string, document: Document, lexicon: Lexicon): Detail | null {
  const fields = document.procedure?.fields ?? [];
  const words = askedWords(folded, document, lexicon);
  if (words.length === 0) return null;
  const whole = fold(fields.flatMap(({ values }) => values).join("\n"));
  const weights = words.map((forms) => (forms.some((form) => whole.includes(form)) ? 1 : UNSAID));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let best: { field: ProcedureField; at: number; score: number } | null = null;
  for (const key of DETAILED) {
    for (const field of fields.filter((one) => one.key === key)) {
      for (const [at, value] of field.values.entries()) {
        const folded = fold(value);
        const score = scoreValue(folded, words, weights) / total + NEARNESS * sharedPairs(folded, words);
        if (score > (best?.score ?? 0)) best = { field, at, score };
      }
    }
  }
  if (best === null || best.score < LEAST_SHARE) return null;
  return { field: detailOf(document, best.field, best.at), of: best.field, score: best.score };
}

/** The words of a question that say neither the item nor how one asks, each with its official form. */
function askedWords(folded: string, document: Document, lexicon: Lexicon): string[][] {
  const names = [document.title, document.procedure?.name ?? "", ...(document.procedure?.aliases ?? [])];
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

/** One value as a field: a question of 常见问题 brings the answer below it. */
function detailOf(document: Document, field: ProcedureField, at: number): ProcedureField {
  if (WHOLE.includes(field.key)) return field;
  const value = field.values[at] ?? "";
  const next = field.values[at + 1] ?? "";
  const isQuestion =
    field.key === "questions" && (/^(?:问|q)\s?[：:.、]/i.test(value) || /[？?]$/.test(value));
  const values = isQuestion && next !== "" ? [value, next] : [value];
  const start = document.text.indexOf(value, field.start);
  const last = values.at(-1) ?? value;
  const end = document.text.indexOf(last, start) + last.length;
  const isWithin = start >= field.start && end <= field.end && end > start;
  return isWithin ? { ...field, values, start, end } : { ...field, values };
}
