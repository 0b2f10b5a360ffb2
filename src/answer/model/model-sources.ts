import type { Document, Passage } from "../../domain.ts";
import type { Draft } from "../draft.ts";
import { withoutPlantedText } from "./planted-text.ts";

/** A passage handed to the model under a number of its own; the model sees no id and no address. */
export interface ModelSource {
  number: number;
  document: Document;
  passage: Passage;
}

const MOST = 8;
const ADDRESS = /(?:https?:\/\/|ftp:\/\/|www\.)[^\s，。；、！？（）()【】《》"“”'’]+/gi;
/** Characters that do not show: a reader of the document does not see them, so neither does the model. */
export const HIDDEN = /[\p{Cf}\p{Variation_Selector}]|(?![\t\n\r])\p{Cc}/gu;

/** What the model may word the answer from: the passages of the documents that the extract rests on. */
export function modelSources(draft: Draft): ModelSource[] {
  const cited = new Set(draft.citations.map((citation) => citation.documentId));
  return draft.passages
    .filter(({ document }) => cited.has(document.id))
    .slice(0, MOST)
    .map(({ document, passage }, index) => ({ number: index + 1, document, passage }));
}

/** The sources as the model reads them, numbered by tokens that their own text can't contain. */
export function describeSources(sources: readonly ModelSource[], fence: string): string {
  return sources
    .map(({ number, document, passage }) => {
      const facts = [document.region?.name, document.publishedAt, ...passage.headings].filter(Boolean);
      const head = `《${document.title}》${facts.map((fact) => ` · ${fact}`).join("")}`;
      return `⟦${number}⟧ ${asData(head, fence).replaceAll("\n", " ")}\n${asData(withoutPlantedText(passage.shown), fence)}`;
    })
    .join("\n\n");
}

/** Text as data: without hidden characters, addresses, tokens of ours, and the fence that stands around it. */
export function asData(text: string, fence: string): string {
  return text
    .replace(HIDDEN, "")
    .replace(ADDRESS, "〔网址见原文〕")
    .replaceAll("⟦", "〔")
    .replaceAll("⟧", "〕")
    .replaceAll(fence, "");
}
