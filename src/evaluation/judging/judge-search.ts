import type { Found } from "../judged.ts";
import type { SuiteItem } from "../suite.ts";
import { findAll } from "./answer-text.ts";
import type { ReadDocument } from "./known-document.ts";

/** Passages that a search is judged by. */
export const SEARCHED = 10;

/** A passage found, as a range of the stored text. */
export interface FoundPassage {
  documentId: string;
  start: number;
  end: number;
}

/** The first ten passages for a question, best first. */
export type SearchFor = (query: string, item: SuiteItem) => Promise<FoundPassage[]>;

type Matches = (passage: FoundPassage) => boolean;

/** Where the search finds what the item expects; null where it names nothing to find. */
export async function judgeSearch(
  item: SuiteItem,
  query: string,
  search: SearchFor,
  readDocument: ReadDocument,
): Promise<Found | null> {
  const targets = await findTargets(item, readDocument);
  if (targets.length === 0) return null;
  const passages = (await search(query, item)).slice(0, SEARCHED);
  const first = passages.findIndex((passage) => targets.some((matches) => matches(passage)));
  const hits = targets.filter((matches) => passages.some(matches)).length;
  return { rank: first < 0 ? null : first + 1, hits, expected: targets.length };
}

/** Expected passages where they are named, otherwise any passage of an expected document. */
async function findTargets(item: SuiteItem, readDocument: ReadDocument): Promise<Matches[]> {
  const quotes = item.passages.length > 0 ? item.passages : item.gold_quote;
  if (quotes.length === 0) {
    const documents = item.gold_doc.length > 0 ? item.gold_doc : item.procedure;
    return documents.map(
      (id) =>
        ({ documentId }) =>
          documentId === id,
    );
  }
  return Promise.all(
    quotes.map(async ({ doc, raw }) => {
      const spans = findAll((await readDocument(doc))?.text ?? "", raw);
      return ({ documentId, start, end }: FoundPassage) =>
        documentId === doc && spans.some((span) => start < span.end && span.start < end);
    }),
  );
}
