import { html } from "hono/html";
import type { Span } from "../domain.ts";
import type { Markup } from "./layout.ts";
import { PASSAGE_ANCHOR } from "./source-address.ts";

/** One line of a text with its place in it. */
interface Line extends Span {
  text: string;
}

/**
 * Readable paragraphs, headings and tables of a shown text, line by line, with a range marked. The first mark
 * carries the anchor and takes the focus, so that it is scrolled to without any script.
 * @param depths how deep a heading lies, by its text; lines that are none are paragraphs
 */
export function renderDocumentText(
  shown: string,
  marked: Span | null,
  depths: ReadonlyMap<string, number>,
): Markup[] {
  const isMarked = createMarker(marked);
  const blocks: Markup[] = [];
  let rows: Line[] = [];
  const closeTable = () => {
    if (rows.length > 0) blocks.push(renderTable(rows, isMarked));
    rows = [];
  };
  for (const line of linesOf(shown)) {
    if (line.text.includes("\t")) {
      rows.push(line);
      continue;
    }
    closeTable();
    if (line.text.trim() !== "") blocks.push(renderLine(line, isMarked, depths.get(line.text.trim())));
  }
  closeTable();
  return blocks;
}

type RenderText = (line: Line) => Markup;

function renderLine(line: Line, renderText: RenderText, depth: number | undefined): Markup {
  const text = renderText(line);
  if (depth === undefined) return html`<p>${text}</p>\n`;
  return depth === 0 ? html`<h2>${text}</h2>\n` : html`<h3>${text}</h3>\n`;
}

function renderTable(rows: readonly Line[], renderText: RenderText): Markup {
  const renderRow = (row: Line) => {
    let start = row.start;
    return row.text.split("\t").map((text) => {
      const cell = { start, end: start + text.length, text };
      start = cell.end + 1;
      return html`<td>${renderText(cell)}</td>`;
    });
  };
  return html`<div class="wide" role="group" aria-label="表格" tabindex="0"><table>${rows.map(
    (row) => html`<tr>${renderRow(row)}</tr>\n`,
  )}</table></div>\n`;
}

/** Renders pieces of text with the part in the marked range inside `<mark>`; the first mark gets the anchor. */
function createMarker(marked: Span | null): RenderText {
  let isFirst = true;
  return ({ start, end, text }) => {
    const from = Math.max(start, marked?.start ?? end) - start;
    const to = Math.min(end, marked?.end ?? start) - start;
    if (from >= to) return html`${text}`;
    const inner = text.slice(from, to);
    const mark = isFirst
      ? html`<mark id="${PASSAGE_ANCHOR}" tabindex="-1" autofocus>${inner}</mark>`
      : html`<mark>${inner}</mark>`;
    isFirst = false;
    return html`${text.slice(0, from)}${mark}${text.slice(to)}`;
  };
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    lines.push({ start, end: start + line.length, text: line });
    start += line.length + 1;
  }
  return lines;
}
