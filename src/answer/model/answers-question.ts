import type { Citation } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { findFigures } from "../../language/numerals.ts";
import { shownSpan } from "../../language/offset-map.ts";
import type { Draft } from "../draft.ts";
import { figureFit, meetsNeeds, shapeFit, wantsFigure } from "../evidence/expected-answer.ts";
import type { QuestionPart } from "../question/understood-question.ts";
import type { FoundEvidence, VerifiedSentence } from "./verify-sentence.ts";

/**
 * Whether a sentence answers a part of the question as the extract does: it rests on a sentence that the
 * extract quotes, and has the figure, date or shape that the part wants.
 */
export function answersPart(sentence: VerifiedSentence, part: QuestionPart, extract: Draft): boolean {
  const rests = sentence.evidence.some((found) =>
    extract.citations.some((citation) => isQuoted(found, citation)),
  );
  const folded = fold(sentence.text);
  return rests && fits(folded, part, fold(extract.text)) && meetsNeeds(folded, part.text);
}

function fits(folded: string, part: QuestionPart, extract: string): boolean {
  if (!wantsFigure(part.asked)) return shapeFit(folded, part) > 0;
  const wanted = bestFigures(extract, part);
  return findFigures(folded).some((figure) => wanted.has(figure.value) && figureFit(figure, part.asked) > 0);
}

/** Values of the extract's figures that fit the question best. */
function bestFigures(extract: string, { asked }: QuestionPart): Set<string> {
  const figures = findFigures(extract).map(({ value, ...figure }) => ({
    value,
    fit: figureFit({ value, ...figure }, asked),
  }));
  const best = Math.max(0, ...figures.map(({ fit }) => fit));
  return new Set(figures.filter(({ fit }) => fit > 0 && fit === best).map(({ value }) => value));
}

function isQuoted({ source: { document }, range }: FoundEvidence, citation: Citation): boolean {
  if (citation.documentId !== document.id) return false;
  const quoted = shownSpan(document.offsets, citation);
  return quoted.start < range.end && range.start < quoted.end;
}

/** Whether what a sentence rests on speaks of anything the question asks about. */
export function isOnSubject(sentence: VerifiedSentence, parts: readonly QuestionPart[]): boolean {
  const words = parts.flatMap((part) => [...part.words, ...part.background]).map(({ text }) => text);
  const pairs = words.flatMap((word) =>
    word.length < 3 ? [word] : Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2)),
  );
  const evidence = sentence.evidence.map(({ source: { document, passage }, range }) =>
    fold([...passage.headings, document.shown.slice(range.start, range.end)].join("\n")),
  );
  return pairs.length === 0 || pairs.some((pair) => evidence.some((text) => text.includes(pair)));
}

/** Whether sentences together leave nothing out that the extract answers: every part and every document. */
export function answersAll(sentences: readonly VerifiedSentence[], extract: Draft): boolean {
  const parts = extract.understood?.parts ?? [];
  const documents = new Set(
    sentences.flatMap(({ evidence }) => evidence.map(({ source }) => source.document.id)),
  );
  return (
    parts.every((part) => sentences.some((sentence) => answersPart(sentence, part, extract))) &&
    extract.citations.every(({ documentId }) => documents.has(documentId))
  );
}
