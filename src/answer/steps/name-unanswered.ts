import type { Citation } from "../../domain.ts";
import type { Draft } from "../draft.ts";
import type { Window } from "../evidence/score-windows.ts";
import type { RankedPart, Statement } from "../evidence/statement.ts";
import { isSupported } from "../evidence/support.ts";
import { crowdedOutNotice, missingPartsNotice } from "../part-notices.ts";

/** Says which parts of a question with several were not found, and which found no room; a part that another's words answer is neither. */
export function nameUnanswered(
  draft: Draft,
  ranked: readonly RankedPart[],
  statements: readonly Statement[],
): void {
  if (ranked.length < 2) return;
  const shown = statements.filter(({ window }) => isCited(window, draft.citations));
  const found = (part: RankedPart, among: readonly Statement[]) =>
    among.some((statement) => statement.part.text === part.part.text);
  const crowdedOut = ranked.filter((part) => found(part, statements) && !found(part, shown));
  const missing = ranked.filter(
    (part) => !found(part, statements) && !shown.some((statement) => answersAsWell(statement, part)),
  );
  if (missing.length > 0) draft.notices.push(missingPartsNotice(missing.map(({ part }) => part.text)));
  if (crowdedOut.length > 0) draft.notices.push(crowdedOutNotice(crowdedOut.map(({ part }) => part.text)));
}

function isCited({ view }: Window, citations: readonly Citation[]): boolean {
  return citations.some(({ passageId }) => passageId === view.passage.id);
}

function answersAsWell(statement: Statement, ranked: RankedPart): boolean {
  const { window } = statement;
  return ranked.windows.some(
    (other) =>
      other.view.passage.id === window.view.passage.id &&
      other.first <= window.last &&
      window.first <= other.last &&
      isSupported(other, ranked),
  );
}
