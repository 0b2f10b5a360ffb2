import type { Audience, Document, Passage, Span } from "../../domain.ts";
import { storedSpan } from "../../language/offset-map.ts";
import type { Corpus } from "../../retrieval/corpus.ts";
import type { StandardAnswer } from "./standard-answer.ts";

/** A source of an approved answer as it stands in the index now. */
export interface FoundQuote {
  document: Document;
  passages: Passage[];
  /** Range in the stored text. */
  stored: Span;
}

/**
 * The quotes of an entry where they stand in the documents; null when one of them does not, or the audience may
 * not see its document: then the entry has lost its source.
 */
export async function findQuotes(
  { sources }: Pick<StandardAnswer, "sources">,
  corpus: Corpus,
  audience: Audience,
): Promise<FoundQuote[] | null> {
  const found: FoundQuote[] = [];
  for (const { documentId, quote } of sources) {
    const document = await corpus.document(documentId, audience);
    const stored = document && findQuote(document, quote);
    if (!document || !stored) return null;
    found.push({ document, passages: await corpus.passages(documentId, audience), stored });
  }
  return found;
}

/** As stored, or else as shown to readers, who copy quotes from there. */
function findQuote({ text, shown, offsets }: Document, quote: string): Span | null {
  const start = text.indexOf(quote);
  if (start >= 0) return { start, end: start + quote.length };
  const at = shown.indexOf(quote);
  if (at < 0) return null;
  const span = storedSpan(offsets, { start: at, end: at + quote.length });
  return span.start < span.end ? span : null;
}
