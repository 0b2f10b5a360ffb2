import type { Span } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { RegionTable } from "../../language/regions.ts";
import { checkAgainst, type EvidenceText } from "../evidence/check-statement.ts";
import { narrowestPlaces, windowCovers } from "../evidence/jurisdiction.ts";
import { viewPassages } from "../evidence/passage-view.ts";
import { coversYears } from "../evidence/period.ts";
import type { ClauseRange } from "../evidence/score-windows.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { findQuote } from "./find-quote.ts";
import { HIDDEN, type ModelSource } from "./model-sources.ts";
import { speaksToMachines } from "./planted-text.ts";
import type { ReplySentence } from "./read-reply.ts";

/** Sentences of a source that a sentence of the model rests on; the range is in the document's shown text. */
export interface FoundEvidence {
  source: ModelSource;
  range: Span;
}

/** A sentence of the model that its evidence bears out. */
export interface VerifiedSentence {
  /** Without its end mark. */
  text: string;
  evidence: FoundEvidence[];
}

export interface VerifyContext {
  question: UnderstoodQuestion;
  sources: readonly ModelSource[];
  regions: RegionTable;
}

/** Letters, digits and the marks of plain Chinese prose: no markup, no brackets of links, no code. */
const PLAIN = /^[\p{L}\p{N}\s，。、；：？！“”‘’「」（）《》〈〉〔〕—…·%‰℃,.;:?!'"()+\-/~～×]+$/u;
const ADDRESS = /:\/\/|www\.|[a-z0-9-]+\.[a-z]{2,}/i;
const END = /[。.；;，,！!…\s]+$/;
const LONGEST = 400;

/**
 * Verifies a sentence before anyone sees it: plain text, each quote verbatim in the source it names, said of
 * the asked place and year, and entailed by the quoted sentences. Null for one that fails anything.
 */
export function verifySentence(reply: ReplySentence, context: VerifyContext): VerifiedSentence | null {
  if (reply.text.length > LONGEST || reply.text.search(HIDDEN) >= 0) return null;
  const text = reply.text.replace(END, "");
  if (text === "" || !PLAIN.test(text) || ADDRESS.test(fold(text))) return null;
  const evidence = reply.quotes.flatMap((quote) => locate(quote, context.sources));
  const fitting = evidence.filter((found) => isOfAskedPlaceAndYear(found, context));
  if (fitting.length === 0) return null;
  const check = checkAgainst(text, fitting.map(toEvidenceText));
  const used = fitting.filter((_, index) => check.usedTexts.includes(index));
  if (!check.ok || used.length === 0 || !showsFigures(text, used, context.question)) return null;
  return { text, evidence: used };
}

function locate(quote: ReplySentence["quotes"][number], sources: readonly ModelSource[]): FoundEvidence[] {
  const source = sources.find(({ number }) => number === quote.number);
  const span = source && findQuote(source.passage.shown, quote.text);
  if (!source || !span) return [];
  const { shown, shownStart } = source.passage;
  if (speaksToMachines(shown.slice(span.start, span.end))) return [];
  return [{ source, range: { start: shownStart + span.start, end: shownStart + span.end } }];
}

/** The same rules of place and year that the extract's own sentences were chosen by. */
function isOfAskedPlaceAndYear(found: FoundEvidence, { question, regions }: VerifyContext): boolean {
  const window = clausesOf(found);
  if (!window) return false;
  const places = narrowestPlaces(question.places, regions);
  const covers = places.length === 0 || places.some((place) => windowCovers(window, place, regions));
  return covers && coversYears(window, question.years);
}

function clausesOf({ source: { document, passage }, range }: FoundEvidence): ClauseRange | null {
  const [view] = viewPassages([{ document, passage, score: 1, lexical: 1, cosine: null }]);
  const isTouched = (clause: Span) => clause.start < range.end && range.start < clause.end;
  const first = view?.clauses.findIndex(isTouched) ?? -1;
  if (!view || first < 0) return null;
  const last = view.clauses.findLastIndex(isTouched);
  return { view, first, last };
}

/** The evidence with what its document says of itself; figures of a heading stand in no quote, so they are out. */
function toEvidenceText({ source: { document, passage }, range }: FoundEvidence): EvidenceText {
  const headings = passage.headings.join(" ").replace(/\d+/g, "");
  return {
    text: document.shown.slice(range.start, range.end),
    frame: `《${document.title}》 ${document.region?.name ?? ""} ${headings}`,
    before: document.shown.slice(passage.shownStart, range.start),
  };
}

/** Whether every figure of the sentence stands in what is shown with it: quotes, titles or the question. */
function showsFigures(
  text: string,
  evidence: readonly FoundEvidence[],
  question: UnderstoodQuestion,
): boolean {
  const shown = evidence.map(({ source: { document }, range }) =>
    [document.shown.slice(range.start, range.end), document.title, document.publishedAt ?? ""].join("\n"),
  );
  const known = new Set(figuresOf([...shown, question.text].join("\n")));
  return figuresOf(text).every((figure) => known.has(figure));
}

function figuresOf(text: string): string[] {
  return fold(text).match(/\d+(?:\.\d+)?/g) ?? [];
}
