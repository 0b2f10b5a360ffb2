import type { Citation, Day, Document, Passage, Span, Validity } from "../domain.ts";
import { shownSpan, storedSpan } from "../language/offset-map.ts";
import type { AnswerSettings } from "./settings.ts";

const SHORTEST_QUOTE = 6;

/** A range of a document's shown text that an answer rests on. */
export interface Evidence {
  document: Document;
  passage: Passage;
  /** Shown offsets. */
  range: Span;
}

/** Whether a document applies on a day, from the dates it states; `unknown` when it states none. */
export function validityOn(document: Document, day: Day): Validity {
  if (document.effectiveTo !== null && document.effectiveTo < day) return "repealed";
  // What replaces it may not have begun yet.
  if (document.supersededBy !== null && document.effectiveTo === null) return "amended";
  if (document.effectiveFrom !== null && document.effectiveFrom > day) return "not_yet_effective";
  return document.effectiveFrom === null ? "unknown" : "in_force";
}

/**
 * Numbers evidence in order of use and turns it into citations whose quote is verbatim by construction
 * and verified once more; evidence that fails the check gives no citation. The same range gets one number.
 */
export function createCitations(settings: AnswerSettings, today: Day) {
  const citations: Citation[] = [];
  return {
    citations,
    /** The number of the citation for this evidence, or null when no verbatim quote can be made. */
    async cite({ document, passage, range }: Evidence): Promise<number | null> {
      const { start, end } = widen(document, storedSpan(document.offsets, range), passage);
      return add(document, passage, { start, end }, range);
    },
    /** As `cite`, for a range of the stored text, such as a guide's field. */
    async citeStored(document: Document, passages: readonly Passage[], stored: Span): Promise<number | null> {
      const isInside = stored.start >= 0 && stored.end <= document.text.length;
      if (!isInside || document.text.slice(stored.start, stored.end).trim() === "") return null;
      // A table's row begins before its passage by the bar that the shown text leaves out.
      const holding =
        passages.find((passage) => passage.start <= stored.start && stored.start < passage.end) ??
        passages.find((passage) => passage.start < stored.end && stored.start < passage.end);
      return add(
        document,
        holding ?? { id: `${document.id}#0`, headings: [] },
        widen(document, stored, { start: 0, end: document.text.length }),
        shownSpan(document.offsets, stored),
      );
    },
  };

  async function add(
    document: Document,
    passage: Pick<Passage, "id" | "headings">,
    { start, end }: Span,
    range: Span,
  ): Promise<number | null> {
    const quote = document.text.slice(start, end);
    if (quote.trim() === "" || start < 0 || end > document.text.length) return null;
    const known = citations.find((c) => c.documentId === document.id && c.start === start && c.end === end);
    if (known) return known.number;
    const number = citations.length + 1;
    const page = pageAt(document, start);
    citations.push({
      number,
      documentId: document.id,
      passageId: passage.id,
      title: document.title,
      publisher: document.publisher,
      region: document.region?.name ?? null,
      publishedAt: document.publishedAt,
      validity: validityOn(document, today),
      url: document.url,
      sourceUrl: await settings.sourceUrl(document.id, { start, end }, document.visibility === "internal"),
      headings: passage.headings,
      ...(page === undefined ? {} : { page }),
      quote,
      shown: document.shown.slice(range.start, range.end),
      start,
      end,
    });
    return number;
  }
}

/** The page, as counted from 1, on which a stored offset stands; undefined for documents without pages. */
export function pageAt({ pages }: Pick<Document, "pages">, offset: number): number | undefined {
  return pages.findLast(({ start }) => start <= offset)?.page;
}

/** A quote too short to be looked at for itself is widened towards its passage. */
function widen(document: Document, span: Span, passage: Span): Span {
  let { start, end } = span;
  while (end - start < SHORTEST_QUOTE && (end < passage.end || start > passage.start)) {
    if (end < passage.end) end++;
    else start--;
  }
  return { start, end: Math.min(end, document.text.length) };
}
