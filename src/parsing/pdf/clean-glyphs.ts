import type { Glyph, PageContent } from "./page-content.ts";

/** A glyph drawn again this near, as a share of its size, only makes the first one bolder. */
const OVERPRINT = 0.15;
/** Side of the squares, in points, in which glyphs are looked up. */
const CELL = 8;
/** Radicals, compatibility ideographs and forms for vertical writing: each stands for an ordinary character. */
const DAMAGED = /[\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe44]|[\u{2f800}-\u{2fa1f}]/gu;
/** Pairs whose second is not the NFKC form of the first: simplified radicals, and marks that NFKC makes narrow. */
const PAIRS =
  "⺠民⻓长⻔门⻚页⻛风⻜飞⻢马⻝食⻅见⻆角⻉贝⻋车⻘青⻥鱼⻦鸟⻩黄⻬齐⻮齿⻰龙⻄西⺟母︐，︓：︔；︕！︖？︵（︶）︷｛︸｝";
const ORDINARY = new Map(PAIRS.match(/../gu)?.map((pair) => [pair.slice(0, 1), pair.slice(1)] as const));
/** Characters that no text consists of: private use, controls, replacement. */
const UNREADABLE = /[\p{Co}\p{Cc}\p{Cn}\ufffd]/u;
const UNREADABLE_SHARE = 0.3;
/** A light glyph so many times larger than the page's text is a watermark. */
const WATERMARK_SCALE = 2.2;
/** Glyphs of watermarks that are read. */
const LONGEST_WATERMARK = 200;

/**
 * A page's glyphs without what only looks like text: characters printed twice to look bold, and large light
 * words laid over the page, which come apart. Radicals that stand for characters become these.
 */
export function cleanGlyphs(content: PageContent): PageContent & { watermark: string } {
  const size = commonSize(content.glyphs);
  const isWatermark = (glyph: Glyph) => glyph.isLight && glyph.size > size * WATERMARK_SCALE;
  const folded = content.glyphs.map((glyph) => ({ ...glyph, text: foldRadicals(glyph.text) }));
  const glyphs = dropOverprints(folded.filter((glyph) => !isWatermark(glyph)));
  return { ...content, glyphs, watermark: readWatermark(folded.filter(isWatermark)) };
}

/** The words of a watermark in the order in which they were drawn; once where they are laid over the page many times. */
function readWatermark(glyphs: readonly Glyph[]): string {
  const text = glyphs
    .slice(0, LONGEST_WATERMARK)
    .map((glyph) => glyph.text)
    .join("");
  return /^(.+?)\1+/.exec(text)?.[1] ?? text;
}

/** Whether the fonts of a page hide what its characters are. */
export function isGarbled({ glyphs }: PageContent): boolean {
  const marks = glyphs.filter(({ text }) => text.trim() !== "");
  const unreadable = marks.filter(({ text }) => UNREADABLE.test(text)).length;
  return unreadable > marks.length * UNREADABLE_SHARE;
}

/** The size in which most characters are set. */
export function commonSize(glyphs: readonly Glyph[]): number {
  const counts = new Map<number, number>();
  for (const { size, text } of glyphs) {
    if (text.trim() === "") continue;
    const key = Math.round(size * 2) / 2;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let best = 0;
  for (const [size, count] of counts) if (count > (counts.get(best) ?? 0)) best = size;
  return best;
}

/** Text with radicals and compatibility ideographs as the characters they look like. */
function foldRadicals(text: string): string {
  return text.replace(DAMAGED, (char) => ORDINARY.get(char) ?? char.normalize("NFKC"));
}

function dropOverprints(glyphs: readonly Glyph[]): Glyph[] {
  const seen = new Map<number, Glyph[]>();
  return glyphs.filter((glyph) => {
    const near = Math.min(glyph.size * OVERPRINT, CELL);
    const [left, right] = [cellOf(glyph.x - near), cellOf(glyph.x + near)];
    const [top, bottom] = [cellOf(glyph.y - near), cellOf(glyph.y + near)];
    for (let column = left; column <= right; column++)
      for (let row = top; row <= bottom; row++)
        if (seen.get(keyOf(glyph.text, column, row))?.some((other) => isOver(other, glyph, near)))
          return false;
    const key = keyOf(glyph.text, cellOf(glyph.x), cellOf(glyph.y));
    const cell = seen.get(key);
    if (cell) cell.push(glyph);
    else seen.set(key, [glyph]);
    return true;
  });
}

function isOver(other: Glyph, glyph: Glyph, near: number): boolean {
  return (
    other.text === glyph.text && Math.abs(other.x - glyph.x) < near && Math.abs(other.y - glyph.y) < near
  );
}

function cellOf(place: number): number {
  return Math.floor(place / CELL) & 0x7ff;
}

/** One number for a character in a cell of the page: text keys would cost more than all else here. */
function keyOf(text: string, column: number, row: number): number {
  return (text.charCodeAt(0) * 2048 + column) * 2048 + row;
}
