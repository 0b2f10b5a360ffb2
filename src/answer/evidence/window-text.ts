import type { PassageView } from "./passage-view.ts";
import type { ClauseRange } from "./score-windows.ts";

/** The folded sentences that a window's clauses stand in, whole. */
export function sentencesOf({ view, first, last }: ClauseRange): string {
  const sentences = new Set(view.clauses.slice(first, last + 1).map((clause) => clause.sentence));
  return [...sentences].map((sentence) => view.sentences[sentence] ?? "").join("\n");
}

/** Whether a window lies in one sentence. */
export function isOneSentence({ view, first, last }: ClauseRange): boolean {
  return view.clauses[first]?.sentence === view.clauses[last]?.sentence;
}

/** The same with the headings and the title above them. */
export function surroundingsOf(window: ClauseRange): string {
  return [sentencesOf(window), window.view.headings, window.view.title].join("\n");
}

/** The folded sentences of the other passages at hand of a window's document. */
export function otherPassages({ view }: ClauseRange, views: readonly PassageView[]): string {
  return views
    .filter(({ document, passage }) => document.id === view.document.id && passage.id !== view.passage.id)
    .flatMap(({ sentences }) => sentences)
    .join("\n");
}
