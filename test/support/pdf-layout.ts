import type { PdfPage, PdfText } from "./pdf-files.ts";
import { isHalfWide } from "./pdf-fonts.ts";

/** What is set on pages, from top to bottom. */
export type FlowBlock =
  | { type: "paragraph"; text: string; size?: number; font?: string; centred?: boolean; indent?: number }
  | { type: "table"; widths: readonly number[]; rows: readonly (readonly string[])[]; header?: boolean };

export interface FlowOptions {
  left?: number;
  right?: number;
  top?: number;
  bottom?: number;
  size?: number;
  /** Stands at the head of each page. */
  head?: string;
  /** Writes the page's number, such as `(n) => \`- ${n} -\``. */
  foot?: (page: number, pages: number) => string;
  /** False draws no rules round the cells of tables. */
  rules?: boolean;
}

const PAGE = { width: 595, height: 842 };
const CELL_PADDING = 4;

/** Width of text in points, as the made fonts set it. */
export function widthOf(text: string, size: number): number {
  return [...text].reduce((sum, char) => sum + (isHalfWide(char) ? size / 2 : size), 0);
}

/** Text broken into lines of a width; words of Latin letters and numbers are kept whole. */
function wrapText(text: string, width: number, size: number, first = width): string[] {
  const lines: string[] = [];
  for (const piece of text.split("\n")) {
    let line = "";
    for (const word of piece.match(/[!-~]+|\s|[^!-~\s]/gu) ?? []) {
      const room = lines.length === 0 ? first : width;
      if (line !== "" && widthOf(line + word, size) > room) {
        lines.push(line.trimEnd());
        line = word.trimStart();
      } else line += word;
    }
    lines.push(line);
  }
  return lines;
}

/** Sets paragraphs and tables on as many pages as they need: wrapped lines, ruled cells, heads and feet. */
export function flowPages(blocks: readonly FlowBlock[], options: FlowOptions = {}): PdfPage[] {
  const { left = 72, right = 72, top = 72, bottom = 72, size = 12 } = options;
  const pages: Required<Pick<PdfPage, "texts" | "rules">>[] = [{ texts: [], rules: [] }];
  let y = top;
  const page = () => pages.at(-1) ?? { texts: [], rules: [] };
  const makeRoom = (height: number) => {
    if (y + height <= PAGE.height - bottom) return false;
    pages.push({ texts: [], rules: [] });
    y = top;
    return true;
  };
  const putLine = (text: PdfText, leading: number) => page().texts.push({ ...text, y: y + leading * 0.8 });
  for (const block of blocks) {
    if (block.type === "paragraph") putParagraph(block);
    else putTable(block);
  }
  return finish(pages, options, { left, size });

  function putParagraph(block: FlowBlock & { type: "paragraph" }): void {
    const own = block.size ?? size;
    const measure = PAGE.width - left - right;
    const indent = block.centred ? 0 : (block.indent ?? 2) * own;
    for (const [i, line] of wrapText(block.text, measure, own, measure - indent).entries()) {
      makeRoom(own * 1.5);
      const offset = block.centred ? (measure - widthOf(line, own)) / 2 : i === 0 ? indent : 0;
      const font = block.font === undefined ? {} : { font: block.font };
      putLine({ text: line, x: left + offset, y: 0, size: own, ...font }, own * 1.5);
      y += own * 1.5;
    }
  }

  function putTable({ widths, rows, header = false }: FlowBlock & { type: "table" }): void {
    y += size / 2;
    for (const row of rows) {
      const isFirst = !makeRoom(rowHeight(row, widths));
      if (!isFirst && header && rows[0] !== undefined && row !== rows[0]) putRow(rows[0], widths);
      putRow(row, widths);
    }
    y += size / 2;
  }

  function rowHeight(row: readonly string[], widths: readonly number[]): number {
    const lines = row.map((cell, i) => wrapText(cell, (widths[i] ?? 0) - CELL_PADDING * 2, size).length);
    return Math.max(...lines) * size * 1.3 + CELL_PADDING * 2;
  }

  function putRow(row: readonly string[], widths: readonly number[]): void {
    const height = rowHeight(row, widths);
    let x = left;
    for (const [i, cell] of row.entries()) {
      const width = widths[i] ?? 0;
      for (const [n, line] of wrapText(cell, width - CELL_PADDING * 2, size).entries()) {
        const baseline = y + CELL_PADDING + size * 1.3 * n + size;
        page().texts.push({ text: line, x: x + CELL_PADDING, y: baseline, size });
      }
      if (options.rules !== false) page().rules.push(...boxRules(x, y, width, height));
      x += width;
    }
    y += height;
  }
}

function boxRules(x: number, y: number, width: number, height: number) {
  return [
    { x1: x, y1: y, x2: x + width, y2: y },
    { x1: x, y1: y + height, x2: x + width, y2: y + height },
    { x1: x, y1: y, x2: x, y2: y + height },
    { x1: x + width, y1: y, x2: x + width, y2: y + height },
  ];
}

function finish(
  pages: PdfPage[],
  options: FlowOptions,
  { left, size }: { left: number; size: number },
): PdfPage[] {
  return pages.map((page, i) => {
    const foot = options.foot?.(i + 1, pages.length);
    const own = size * 0.75;
    const texts = [...page.texts];
    if (options.head !== undefined) texts.unshift({ text: options.head, x: left, y: 40, size: own });
    if (foot !== undefined)
      texts.push({ text: foot, x: (PAGE.width - widthOf(foot, own)) / 2, y: PAGE.height - 36, size: own });
    return { ...page, texts: texts.filter(({ text }) => text !== "") };
  });
}
