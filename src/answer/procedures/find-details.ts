import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { contentWords } from "../question/content-words.ts";
import { askedFields } from "./asked-fields.ts";
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
  "timeLimit",
  "result",
];
/** Least share of the question's words, beside the item's name, that a detail must hold. */
const LEAST_SHARE = 0.6;
/** What a word weighs that the guide says nowhere: people wrap a question in such words. */
const UNSAID = 0.6;
const SHORTEST_WORD = 2;
/** What everybody comes to a guide for: it stands in many a value, and asks for none of them. */
const DOING = /^(?:办理|申请|申办|申领|领取)$/;
/** Share of a word's pairs of characters from which it is one of the item's name. */
const MOSTLY = 0.6;
const NEARNESS = 0.001;
/** What a value gains that holds a figure where one is asked for, or a consequence where that is asked. */
const FITTING = 0.2;
const ASKS_FIGURE = /多久|多少|几(?:个?月|年|天|次|趟|块)|多长时间/;
const HOLDS_FIGURE = /[0-9一二三四五六七八九十百]\s{0,3}(?:个?工作日|个?月|年|日|天|次|元|%|周岁|小时)/;
const ASKS_CONSEQUENCE = /会(?:怎么样|怎样|咋样|如何)|什么后果|有影响/;
const HOLDS_CONSEQUENCE = /视为|中止|失效|作废|责令|罚款|不予|终止|撤销|注销/;
/** Values so near to the best of their field are told with it. */
const EQUAL = 0.05;
/** Lists that are told whole: one material of several is no answer. */
const WHOLE: readonly string[] = ["materials", "conditions", "steps"];

/** Whether a field is a list that is told whole. */
export function isList({ key }: ProcedureField): boolean {
  return WHOLE.includes(key);
}

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
  const isFitting = (value: string) =>
    (ASKS_FIGURE.test(folded) && HOLDS_FIGURE.test(value)) ||
    (ASKS_CONSEQUENCE.test(folded) && HOLDS_CONSEQUENCE.test(value));
  const score = (value: string) => {
    const text = fold(value);
    const held = scoreValue(text, words, weights);
    if (held === 0) return 0;
    return held / total + NEARNESS * sharedPairs(text, words) + (isFitting(value) ? FITTING : 0);
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
    .filter(({ text }) => text.length >= SHORTEST_WORD && !DOING.test(text))
    .filter(({ text }) => !isKnown(text, known) && !asksField(text, lexicon))
    .map(({ text, start, end }) => [
      text,
      ...official.filter((one) => one.start <= start && end <= one.end).map((one) => fold(one.official)),
    ]);
}

/** Whether a word asks for a field (材料), and so stands in many a value. */
function asksField(word: string, lexicon: Lexicon): boolean {
  return askedFields(word, lexicon).keys.some((key) => key !== "conditions");
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
  if (isList(field)) return field;
  const isQuestion = (value: string) => /^(?:问|q)\s?[：:.、]/i.test(value) || /[？?]$/.test(value);
  const told = field.values.filter((_, at) => {
    const above = field.values[at - 1] ?? "";
    return near.includes(at) || (field.key === "questions" && near.includes(at - 1) && isQuestion(above));
  });
  return partOfField(document, field, told);
}
