import { viewPassages } from "../../src/answer/evidence/passage-view.ts";
import { scoreWindows, type Window } from "../../src/answer/evidence/score-windows.ts";
import { splitParts } from "../../src/answer/question/split-parts.ts";
import type { Document } from "../../src/domain.ts";
import { samplePassage } from "./sample-documents.ts";

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
