import type { Window } from "./score-windows.ts";
import type { RankedPart } from "./statement.ts";
import type { Term } from "./terms.ts";
import { surroundingsOf } from "./window-text.ts";

/** Whether anything that a window and its surroundings share with the question is more than a single character. */
export function holdsWord(window: Window, { terms }: Pick<RankedPart, "terms">): boolean {
  const text = surroundingsOf(window);
  return terms.some((term) => ownText(term).length > 1 && isIn(text, term.texts));
}

/** The end of the name of a paper or a card: 康证 of 健康证. */
const PAPER = /\p{Script=Han}[证照卡牌](?![明书据件])/gu;

/** Whether a window holds the papers that a part names, or says them otherwise: 健康 tells nothing of a 健康证. */
export function holdsPapers(window: Window, { part, terms }: Pick<RankedPart, "part" | "terms">): boolean {
  const text = surroundingsOf(window);
  const named = part.text.match(PAPER) ?? [];
  return named.every(
    (paper) =>
      text.includes(paper) ||
      terms.some((term) => paper.includes(ownText(term)) && isIn(text, term.texts.slice(1))),
  );
}

function ownText({ texts: [own = ""] }: Term): string {
  return own;
}

function isIn(text: string, words: readonly string[]): boolean {
  return words.some((word) => text.includes(word));
}
