import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import type { ListQuestion } from "./list-question.ts";
import type { RegisterIndex } from "./register-index.ts";

/** A question with all that answering it from lists takes. */
export interface ListAnswerRequest {
  draft: Draft;
  question: UnderstoodQuestion;
  context: AnswerContext;
  index: RegisterIndex;
  read: ListQuestion;
}
