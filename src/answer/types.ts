import type { Answer, AskRequest, Citation } from "../domain.ts";

/**
 * What happens while an answer is made, in this order: status, citations, text, outcome. A model's sentences
 * come one by one, each with its citations before it.
 */
export type AnswerEvent =
  | { type: "status"; status: "searching" | "writing"; found: number }
  | { type: "citation"; citation: Citation }
  | { type: "text"; delta: string }
  | { type: "outcome"; answer: Answer };

export interface AskOptions {
  signal?: AbortSignal;
  onEvent?: (event: AnswerEvent) => void;
}

/** Answers one question: cited, or refused in plain words. Throws only for input that breaks the contract. */
export type AnswerQuestion = (request: AskRequest, options?: AskOptions) => Promise<Answer>;
