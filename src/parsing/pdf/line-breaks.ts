import type { Glyph } from "./page-content.ts";

/** Marks that no line may end or begin with: typesetters carry them over with their neighbour. */
const OPENING = /[（(《〈「『【〔［｛“‘¥￥#]/;
const CLOSING = /[，。、；：！？）)》〉」』】〕］｝”’…—～·%‰℃°,.;:!?\]}]/;
const LATIN = /[!-~\u00c0-\u024f]/;

/** Width of what can't be parted at the beginning of a line. */
export function leadWidthOf(glyphs: readonly Glyph[]): number {
  const textAt = (i: number) => glyphs[i]?.text ?? "";
  let end = 0;
  while (end < glyphs.length - 1 && OPENING.test(textAt(end))) end++;
  if (LATIN.test(textAt(end))) while (end < glyphs.length - 1 && LATIN.test(textAt(end + 1))) end++;
  while (end < glyphs.length - 1 && CLOSING.test(textAt(end + 1))) end++;
  const [from, to] = [glyphs[0], glyphs[end]];
  return from === undefined || to === undefined ? 0 : to.x + to.width - from.x;
}
