import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { answerAbsence } from "../registers/answer-absence.ts";
import { answerRows } from "../registers/answer-rows.ts";
import { answerWhole } from "../registers/answer-whole.ts";
import { readListQuestion } from "../registers/read-question.ts";

/**
 * Answers from the rows of lists: what a list says of an entry, how many entries it has, what differs between
 * two editions, and that a complete edition does not have an entry. Leaves everything else to the next step.
 */
export async function answerFromRegisters(draft: Draft, context: AnswerContext): Promise<boolean> {
  const question = draft.understood;
  if (!question) return false;
  const index = await context.registers(context.corpus, draft.request.audience);
  if (index.editions.length === 0) return false;
  const mended = readListQuestion(draft, question, context, index);
  const read =
    mended.hits.length > 0 ? readListQuestion(draft, asTyped(question, draft), context, index) : mended;
  const request = { draft, question, context, index, read };
  return (
    (await answerRows(request)) || (await answerWhole(request)) || (await answerAbsence(request, "sure"))
  );
}

/**
 * The question as it was typed, where a slip was mended: an entry's name that was typed otherwise is asked back.
 * What was spelt in letters stays as it was read.
 */
function asTyped(question: UnderstoodQuestion, { screened }: Draft): UnderstoodQuestion {
  const typed = fold(screened.text.normalize("NFC"));
  if (question.mended === null || question.isFollowUp || /[a-z]/.test(typed)) return question;
  return { ...question, own: typed, folded: typed };
}
