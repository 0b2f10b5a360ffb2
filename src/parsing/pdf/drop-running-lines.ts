import type { TextLine } from "./build-lines.ts";

/** What is needed of a page to find its head and foot. */
export interface PageLines {
  page: number;
  height: number;
  /** Lines outside tables. */
  lines: TextLine[];
}

/** Heads and feet stand in this share of the page's height at its top and bottom. */
const ZONE = 0.1;
/** They are among the first and the last so many lines of a page. */
const OUTERMOST = 3;
/** Sentences belong to the text, wherever they stand. */
const ENDS_SENTENCE = /[。；，：！？]$/;
/** Share of the pages on which a line must stand; left and right pages may have their own. */
const REPEATED_SHARE = 0.4;
/** Heights on the page that count as the same, in points. */
const PLACE = 6;
/** Heads are not set larger than the text. */
const LARGEST = 1.1;
const NUMBERED_PAGE =
  /^(?:[-—–－―·•\s]{1,6}\d{1,4}[-—–－―·•\s]{1,6}|第\s?\d{1,4}\s?页(?:\s?[,，/／]?\s?共\s?\d{1,4}\s?页)?|\d{1,4}\s?[/／]\s?\d{1,4}|page\s\d{1,4}(?:\sof\s\d{1,4})?)$/i;
const BARE_NUMBER = /^\d{1,4}$/;
/** Begins a part of the document, however often it stands at the same place. */
const PART = /^(?:附件|附表|附录|第[一二三四五六七八九十百\d]+[章节条编])/;

/**
 * The lines that only say which page or document this is: the same words at the same place on most pages, save
 * for numbers that count with the pages, and page numbers. A heading of the text is none of them.
 */
export function findRunningLines(pages: readonly PageLines[], bodySize: number): Set<TextLine> {
  const running = new Set<TextLine>();
  const groups = new Map<string, { line: TextLine; page: number }[]>();
  for (const { page, height, lines } of pages)
    for (const line of [...new Set([...lines.slice(0, OUTERMOST), ...lines.slice(-OUTERMOST)])]) {
      if (line.y > height * ZONE && line.y < height * (1 - ZONE)) continue;
      if (isPageNumber(line, lines, page, pages.length)) running.add(line);
      const words = line.text.replace(/\d+/g, "#").replace(/\s/g, "");
      for (const place of [Math.floor(line.y / PLACE), Math.floor(line.y / PLACE + 0.5) + 0.5]) {
        const key = `${place} ${words}`;
        const group = groups.get(key);
        if (group) group.push({ line, page });
        else groups.set(key, [{ line, page }]);
      }
    }
  const least = Math.max(2, Math.ceil(pages.length * REPEATED_SHARE));
  for (const group of groups.values()) {
    if (new Set(group.map(({ page }) => page)).size < least || !countsWithPages(group)) continue;
    for (const { line } of group)
      if (line.size <= bodySize * LARGEST && !PART.test(line.text) && !ENDS_SENTENCE.test(line.text))
        running.add(line);
  }
  return running;
}

/** A page number alone, at the very top or bottom of its page. */
function isPageNumber(line: TextLine, lines: readonly TextLine[], page: number, pages: number): boolean {
  const isOuter = lines[0] === line || lines.at(-1) === line;
  if (!isOuter) return false;
  const words = line.text.trim();
  return NUMBERED_PAGE.test(words) || (BARE_NUMBER.test(words) && pages > 1 && Number(words) === page);
}

/** Whether each number in the lines is either the same on all pages or grows as the pages do. */
function countsWithPages(group: readonly { line: TextLine; page: number }[]): boolean {
  const [first, ...rest] = group.map(({ line, page }) => ({ page, numbers: line.text.match(/\d+/g) ?? [] }));
  return rest.every(({ page, numbers }) =>
    numbers.every((number, i) => {
      const origin = first?.numbers[i] ?? "";
      return number === origin || Number(number) - Number(origin) === page - (first?.page ?? 0);
    }),
  );
}
