import type { Citation, Document, Region } from "../../domain.ts";
import type { RegionTable } from "../../language/regions.ts";
import { createCitations } from "../citations.ts";
import type { Draft } from "../draft.ts";
import { answerLength } from "../evidence/extract.ts";
import type { VerifiedSentence } from "./verify-sentence.ts";

/** An answer's text as it grows, sentence by sentence. */
export interface GeneratedText {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly documents: readonly Document[];
  /** Adds a sentence with its marks; false when it does not fit any more or can't be cited. */
  add(sentence: VerifiedSentence): Promise<boolean>;
}

/** An empty text of at most `longest` characters; sentences name their place where the question does not. */
export function createGeneratedText(draft: Draft, regions: RegionTable, longest: number): GeneratedText {
  const { citations, cite } = createCitations(draft.settings, draft.today);
  const documents: Document[] = [];
  const isNamed = (draft.understood?.places.length ?? 0) === 1;
  let text = "";
  return {
    get text() {
      return text;
    },
    citations,
    documents,
    async add({ text: words, evidence }) {
      const own = evidence.map(({ source }) => source.document);
      const label = isNamed ? "" : labelOf(words, own, documents.at(-1), regions);
      if (answerLength(text) + answerLength(label + words) + 1 > longest) return false;
      const numbers: number[] = [];
      for (const { source, range } of evidence) {
        const number = await cite({ document: source.document, passage: source.passage, range });
        if (number !== null && !numbers.includes(number)) numbers.push(number);
      }
      if (numbers.length === 0) return false;
      text += `${label}${words}${numbers.map((number) => `[${number}]`).join("")}。`;
      documents.push(...own);
      return true;
    },
  };
}

/** The place of a sentence's document, unless the sentence names it or the one before was of the same document. */
function labelOf(
  words: string,
  documents: readonly Document[],
  previous: Document | undefined,
  regions: RegionTable,
): string {
  const [document] = documents;
  if (!document?.region || documents.some(({ id }) => id !== document.id)) return "";
  if (previous?.id === document.id || namesRegion(words, document.region, regions)) return "";
  return `${document.region.name}：`;
}

function namesRegion(words: string, region: Region, regions: RegionTable): boolean {
  return regions
    .find(words)
    .some((mention) => mention.candidates.length === 1 && mention.candidates[0]?.code === region.code);
}
