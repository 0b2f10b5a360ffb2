import { type Band, bandsOf, holdsValue, MEASURES, type Measure, statedValues } from "./bands.ts";
import type { PassageView } from "./passage-view.ts";

/** A row of a table or an item of a list that gives a band. */
interface Row {
  view: PassageView;
  sentence: number;
  band: Band;
}

/**
 * Marks in each view the rows that are for others than who asks: where a row of a table or an item of a list
 * gives a band that holds the number a folded question states of its own case, those of its like whose bands
 * leave the number out, with the headings that lead to them first. Where no row holds it, nothing is marked.
 */
export function markOtherCases(views: readonly PassageView[], question: string): PassageView[] {
  const others = new Map<PassageView, Set<number>>();
  for (const measure of MEASURES) {
    const values = statedValues(question, measure);
    if (values.length === 0) continue;
    const holds = ({ band }: Row) => values.some((value) => holdsValue(band, value));
    for (const rows of groupRows(views, measure)) {
      if (!rows.some(holds)) continue;
      for (const { view, sentence } of rows.filter((row) => !holds(row)))
        others.set(view, (others.get(view) ?? new Set()).add(sentence));
    }
  }
  return views.map((view) => {
    const rows = others.get(view);
    return rows ? { ...view, otherCases: withHeadings(view, rows) } : view;
  });
}

/** With what names or announces a list right before a row for another case: it would stand there without its rows. */
function withHeadings({ roles }: PassageView, rows: ReadonlySet<number>): Set<number> {
  const marked = new Set(rows);
  for (const [at, role] of [...roles.entries()].reverse())
    if ((role.isApparatus || role.announces) && marked.has(at + 1)) marked.add(at);
  return marked;
}

/** The rows with a band of a measure, those of one table or list together. */
function groupRows(views: readonly PassageView[], measure: Measure): Iterable<Row[]> {
  const groups = new Map<string, Row[]>();
  for (const view of views)
    for (const [sentence, text] of view.sentences.entries()) {
      // The condition comes before what depends on it.
      const [band] = bandsOf(text, measure);
      const key = band && listOf(view, sentence);
      if (band === undefined || key === undefined) continue;
      const group = groups.get(key) ?? [];
      group.push({ view, sentence, band });
      groups.set(key, group);
    }
  return groups.values();
}

/** What tells the table or list of a sentence from others; a table may go on in the document's next passage. */
function listOf({ document, passage, sentences, roles }: PassageView, at: number): string | undefined {
  const role = roles[at];
  const cells = (sentences[at] ?? "").split("\t");
  if (cells.length > 1) return [document.id, ...cells.map(labelOf)].join("\t");
  // 第四条 numbers a paragraph, whose sentences stand together.
  if (role === undefined || role.isApparatus || /^(?:$|第)/.test(role.mark)) return undefined;
  return `${passage.id} ${role.scope}`;
}

/** The name of a cell's column, where it stands before the cell. */
function labelOf(cell: string): string {
  const end = cell.indexOf(":");
  return end < 0 ? "" : cell.slice(0, end).trim();
}
