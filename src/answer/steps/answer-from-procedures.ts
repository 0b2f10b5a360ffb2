import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";

/** Answers from the fields of a service guide when the question is about one. */
export async function answerFromProcedures(_draft: Draft, _context: AnswerContext): Promise<boolean> {
  return false;
}
