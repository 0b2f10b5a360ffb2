import { alignTables } from "./align-tables.ts";
import { type TextLine, withoutGlyphs } from "./build-lines.ts";
import type { Glyph, PageContent } from "./page-content.ts";
import { type PageTable, readTables } from "./read-tables.ts";
import { type Column, splitColumns } from "./split-columns.ts";

/** Lines that share their margins, or a table. */
export type PageItem = { lines: TextLine[]; isBeside: boolean } | { table: PageTable };

/** A page as read, in reading order; its glyphs are gone. */
export interface PageLayout {
  page: number;
  width: number;
  height: number;
  items: PageItem[];
}

/** Reads a page: ruled tables, text in one or two columns, lists set in columns. */
export function readLayout(content: PageContent): PageLayout {
  const { tables, rest } = readTables(content);
  const items: PageItem[] = [];
  for (const [i, glyphs] of partBy(tables, rest).entries()) {
    for (const column of splitColumns(glyphs)) items.push(...toItems(column, content.page));
    const table = tables[i];
    if (table !== undefined) items.push({ table });
  }
  return { page: content.page, width: content.width, height: content.height, items };
}

/** The glyphs above, between and below tables. */
function partBy(tables: readonly PageTable[], glyphs: readonly Glyph[]): Glyph[][] {
  const parts: Glyph[][] = Array.from({ length: tables.length + 1 }, () => []);
  for (const glyph of glyphs) {
    const below = tables.findLastIndex(({ top, bottom }) => glyph.y > (top + bottom) / 2);
    parts[below + 1]?.push(glyph);
  }
  return parts;
}

function toItems({ lines, isBeside }: Column, page: number): PageItem[] {
  if (isBeside) return [{ lines: lines.map(withoutGlyphs), isBeside }];
  return alignTables(lines, page).map((stretch) =>
    "table" in stretch ? stretch : { lines: stretch.lines.map(withoutGlyphs), isBeside },
  );
}
