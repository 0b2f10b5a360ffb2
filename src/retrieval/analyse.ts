import { fold } from "../language/fold.ts";

/** A term of a question with its weight; repeated terms are one entry with the summed weight. */
export interface QueryTerm {
  /** One CJK character, two neighbouring CJK characters, or a whole latin or digit token, folded. */
  text: string;
  weight: number;
}

/** Receives the terms of a text in order. Codes are UTF-16 units of the folded text. */
export interface TermSink {
  /** A CJK character and the CJK character right before it; 0 where the run begins. */
  character(code: number, previous: number): void;
  /** A latin word or a number, whole: `12345`, `3.5` and `1,000` (as `1000`) are one token each. */
  word(text: string): void;
}

/**
 * What a question says beside its subject: question words, particles, politeness. Stripped from questions
 * only, where they would match any text that happens to ask or answer. Longer forms stand first.
 */
const QUESTION_WORDS =
  /请问一下|请问|您好|你好|谢谢|麻烦|怎么样|怎么办(?!理)|怎么|怎样|咋整|咋办|咋样|咋|如何|什么样|什么|哪些|哪里|哪儿|哪个|为什么|为何|是不是|是否|有没有|能不能|可不可以|能否|可否|吗|呢|啊|吧|呀|嘛/g;

const COMMA = 44;
const POINT = 46;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7);
}

/** Ideographs (both halves of those beyond the basic plane), kana, bopomofo and hangul. */
function isCjk(code: number): boolean {
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0x3040 && code <= 0x30ff && code !== 0x30fb) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    (code >= 0xac00 && code <= 0xd7af) ||
    (code >= 0x2e80 && code <= 0x2fdf) ||
    (code >= 0x3105 && code <= 0x312f) ||
    code === 0x3005 ||
    code === 0x3007
  );
}

function numberEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    const joins = code === COMMA || code === POINT;
    if (!isDigit(code) && !(joins && isDigit(text.charCodeAt(end + 1)))) break;
    end++;
  }
  return end;
}

function letterEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && isLetter(text.charCodeAt(end))) end++;
  return end;
}

/** Walks the terms of a folded text. Linear in its length. */
export function scanTerms(folded: string, sink: TermSink): void {
  let previous = 0;
  for (let i = 0; i < folded.length; ) {
    const code = folded.charCodeAt(i);
    if (isCjk(code)) {
      sink.character(code, previous);
      previous = code;
      i++;
      continue;
    }
    previous = 0;
    const end = isDigit(code) ? numberEnd(folded, i) : isLetter(code) ? letterEnd(folded, i) : i;
    if (end > i) sink.word(isDigit(code) ? folded.slice(i, end).replaceAll(",", "") : folded.slice(i, end));
    i = Math.max(end, i + 1);
  }
}

/** The terms of a text as strings, repeated as often as they occur: single characters, pairs, words. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  scanTerms(fold(text), {
    character(code, previous) {
      if (previous !== 0) terms.push(String.fromCharCode(previous, code));
      terms.push(String.fromCharCode(code));
    },
    word(word) {
      terms.push(word);
    },
  });
  return terms;
}

/** Adds terms to a weighted list, summing the weights of those that are there already. */
export function mergeTerms(terms: readonly QueryTerm[], more: readonly QueryTerm[]): QueryTerm[] {
  const weights = new Map(terms.map((term) => [term.text, term.weight]));
  for (const { text, weight } of more) weights.set(text, (weights.get(text) ?? 0) + weight);
  return [...weights].map(([text, weight]) => ({ text, weight }));
}

/** Every term of a text once, weighted by how often it occurs times `weight`. */
export function weighTerms(text: string, weight = 1): QueryTerm[] {
  return mergeTerms(
    [],
    termsOf(text).map((term) => ({ text: term, weight })),
  );
}

/** The question without its question words, folded; the question itself where nothing else is left. */
export function stripQuestionWords(question: string): string {
  const folded = fold(question);
  const stripped = folded.replace(QUESTION_WORDS, " ");
  return termsOf(stripped).length > 0 ? stripped : folded;
}

/** The terms of a question, question words stripped. Empty when the question holds no word at all. */
export function analyseQuestion(question: string): QueryTerm[] {
  return weighTerms(stripQuestionWords(question));
}
