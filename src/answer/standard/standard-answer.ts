import type { Audience, Day, Region } from "../../domain.ts";

/** Where an approved answer comes from: a document of the index, and words that stand in it. */
export interface StandardSource {
  documentId: string;
  /** Stands word for word in the document's text. */
  quote: string;
}

/** An answer that people approved for questions as they are asked. */
export interface StandardAnswer {
  id: string;
  /** Ways the question is asked; the first one names the entry. */
  questions: string[];
  /** Plain text without marks. */
  answer: string;
  /** Empty only where `explainedBy` names who answers for the text. */
  sources: StandardSource[];
  /** 人工解释: the office that answers for a text which its sources do not say; null where they do. */
  explainedBy: string | null;
  /** Who keeps the entry right. */
  owner: string;
  reviewedAt: Day;
  /** Last day on which it may be used. */
  expires: Day;
  /** Where it holds; empty: where its sources hold, without sources everywhere. */
  regions: Region[];
  /** Whether it also answers who names a place, wherever that lies. */
  isEverywhere: boolean;
  audience: Audience;
  /** Whether it came with the program. */
  isShipped: boolean;
  /** Line of the file on which the entry begins, counted from 1. */
  line: number;
}

/** Why an entry is not used, for whoever wrote it. */
export interface StandardProblem {
  /** Line of the file, counted from 1. */
  line: number;
  /** Id of the entry, or its position where it has none. */
  entry: string;
  message: string;
}

/** The approved answers that are in use now. The object changes exactly when its content does. */
export interface StandardAnswers {
  entries: readonly StandardAnswer[];
  problems: readonly StandardProblem[];
}

export const NO_STANDARD_ANSWERS: StandardAnswers = { entries: [], problems: [] };

/** Folder of the documents that hold explanations; no file of the index has an id with this beginning. */
const FOLDER = "standard-answers/";

/** Id of the document that an entry's explanation is cited from. */
export function explanationId({ id }: Pick<StandardAnswer, "id">): string {
  return FOLDER + id;
}

/** Whether a document is an explanation by people rather than a text of the index. */
export function isExplanation(documentId: string): boolean {
  return documentId.startsWith(FOLDER);
}

/** The entry that a document id stands for; null for every other document. */
export function entryOfExplanation(
  documentId: string,
  entries: readonly StandardAnswer[],
): StandardAnswer | null {
  if (!isExplanation(documentId)) return null;
  const id = documentId.slice(FOLDER.length);
  return entries.find((entry) => entry.id === id && entry.explainedBy !== null) ?? null;
}
