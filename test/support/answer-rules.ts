import type { Answer, AskRequest, Citation, Document } from "../../src/domain.ts";
import { isAnswered } from "../../src/domain.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import { regions } from "./test-corpus.ts";

const SHORTEST_QUOTE = 6;
const CARD_LIMIT = 1200;

/** The contract on length, in characters without white space and marks. */
export const FACT = 160;
export const LIST = 400;

export interface RuleRequest extends Pick<AskRequest, "question" | "audience"> {
  history?: AskRequest["history"];
  /** Longest text of an extract: `FACT`, or `LIST` for comparisons and lists. */
  limit?: number;
}

/**
 * What is wrong with an answer whatever was asked: the promises that hold for every answer, checked with
 * none of the engine's own means. Empty when nothing is.
 */
export async function findFaults(answer: Answer, request: RuleRequest, corpus: Corpus): Promise<string[]> {
  const faults: string[] = [];
  const has = answer.citations.length > 0;
  if (isAnswered(answer.outcome) !== has) faults.push(`${answer.outcome} with ${answer.citations.length}`);
  if (answer.text.trim() === "") faults.push("no text");
  for (const citation of answer.citations) faults.push(...(await citationFaults(citation, request, corpus)));
  for (const { documentId } of answer.related ?? []) {
    if ((await corpus.document(documentId, request.audience)) === null) faults.push(`related ${documentId}`);
  }
  if (has)
    faults.push(...markFaults(answer), ...figureFaults(answer, request), ...lengthFaults(answer, request));
  return faults;
}

async function citationFaults(
  citation: Citation,
  { audience, question }: RuleRequest,
  corpus: Corpus,
): Promise<string[]> {
  const { documentId, start, end, quote } = citation;
  const document = await corpus.document(documentId, audience);
  if (document === null) return [`cites ${documentId}, which the asker may not see`];
  const faults: string[] = [];
  if (document.text.slice(start, end) !== quote) faults.push(`quote is not verbatim: ${quote}`);
  if (quote.length < Math.min(SHORTEST_QUOTE, document.text.length)) faults.push(`quote is short: ${quote}`);
  if (!coversPlaces(document, citation, question)) faults.push(`cites ${documentId} for another place`);
  return faults;
}

/**
 * Whether a document may answer for one of the places that the question names: it has jurisdiction there, or
 * the sentence around the quote names the place. True when the question names none.
 */
function coversPlaces(document: Document, { start, end }: Citation, question: string): boolean {
  const asked = regions.find(question).flatMap(({ candidates }) => candidates);
  if (asked.length === 0) return true;
  const { region, text, kind } = document;
  if (region === null && kind === "procedure") return true; // a guide without a place is nation-wide
  const sentence = region === null ? `${document.title}${text}` : sentenceAround(text, start, end);
  const named = regions.find(sentence).flatMap(({ candidates }) => candidates.map(({ code }) => code));
  return asked.some(
    ({ code }) => named.includes(code) || (region !== null && regions.covers(region.code, code)),
  );
}

function sentenceAround(text: string, start: number, end: number): string {
  const before = text.slice(0, start).search(/[^。！？；!?;\n]*$/);
  const behind = text.slice(end).search(/[。！？；!?;\n]|$/);
  return text.slice(before, end + behind);
}

/** Every mark in the text points to a citation, and every citation has its mark. */
function markFaults({ text, citations }: Answer): string[] {
  const marks = new Set([...text.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1])));
  const numbers = citations.map(({ number }) => number);
  const expected = numbers.map((_, index) => index + 1);
  if (numbers.join() !== expected.join()) return [`citations are numbered ${numbers.join()}`];
  return [...marks].sort((a, b) => a - b).join() === expected.join() ? [] : [`marks ${[...marks].join()}`];
}

/** Figures in the text that stand in no quote, title, date or question. Item numbers of a card are no figures. */
function figureFaults(answer: Answer, { question, history = [] }: RuleRequest): string[] {
  const sources = [
    question,
    ...history.map(({ text }) => text),
    ...answer.citations.flatMap((c) => [c.quote, c.shown, c.title, c.publishedAt ?? ""]),
  ];
  const known = new Set(sources.flatMap((source) => digitsOf(source)));
  const text = answer.outcome === "answered_procedure" ? answer.text.replace(/\d+\. /g, "") : answer.text;
  const unknown = digitsOf(text.replace(/\[\d+\]/g, "")).filter((figure) => !known.has(figure));
  return unknown.map((figure) => `figure ${figure} stands in no source`);
}

function digitsOf(text: string): string[] {
  return text.normalize("NFKC").match(/\d+(?:\.\d+)?/g) ?? [];
}

function lengthFaults(answer: Answer, { limit = FACT }: RuleRequest): string[] {
  const longest = answer.outcome === "answered_procedure" ? CARD_LIMIT : limit;
  const length = lengthOf(answer.text);
  return length > longest ? [`${length} characters, at most ${longest}`] : [];
}

/** Code points without white space and [n] marks. */
export function lengthOf(text: string): number {
  return [...text.replace(/\[\d+\]/g, "").replace(/\s/gu, "")].length;
}

/** Whether a text holds a key, a figure at its edge as a whole one: 9 stands not in 19, nor in 9.5. */
export function holdsKey(text: string, key: string): boolean {
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const before = /^\d/.test(key) ? "(?<!\\d|\\d\\.)" : "";
  const behind = /\d$/.test(key) ? "(?!\\d|\\.\\d)" : "";
  return new RegExp(before + escaped + behind).test(text.replace(/\[\d+\]/g, ""));
}
