import type { ClauseRange } from "./score-windows.ts";

/** The folded sentences that a window's clauses stand in, whole. */
export function sentencesOf({ view, first, last }: ClauseRange): string {
  const sentences = new Set(view.clauses.slice(first, last + 1).map((clause) => clause.sentence));
  return [...sentences].map((sentence) => view.sentences[sentence] ?? "").join("\n");
}

/** The same with the headings and the title above them. */
export function surroundingsOf(window: ClauseRange): string {
  return [sentencesOf(window), window.view.headings, window.view.title].join("\n");
}
