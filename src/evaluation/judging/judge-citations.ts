import type { Answer, Citation } from "../../domain.ts";
import { type Fault, fault } from "../fault.ts";
import type { SuiteItem } from "../suite.ts";
import { findAll } from "./answer-text.ts";
import type { ReadDocument } from "./known-document.ts";

const SHORTEST_QUOTE = 6;
/** Documents that may be cited beside the expected ones. */
const MOST_OTHERS = 1;

/** Each quote stands verbatim where it says, and is long enough to be recognised. */
export async function judgeQuotes(
  citations: readonly Citation[],
  readDocument: ReadDocument,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { documentId, number, quote, start, end } of citations) {
    const document = await readDocument(documentId);
    if (document?.text.slice(start, end) !== quote)
      faults.push(fault("quote_altered", `[${number}] ${documentId}`));
    if ([...quote].length < SHORTEST_QUOTE) faults.push(fault("quote_short", `[${number}] ${quote}`));
  }
  return faults;
}

/** Every expected document is cited, and hardly another. */
export function judgeDocuments(item: SuiteItem, answer: Answer): Fault[] {
  if (item.gold_doc.length === 0) return [];
  const cited = new Set(answer.citations.map(({ documentId }) => documentId));
  const faults = item.gold_doc.filter((id) => !cited.has(id)).map((id) => fault("document_missing", id));
  const others = [...cited].filter((id) => !item.gold_doc.includes(id));
  return others.length > MOST_OTHERS ? [...faults, fault("documents_other", others.join("、"))] : faults;
}

/** A quote overlaps the expected evidence. */
export async function judgeEvidence(
  item: SuiteItem,
  answer: Answer,
  readDocument: ReadDocument,
): Promise<Fault[]> {
  if (item.gold_quote.length === 0) return [];
  for (const { doc, raw } of item.gold_quote) {
    const expected = findAll((await readDocument(doc))?.text ?? "", raw);
    const cited = answer.citations.filter(({ documentId }) => documentId === doc);
    if (expected.some((span) => cited.some(({ start, end }) => start < span.end && span.start < end)))
      return [];
  }
  return [fault("evidence_missed")];
}
