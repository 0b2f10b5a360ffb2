import type { Citation, Document } from "../../domain.ts";
import { shownSpan } from "../../language/offset-map.ts";
import { splitSentences } from "../../language/sentences.ts";
import type { Corpus } from "../../retrieval/corpus.ts";
import type { Draft } from "../draft.ts";

/** A citation with the words of its sentences that it leaves out. */
export interface CitedSentence {
  citation: Citation;
  document: Document;
  /** What its first sentence says before the cited words, and its last one behind them. */
  before: string;
  behind: string;
  /** The sentence that follows; empty where a new paragraph begins. */
  next: string;
}

/** What stands around the citations of a draft, read from the documents themselves. */
export async function readCitedSentences(
  { citations, request }: Draft,
  corpus: Corpus,
): Promise<CitedSentence[]> {
  const found = await Promise.all(
    citations.map(async (citation) => {
      const document = await corpus.document(citation.documentId, request.audience);
      return document ? [aroundCitation(citation, document)] : [];
    }),
  );
  return found.flat();
}

/** Farther than this nothing belongs to a sentence, in characters. */
const REACH = 600;

function aroundCitation(citation: Citation, document: Document): CitedSentence {
  const { start, end } = shownSpan(document.offsets, citation);
  const from = Math.max(0, start - REACH);
  const text = document.shown.slice(from, end + REACH);
  const spans = splitSentences(text).map((span) => ({ start: from + span.start, end: from + span.end }));
  const first = spans.find((span) => span.end > start);
  const lastIndex = spans.findLastIndex((span) => span.start < end);
  const last = spans[lastIndex];
  const following = spans[lastIndex + 1];
  const isNear = last && following && !document.shown.slice(last.end, following.start).includes("\n\n");
  return {
    citation,
    document,
    before: document.shown.slice(Math.min(first?.start ?? start, start), start),
    behind: document.shown.slice(end, Math.max(last?.end ?? end, end)),
    next: isNear ? document.shown.slice(following.start, following.end) : "",
  };
}
