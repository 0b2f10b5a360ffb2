import type { ParsedBlock, ParsedParagraph } from "../parsed-file.ts";
import { findRunningLines } from "./drop-running-lines.ts";
import { joinParagraphs, type PageParagraph } from "./join-paragraphs.ts";
import { joinTables, type WholeTable, wholeTable } from "./join-tables.ts";
import { createMeasure, type PlacedLine } from "./measure-text.ts";
import type { PageItem, PageLayout } from "./read-layout.ts";
import { continuesTable } from "./share-columns.ts";

/** Text set larger than the body by this factor is a heading. */
const LARGER = 1.1;
const LONGEST_HEADING = 80;
const LONGEST_BOLD_HEADING = 40;
/** Where more of the text than this is bold, boldness says nothing. */
const BOLD_SHARE = 0.3;
const DEEPEST_LEVEL = 6;
/** Text that ends so, or is this long, is body text whatever its size. */
const ENDS_SENTENCE = /[。；;，,]$/;
const BODY_LENGTH = 40;
const ENDS_HEADING = /[。；;，,：:]$/;
/** What stands above the part of a table on its next page. */
const CONTINUED = /^[（(]?(?:续(?:上)?表|接上[页表])[）)]?[\s\d:：]*$/;

type Flow = { lines: PlacedLine[] } | { table: WholeTable };

/**
 * The blocks of a document: pages joined, wrapped lines rejoined, headings told by size. Heads and feet are no
 * blocks and come apart.
 */
export function composeBlocks(
  pages: readonly PageLayout[],
  commonSize: number,
): { blocks: ParsedBlock[]; running: string[] } {
  const { kept, running } = dropRunning(pages, commonSize);
  const flow = flowItems(kept);
  const parts = flow.map((part) =>
    "table" in part ? part : { paragraphs: joinParagraphs(part.lines, commonSize) },
  );
  const levelOf = rankHeadings(
    parts.flatMap((part) => ("table" in part ? [] : part.paragraphs)),
    commonSize,
  );
  const blocks = parts.flatMap((part): ParsedBlock[] =>
    "table" in part
      ? [toTable(part.table)]
      : part.paragraphs.map((paragraph) => toParagraph(paragraph, levelOf(paragraph))),
  );
  return { blocks, running };
}

function dropRunning(
  pages: readonly PageLayout[],
  commonSize: number,
): { kept: PageLayout[]; running: string[] } {
  const running = findRunningLines(
    pages.map(({ page, height, items }) => ({
      page,
      height,
      lines: items.flatMap((item) => ("lines" in item ? item.lines : [])),
    })),
    commonSize,
  );
  const kept = pages.map((page) => ({
    ...page,
    items: page.items
      .map((item) =>
        "lines" in item ? { ...item, lines: item.lines.filter((line) => !running.has(line)) } : item,
      )
      .filter((item) => !("lines" in item) || item.lines.length > 0),
  }));
  return { kept, running: [...running].map(({ text }) => text) };
}

/** Text and tables in turn; text that goes on over columns and pages is one part, and so is a table. */
function flowItems(pages: readonly PageLayout[]): Flow[] {
  const measure = createMeasure(pages);
  const flow: Flow[] = [];
  for (const page of pages) {
    const items = page.items.slice(continuesWithCaption(flow, page) ? 1 : 0);
    for (const [i, item] of items.entries()) {
      const last = flow.at(-1);
      if ("lines" in item) {
        const lines = measure.place(item, page);
        if (last !== undefined && "lines" in last) last.lines.push(...lines);
        else flow.push({ lines });
      } else if (i === 0 && last !== undefined && "table" in last && continuesTable(last.table, item.table))
        last.table = joinTables(last.table, item.table);
      else flow.push({ table: wholeTable(item.table) });
    }
  }
  return flow;
}

/** Whether a page begins with 「续表」 and the rest of the table that ended the page before. */
function continuesWithCaption(flow: readonly Flow[], { items }: PageLayout): boolean {
  const last = flow.at(-1);
  const [first, second]: PageItem[] = items;
  if (last === undefined || !("table" in last) || first === undefined || !("lines" in first)) return false;
  const isCaption = first.lines.length === 1 && CONTINUED.test(first.lines[0]?.text ?? "");
  return isCaption && second !== undefined && "table" in second && continuesTable(last.table, second.table);
}

/** Levels by size: the largest headings are level 1, bold lines in the size of the text come below all larger ones. */
function rankHeadings(paragraphs: readonly PageParagraph[], commonSize: number) {
  const body = bodySize(paragraphs, commonSize);
  const isLarge = ({ text, size }: PageParagraph) =>
    size > body * LARGER && text.length <= LONGEST_HEADING && !ENDS_SENTENCE.test(text);
  const sizes = [...new Set(paragraphs.filter(isLarge).map(({ size }) => Math.round(size)))].toSorted(
    (a, b) => b - a,
  );
  const bold = lengthOf(paragraphs.filter(({ isBold }) => isBold));
  const tellsByBold = bold < lengthOf(paragraphs) * BOLD_SHARE;
  return (paragraph: PageParagraph): number | null => {
    if (isLarge(paragraph)) return Math.min(DEEPEST_LEVEL, sizes.indexOf(Math.round(paragraph.size)) + 1);
    const { text, size, isBold } = paragraph;
    const isHeading =
      isBold && tellsByBold && text.length <= LONGEST_BOLD_HEADING && !ENDS_HEADING.test(text);
    return isHeading && size > body / LARGER ? Math.min(DEEPEST_LEVEL, sizes.length + 1) : null;
  };
}

function lengthOf(paragraphs: readonly PageParagraph[]): number {
  return paragraphs.reduce((sum, { text }) => sum + text.length, 0);
}

/** The size of running text: of long paragraphs and whole sentences. */
function bodySize(paragraphs: readonly PageParagraph[], commonSize: number): number {
  const counts = new Map<number, number>();
  for (const { text, size } of paragraphs) {
    if (text.length < BODY_LENGTH && !ENDS_SENTENCE.test(text)) continue;
    const key = Math.round(size * 2) / 2;
    counts.set(key, (counts.get(key) ?? 0) + text.length);
  }
  let best = commonSize;
  for (const [size, count] of counts) if (count > (counts.get(best) ?? 0)) best = size;
  return best;
}

function toParagraph({ text, page }: PageParagraph, level: number | null): ParsedParagraph {
  return { type: "paragraph", text, level, page };
}

function toTable({ rows, page, rowPages }: WholeTable): ParsedBlock {
  return { type: "table", name: null, rows, page, rowPages };
}
