import type { Citation, Comparison, Span } from "../../../domain.ts";
import { storedSpan } from "../../../language/offset-map.ts";
import type { Window } from "../score-windows.ts";
import type { PlannedComparison } from "./plan-comparison.ts";

const NOT_FOUND = "未找到";

/**
 * The table with the numbers that its cells have in the answer at last; null when one of them lost its citation
 * on the way, so that nothing in it stands without one.
 */
export function settleComparison(
  { columns, rows }: PlannedComparison,
  citations: readonly Citation[],
): Comparison | null {
  const settled: Comparison["rows"] = [];
  for (const { label, cells } of rows) {
    const texts: Comparison["rows"][number]["cells"] = [];
    for (const { window } of cells) {
      const citation = window && findCitation(window, citations);
      if (window && !citation) return null;
      const cell = window && citation ? { text: textOf(window), citations: [citation.number] } : null;
      texts.push(cell ?? { text: NOT_FOUND, citations: [] });
    }
    settled.push({ label, cells: texts });
  }
  return { columns, rows: settled };
}

/** The citation whose quote holds the window, or most of it: an answer's quotes are cut at its longest length. */
function findCitation(window: Window, citations: readonly Citation[]): Citation | null {
  const { document } = window.view;
  const { start, end } = storedSpan(document.offsets, spanOf(window));
  const overlap = (one: Citation) => Math.min(end, one.end) - Math.max(start, one.start);
  const own = citations.filter(({ documentId }) => documentId === document.id);
  const [best] = own.sort((one, other) => overlap(other) - overlap(one));
  return best && overlap(best) * 2 > end - start ? best : null;
}

function spanOf({ view, first, last }: Window): Span {
  return { start: view.clauses[first]?.start ?? 0, end: view.clauses[last]?.end ?? 0 };
}

/** The window's words on one line, without the punctuation around them and marks of their own. */
function textOf(window: Window): string {
  const { start, end } = spanOf(window);
  return window.view.document.shown
    .slice(start, end)
    .replace(/\[\d+\]/g, "")
    .replace(/\t/g, "，")
    .replace(/\s+/g, " ")
    .replace(/^[,，、:：;；。.\s]+|[,，、:：;；。.\s]+$/g, "");
}
