import type { AskedPlace, QuestionPart } from "../question/understood-question.ts";
import type { PassageView } from "./passage-view.ts";
import type { Window } from "./score-windows.ts";
import type { Term } from "./terms.ts";

/** Everything that may answer one part of the question for one place, best first. */
export interface RankedPart {
  part: QuestionPart;
  place: AskedPlace | null;
  terms: readonly Term[];
  views: readonly PassageView[];
  /** Windows that have jurisdiction and speak of the asked year. */
  windows: readonly Window[];
  /** Windows that have jurisdiction, but speak of other years than the asked one. */
  otherYears: readonly Window[];
  /** Windows of other places. */
  elsewhere: readonly Window[];
}

/** A window chosen to answer one part of the question for one place. */
export interface Statement {
  window: Window;
  part: QuestionPart;
  place: AskedPlace | null;
  terms: readonly Term[];
  /** All passages that were looked at for this part. */
  siblings: readonly PassageView[];
  /** Whether it states a figure or date otherwise than the question takes for granted. */
  corrects: boolean;
  /** Whether it only stands beside another one that is not sure by itself, where there is room. */
  isBeside: boolean;
}
