import type { PageStart, Span } from "../../domain.ts";
import type { ParsedFile, ParsedTable } from "../../parsing/parsed-file.ts";

/** One line of the stored text with the paragraph or table row it was made from. */
export interface ComposedLine extends Span {
  /** Index into the parsed file's blocks. */
  block: number;
  /** Index into the table's rows; null for a paragraph. */
  row: number | null;
}

/** The stored text of an office file. All offsets are UTF-16 offsets into `text`. */
export interface ComposedText {
  text: string;
  /** In the order of the text; paragraphs and rows without words have none. */
  lines: ComposedLine[];
  pages: PageStart[];
  headingLevels: { start: number; level: number }[];
}

/** White space, and characters without any width. */
const BLANK = /^[\s\u200b-\u200d\u2060]*$/;

/**
 * Writes a parsed file as its stored text: one paragraph or table row per line, cells separated by a tab, line
 * ends within a cell as a space, and nothing added. A cell that was merged over a whole row stands once.
 */
export function composeText(parsed: ParsedFile): ComposedText {
  const composed: ComposedText = { text: "", lines: [], pages: [], headingLevels: [] };
  const parts: string[] = [];
  let length = 0;
  const add = (line: string, block: number, row: number | null, page: number | null): void => {
    if (BLANK.test(line)) return;
    if (page !== null && page > (composed.pages.at(-1)?.page ?? 0))
      composed.pages.push({ page, start: length });
    composed.lines.push({ block, row, start: length, end: length + line.length });
    parts.push(line);
    length += line.length + 1;
  };
  for (const [index, block] of parsed.blocks.entries()) {
    if (block.type === "table") {
      for (const [row, cells] of block.rows.entries()) {
        const page = block.rowPages?.[row] ?? block.page;
        add(composeRow(cells, row), index, row, page);
      }
      continue;
    }
    const start = length;
    add(flatten(block.text), index, null, block.page);
    if (block.level !== null && length > start)
      composed.headingLevels.push({ start, level: Math.min(6, Math.max(1, block.level)) });
  }
  return { ...composed, text: parts.join("\n") };
}

/** A row's line. In a row of two equal cells below the first, each cell may well speak for itself. */
function composeRow(cells: readonly string[], row: number): string {
  const flat = cells.map(flatten);
  return isOneCell(flat) && (flat.length > 2 || row === 0) ? (flat[0] ?? "") : flat.join("\t");
}

/** Whether a row is one cell merged over all columns, such as a table's title. */
function isOneCell(cells: readonly string[]): boolean {
  return cells.length > 1 && cells[0] !== "" && cells.every((cell) => cell === cells[0]);
}

/** A cell or paragraph as it stands in the stored text: on one line, without tabs of its own. */
export function flatten(cell: string): string {
  if (!/[\t\n\r\f\v\u0085\u2028\u2029]/.test(cell)) return cell.trim();
  const pieces = cell.split(/[\t\n\r\f\v\u0085\u2028\u2029]/).map((piece) => piece.trim());
  return pieces.filter((piece) => piece !== "").join(" ");
}

/** Ranges of the cells of a row in the stored text, in the order of its columns; of one merged cell one range each. */
export function cellSpans(composed: ComposedText, line: ComposedLine, table: ParsedTable): Span[] {
  const cells = line.row === null ? [] : (table.rows[line.row] ?? []);
  const isMerged = !composed.text.slice(line.start, line.end).includes("\t");
  let at = line.start;
  return cells.map((cell) => {
    const start = isMerged && isOneCell(cells.map(flatten)) ? line.start : at;
    const span = { start, end: start + flatten(cell).length };
    at = span.end + 1;
    return span;
  });
}
