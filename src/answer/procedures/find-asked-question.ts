import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { askedFields } from "./asked-fields.ts";
import { NAMED, NEAR, type ProcedureMatch } from "./match-procedure.ts";
import { partOfField } from "./part-of-field.ts";
import {
  createQuestionReader,
  type ReadQuestions,
  type Units,
  unitsOf,
  unwrap,
} from "./printed-questions.ts";

/** A question under 常见问题 with its answer, as a field of its own range. */
interface AskedQuestion {
  field: ProcedureField;
  of: ProcedureField;
  /** How near it is to the question asked, beside the item's names; 0 to 1. */
  score: number;
  /** How much the question asks beside what the item is called; 0 for one that says only the item. */
  substance: number;
  /** The part of that which the printed question says as well, beside the words for a field. */
  shared: number;
}

/** Shares of being asked the same, and of being told what was asked. */
const SAME_QUESTION = 0.55;
const SAME_ANSWER = 0.45;
/** What is left of being near where only one of the two says that something is not so. */
const OPPOSITE = 0.8;

/** Least nearness for the guide that is named, and for one that is not. */
const NEAR_OF_NAMED = 0.55;
const NEAR_OF_NAMED_FIELD = 0.7;
const NEAR_OF_OTHERS = 0.7;
/** How near a guide and its question must be together, where neither is by itself. */
const NEAR_TOGETHER = 1.05;
/** What a question must ask beside the item: a word of two characters; of a guide not named, a longer one. */
const LEAST_SUBSTANCE = 2;
const SUBSTANCE_OF_OTHERS = 3.5;
/** What a question must share with one of a guide not named: a word of two characters. */
const LEAST_SHARED = 2;

/** A question as it is compared with those that guides print. */
interface Asked {
  /** Of the words that ask for a field of any guide: 多少钱, 在哪. */
  around: Units;
  /** What it says without the names of an item, longest first. */
  beside(names: readonly string[]): { own: Units; asked: Units };
}

/** Reads a folded question once for all guides: the names of most of them do not stand in it. */
function readAsked(folded: string, lexicon: Lexicon): Asked {
  const unitsIn = remember((text: string) => unitsOf(unwrap(text)));
  const officialFor = remember((text: string) => official(text, lexicon));
  const without = (text: string, names: readonly string[]) =>
    names.reduce((rest, name) => rest.replaceAll(name, " "), text);
  const fields = lexicon.expand(folded).filter(({ field }) => field !== null);
  return {
    around: unitsIn(fields.map(({ said }) => said).join(" ")),
    beside(names) {
      const rest = without(folded, names);
      const own = unitsIn(rest);
      const meant = unitsIn(without(officialFor(rest), names));
      return { own, asked: own === meant ? own : new Map([...own, ...meant]) };
    },
  };
}

function remember<Value>(read: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const value = known.get(text) ?? read(text);
    known.set(text, value);
    return value;
  };
}

/**
 * The question of a guide's 常见问题 nearest to the one asked, both without the item's names; null where a guide
 * has none that is near at all.
 */
function findAskedQuestion(
  { around, beside }: Asked,
  { document, names }: ProcedureMatch,
  readQuestions: ReadQuestions,
): AskedQuestion | null {
  const { known, called, questions } = readQuestions(document, names);
  if (questions.length === 0) return null;
  const { own, asked } = beside(known);
  let best: { question: (typeof questions)[number]; score: number } | null = null;
  for (const question of questions) {
    const { head, whole } = question;
    const same = SAME_QUESTION * share(head, asked);
    // However much of the answer was asked for, this would be no nearer than what is there, or too far.
    if (same + SAME_ANSWER < NEAR_OF_NAMED || same + SAME_ANSWER <= (best?.score ?? 0)) continue;
    const told = Math.max(share(own, whole), share(asked, whole));
    const isOpposite = own.has("没") && !head.has("没");
    const score = (same + SAME_ANSWER * told) * (isOpposite ? OPPOSITE : 1);
    if (score > (best?.score ?? 0)) best = { question, score };
  }
  if (best === null) return null;
  const { of, values, head } = best.question;
  const substance = weightOf(own, (unit) => !called.has(unit));
  const shared = weightOf(asked, (unit) => head.has(unit) && !around.has(unit));
  return { field: partOfField(document, of, values), of, score: best.score, substance, shared };
}

function official(folded: string, lexicon: Lexicon): string {
  return lexicon
    .expand(folded)
    .filter(({ field }) => field === null)
    .reduceRight(
      (text, { start, end, official: term }) => text.slice(0, start) + fold(term) + text.slice(end),
      folded,
    );
}

/** What the units of a text that are to be counted weigh together. */
function weightOf(units: Units, counts: (unit: string) => boolean): number {
  return [...units].reduce((sum, [unit, weight]) => sum + (counts(unit) ? weight : 0), 0);
}

/** Share of a text's units, by weight, that another has. */
function share(units: Units, others: Units): number {
  let all = 0;
  let shared = 0;
  for (const [unit, weight] of units) {
    all += weight;
    if (others.has(unit)) shared += weight;
  }
  return all === 0 ? 0 : shared / all;
}

/**
 * The question of 常见问题 that answers a folded question: of the guide that is named, or else the nearest of all
 * candidates. Null where no question is near enough.
 */
export function nearestQuestion(
  folded: string,
  matches: readonly ProcedureMatch[],
  lexicon: Lexicon,
  readQuestions: ReadQuestions = createQuestionReader(),
): (AskedQuestion & { document: Document }) | null {
  const best = matches[0]?.score ?? 0;
  const isNamed = best >= NAMED;
  const { keys, isHowTo } = askedFields(folded, lexicon);
  // Whoever asks how it is done may say no more than the item; any other question says what it asks.
  const substance = isNamed ? (isHowTo ? LEAST_SUBSTANCE : 0) : SUBSTANCE_OF_OTHERS;
  const asksField = keys.some((key) => key !== "conditions");
  const least = !isNamed ? NEAR_OF_OTHERS : asksField ? NEAR_OF_NAMED_FIELD : NEAR_OF_NAMED;
  const asked = readAsked(folded, lexicon);
  const found = matches
    .filter(({ score }) => !isNamed || best - score < NEAR)
    .flatMap((match) => {
      const { document, score } = match;
      const question = findAskedQuestion(asked, match, readQuestions);
      if (question === null) return [];
      // 多少钱 is asked of everything: by itself it leads to no guide that nobody named.
      const isAbout = isNamed || question.shared >= LEAST_SHARED;
      const isAsked = isAbout && question.substance >= substance && question.score >= least;
      const isTogether = !isHowTo && !asksField && question.score >= NEAR_OF_NAMED;
      return isAsked || (isTogether && score + question.score >= NEAR_TOGETHER)
        ? [{ ...question, document }]
        : [];
    })
    .sort((a, b) => b.score - a.score);
  return found[0] ?? null;
}
