import type { Span } from "../../domain.ts";
import type { ParsedFile } from "../../parsing/parsed-file.ts";
import { type ComposedText, cellSpans } from "../formats/compose-text.ts";

/** A cell of a table with its range in the stored text. */
export interface GuideCell extends Span {
  /** The lines of the cell as written, trimmed, without blank ones. */
  lines: string[];
}

/** A line of a guide's stored text, without outer white space and marks of markup. */
export interface GuideLine extends Span {
  text: string;
  /** Heading level 1 to 6 where markup or a style says so. */
  level: number | null;
  /** Whether markup makes it an item of a list, which is never a label. */
  isItem: boolean;
  /** The row that the line is, with a number for its table; null for a paragraph. */
  row: { table: number; cells: GuideCell[] } | null;
}

/** The cells of a row without those that repeat their left neighbour, as merged ones do, and without empty ones. */
export function withoutRepeats(cells: readonly GuideCell[]): GuideCell[] {
  const texts = cells.map(({ lines }) => lines.join(" "));
  return cells.filter((_, at) => texts[at] !== "" && (at === 0 || texts[at] !== texts[at - 1]));
}

const HEADING = /^(#{1,6})[ \t]+(?=\S)/;
const ITEM = /^[-*+•][ \t]+/;
const PIPE_ROW = /^\|.*\|$/;
const PIPE_RULE = /^\|[\s:|-]+\|$/;

/** The lines of a Markdown or plain text; blank ones are left out. */
export function linesOfText(text: string): GuideLine[] {
  const lines: GuideLine[] = [];
  let table = 0;
  let wasRow = false;
  for (let from = 0; from <= text.length; ) {
    const newline = text.indexOf("\n", from);
    const to = newline < 0 ? text.length : newline;
    const raw = text.slice(from, to);
    const trimmed = raw.trim();
    const start = from + raw.length - raw.trimStart().length;
    from = to + 1;
    const isRow = PIPE_ROW.test(trimmed);
    if (isRow && !wasRow) table++;
    if (trimmed !== "" && !PIPE_RULE.test(trimmed))
      lines.push(readLine(trimmed, start, isRow ? table : null));
    wasRow = isRow;
  }
  return lines;
}

function readLine(text: string, start: number, table: number | null): GuideLine {
  const end = start + text.length;
  if (table !== null) {
    return { start, end, text, level: null, isItem: false, row: { table, cells: pipeCells(text, start) } };
  }
  const heading = HEADING.exec(text);
  const lead = heading?.[0].length ?? 0;
  const level = heading?.[1]?.length ?? null;
  return { start: start + lead, end, text: text.slice(lead), level, isItem: ITEM.test(text), row: null };
}

function pipeCells(text: string, start: number): GuideCell[] {
  let at = start + 1;
  return text
    .slice(1, -1)
    .split("|")
    .map((raw) => {
      const cell = raw.trim();
      const from = at + raw.length - raw.trimStart().length;
      at += raw.length + 1;
      const lines = cell.split(/<br\s?\/?>/).map((line) => line.trim());
      return { start: from, end: from + cell.length, lines: lines.filter((line) => line !== "") };
    });
}

/** The lines of an office file's stored text. */
export function linesOfOffice(parsed: ParsedFile, composed: ComposedText): GuideLine[] {
  const levels = new Map(composed.headingLevels.map(({ start, level }) => [start, level]));
  return composed.lines.map((line): GuideLine => {
    const { start, end } = line;
    const block = parsed.blocks[line.block];
    const written = block?.type === "table" ? (block.rows[line.row ?? -1] ?? []) : [];
    const spans = block?.type === "table" ? cellSpans(composed, line, block) : [];
    const cells = spans.map((span, column) => ({ ...span, lines: linesOfCell(written[column] ?? "") }));
    const row = cells.length > 1 ? { table: line.block, cells } : null;
    const text = composed.text.slice(start, end);
    return { start, end, text, level: levels.get(start) ?? null, isItem: false, row };
  });
}

function linesOfCell(cell: string): string[] {
  return cell
    .split(/[\n\r\u2028\u2029]/)
    .map((line) => line.replace(/\t/g, " ").trim())
    .filter((line) => line !== "");
}
