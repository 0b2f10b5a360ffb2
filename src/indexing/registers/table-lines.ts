import type { Span } from "../../domain.ts";
import type { ParsedFile } from "../../parsing/parsed-file.ts";
import { splitLines } from "../cleaning/lines.ts";
import type { ComposedText } from "../formats/compose-text.ts";
import { flatten } from "../formats/compose-text.ts";
import type { TableLine } from "./read-rows.ts";

/** A table with the place of each of its rows in the stored text. */
export interface LinedTable {
  /** Name of the sheet or caption; null where there is none. */
  name: string | null;
  /** Lines between the table before and this one. */
  above: string[];
  /** Rows without words have an empty span. */
  rows: TableLine[];
}

/** Tables of a stored text, and its lines outside of them. */
export interface LinedText {
  tables: LinedTable[];
  /** In order; `before` is the number of tables above the line. */
  prose: { text: string; span: Span; before: number }[];
}

/** The tables of an office file, on the lines of its stored text. */
export function linesOfFile(parsed: ParsedFile, composed: ComposedText): LinedText {
  const spans = new Map(composed.lines.map((line) => [`${line.block}:${line.row ?? ""}`, line]));
  const lined: LinedText = { tables: [], prose: [] };
  for (const [index, block] of parsed.blocks.entries()) {
    if (block.type === "paragraph") {
      const line = spans.get(`${index}:`);
      if (line !== undefined) lined.prose.push(proseLine(composed.text, line, lined.tables.length));
      continue;
    }
    const rows = block.rows.map((cells, row) => {
      const { start = 0, end = 0 } = spans.get(`${index}:${row}`) ?? {};
      return { cells: cells.map(flatten), start, end };
    });
    lined.tables.push({ name: block.name, above: linesAbove(lined), rows });
  }
  return lined;
}

/** How many lines above a table are taken for its title. */
const LINES_ABOVE = 5;

function linesAbove({ tables, prose }: LinedText): string[] {
  const last = prose.slice(-LINES_ABOVE);
  return last.filter(({ before }) => before === tables.length).map(({ text }) => text);
}

function proseLine(text: string, { start, end }: Span, before: number): LinedText["prose"][number] {
  return { text: text.slice(start, end), span: { start, end }, before };
}

const PIPE_RULE = /^\|?[\s:|-]{3,}\|?$/;

/**
 * The tables of a text: runs of lines with tabs, or of Markdown rows `| a | b |`. A line without either ends
 * a table only where another table's header could follow, so that section lines stay within.
 */
export function linesOfText(text: string): LinedText {
  const lined: LinedText = { tables: [], prose: [] };
  let table: LinedTable | null = null;
  const pending: Span[] = [];
  const settle = (within: LinedTable | null) => {
    for (const span of pending.splice(0)) {
      if (within !== null) within.rows.push(oneCellLine(text, span, widthOf(within)));
      else lined.prose.push(proseLine(text, span, lined.tables.length));
    }
  };
  for (const line of splitLines(text)) {
    if (line.text === "") continue;
    const cells = cellsOf(text.slice(line.start, line.end));
    if (cells === null) {
      pending.push({ start: line.from, end: line.to });
      continue;
    }
    if (cells.length === 0) continue;
    const goesOn: boolean = table !== null && widthOf(table) === cells.length && pending.length <= 2;
    settle(goesOn ? table : null);
    if (table === null || !goesOn) {
      table = { name: null, above: linesAbove(lined), rows: [] };
      lined.tables.push(table);
    }
    table.rows.push({ cells, start: line.from, end: line.to });
  }
  settle(null);
  return lined;
}

function widthOf(table: LinedTable): number {
  return table.rows[0]?.cells.length ?? 0;
}

/** A line within a table that has no cells of its own stands for a row that is merged over its width. */
function oneCellLine(text: string, { start, end }: Span, width: number): TableLine {
  return { cells: Array.from({ length: width }, () => text.slice(start, end)), start, end };
}

/** The cells of a line; null for a line that is no row, none for the rule below a Markdown header. */
export function cellsOf(line: string): string[] | null {
  if (line.includes("\t")) return line.split("\t").map((cell) => cell.trim());
  const bare = line.trim();
  if (!bare.startsWith("|") || !bare.endsWith("|") || bare.length < 3) return null;
  if (PIPE_RULE.test(bare)) return [];
  return bare
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim());
}
