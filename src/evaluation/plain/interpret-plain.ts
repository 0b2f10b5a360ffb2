import type { Answer, Citation, Outcome } from "../../domain.ts";
import { expectationOf } from "../expectation.ts";
import { normalise } from "../judging/answer-text.ts";
import { judgeKeys, judgeSpan } from "../judging/judge-text.ts";
import type { KnownDocument, ReadDocument } from "../judging/known-document.ts";
import type { SuiteItem } from "../suite.ts";
import { asksBack, declines } from "./declining-words.ts";

/** Reads out of the text alone what an answer is, and which of the expected documents it names. */
export async function interpretPlain(
  item: SuiteItem,
  answer: Answer,
  readDocument: ReadDocument,
): Promise<Answer> {
  const named = await Promise.all(
    item.gold_doc.map(async (id) => {
      const document = await readDocument(id);
      return document && names(answer.text, document) ? [{ ...NAMED, ...document, documentId: id }] : [];
    }),
  );
  const { messageId, conversationId, question, text, generatedBy, versions, tookMs } = answer;
  return {
    messageId,
    conversationId,
    question,
    outcome: readOutcome(item, text),
    text,
    citations: named.flat(),
    notices: [],
    generatedBy,
    versions,
    tookMs,
  };
}

/** What holds every expected word is an answer, however it begins. */
function readOutcome(item: SuiteItem, text: string): Outcome {
  const namesWords = item.answer_keys.length > 0 || item.span !== undefined;
  if (expectationOf(item) === "answer" && namesWords) {
    if (judgeKeys(item, text).length + judgeSpan(item, text).length === 0) return "answered";
  }
  if (asksBack(text)) return "clarify";
  return declines(text) ? "no_source" : "answered";
}

/** Whether the text gives the document's title or address. */
function names(text: string, { title, url }: KnownDocument): boolean {
  return normalise(text).includes(normalise(title)) || (url !== null && text.includes(url));
}

/** A document named without a quote. */
const NAMED: Omit<Citation, "documentId" | "title" | "url"> = {
  number: 0,
  passageId: "",
  publisher: null,
  region: null,
  publishedAt: null,
  validity: "unknown",
  sourceUrl: "",
  headings: [],
  quote: "",
  shown: "",
  start: 0,
  end: 0,
};
