import { documentCovers, windowCovers } from "../evidence/jurisdiction.ts";
import type { RegionTable } from "../../language/regions.ts";
import type { PassageView } from "../evidence/passage-view.ts";
import { coversYears } from "../evidence/period.ts";
import { scoreWindows, type Window } from "../evidence/score-windows.ts";
import type { Statement } from "../evidence/statement.ts";
import type { Term } from "../evidence/terms.ts";
import type { AskedPlace, QuestionPart, UnderstoodQuestion } from "../question/understood-question.ts";

export interface SelectRequest {
  question: UnderstoodQuestion;
  part: QuestionPart;
  place: AskedPlace | null;
  views: readonly PassageView[];
  terms: readonly Term[];
  regions: RegionTable;
}

/** The windows that may answer a part for a place and a year, best first. */
export function rankWindows(request: SelectRequest): Window[] {
  const { part, place, views, terms, regions, question } = request;
  return views
    .flatMap((view) => scoreWindows(view, part, terms))
    .sort((a, b) => b.score - a.score)
    .filter((window) => place === null || windowCovers(window, place, regions))
    .filter((window) => coversYears(window, part.years.length > 0 || question.parts.some((other) => other.years.length > 0 && other.places.length > 0) ? part.years : question.years));
}

/** The statement that answers a part best, or null when no window may. */
export function selectStatement(request: SelectRequest): Statement | null {
  const [window] = rankWindows(request);
  return window ? { window, part: request.part, place: request.place } : null;
}

/** Whether the document itself has jurisdiction over the place. */
export function isLocal(statement: Statement, regions: RegionTable): boolean {
  return statement.place === null || documentCovers(statement.window.view.document, statement.place, regions);
}
