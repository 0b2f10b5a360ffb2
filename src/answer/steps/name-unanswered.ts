import type { Citation } from "../../domain.ts";
import type { Draft } from "../draft.ts";
import type { Window } from "../evidence/score-windows.ts";
import type { RankedPart, Statement } from "../evidence/statement.ts";
import { isSupported } from "../evidence/support.ts";

const LONGEST_NAME = 24;

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
  note(draft, missing, "没有找到直接写明的内容，以下只是其余部分。");
  note(draft, crowdedOut, "放不下，请单独再问。");
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

function note(draft: Draft, parts: readonly RankedPart[], words: string): void {
  if (parts.length === 0) return;
  const names = parts.map(({ part }) => `「${shorten(part.text)}」`).join("、");
  draft.notices.push({ code: "partial", text: `${names}${words}` });
}

function shorten(text: string): string {
  const plain = text.trim();
  return plain.length > LONGEST_NAME ? `${plain.slice(0, LONGEST_NAME)}…` : plain;
}
