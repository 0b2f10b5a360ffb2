import { isAnswered } from "../../domain.ts";
import type { AnswerContext } from "../answer-context.ts";
import { type Draft, settleCanned } from "../draft.ts";

/** The last gate: an answer without a citation is not one. */
export function checkAnswer(draft: Draft, _context: AnswerContext): void {
  if (isAnswered(draft.outcome) && draft.citations.length === 0) settleCanned(draft, "no_source");
  if (!isAnswered(draft.outcome)) draft.citations = [];
}
