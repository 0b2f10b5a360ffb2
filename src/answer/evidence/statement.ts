import type { AskedPlace, QuestionPart } from "../question/understood-question.ts";
import type { Window } from "./score-windows.ts";

/** A window chosen to answer one part of the question for one place. */
export interface Statement {
  window: Window;
  part: QuestionPart;
  place: AskedPlace | null;
}
