import type { Answer } from "../../domain.ts";
import { withoutMarks } from "./answer-blocks.ts";
import { isGenerated } from "./answer-label.ts";

/** Writes a wording with its values. */
export type Say = (key: "copiedModel" | "copiedSources", values: Record<string, string>) => string;

/**
 * What stands behind a copied piece of an answer: that a model wrote it, and where it comes from. A quotation
 * carries its source alone. Empty for what has neither.
 */
export function copiedEnd(answer: Answer, say: Say, resolve: (address: string) => string): string {
  const documents = new Map(answer.citations.map((citation) => [citation.documentId, citation]));
  const sources = [...documents.values()]
    .map(({ title, url, sourceUrl }) => `《${title}》${url ?? resolve(sourceUrl)}`)
    .join("；");
  if (isGenerated(answer)) return say("copiedModel", { sources });
  return sources === "" ? "" : say("copiedSources", { sources });
}

/** A whole answer as pasted: warnings first, as on the card. */
export function copiedText(answer: Answer, say: Say, resolve: (address: string) => string): string {
  const warnings = answer.notices.map(({ text }) => text);
  return [...warnings, withoutMarks(answer.text), copiedEnd(answer, say, resolve)].filter(Boolean).join("\n");
}
