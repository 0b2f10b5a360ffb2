import { viewPassages } from "../../src/answer/evidence/passage-view.ts";
import { scoreWindows, type Window } from "../../src/answer/evidence/score-windows.ts";
import type { RankedPart } from "../../src/answer/evidence/statement.ts";
import { splitParts } from "../../src/answer/question/split-parts.ts";
import type { QuestionPart } from "../../src/answer/question/understood-question.ts";
import type { Document } from "../../src/domain.ts";
import { sampleDocument, samplePassage } from "./sample-documents.ts";

/** The first clause of a document as the evidence steps see it. */
export function firstClause(document: Document): Window {
  const found = { passage: samplePassage(document), document, score: 1, lexical: 1, cosine: null };
  const [view] = viewPassages([found]);
  const [part] = splitParts({ folded: "改革", mentions: [], years: [] });
  const anything = { texts: [""], weight: 1, isKnown: true };
  const window = view && part && scoreWindows([view], part, [anything])[0];
  if (!window) throw new Error("a document with a clause");
  return window;
}

/** All of a text as one window. */
export function windowOf(text: string): Window {
  const window = firstClause(sampleDocument({ id: "one", text }));
  return { ...window, last: window.view.clauses.length - 1 };
}

/** A folded question of one part. */
export function partOf(question: string): QuestionPart {
  const [part] = splitParts({ folded: question, mentions: [], years: [] });
  if (!part) throw new Error("a question with a part");
  return part;
}

/** A part for which nothing was found, asked without a place. */
export function rankedOf(part: QuestionPart): RankedPart {
  return { part, place: null, terms: [], views: [], windows: [], otherYears: [], elsewhere: [] };
}
