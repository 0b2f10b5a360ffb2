import type { TextLine } from "./build-lines.ts";
import { beginsItem, isFull, joinText } from "./join-lines.ts";
import type { PlacedLine } from "./measure-text.ts";

/** A paragraph of one or more lines. */
export interface PageParagraph {
  text: string;
  page: number;
  size: number;
  isBold: boolean;
}

/** A first line is indented by at least this many characters. */
const INDENT = 1.2;
const SAME_PLACE = 0.6;
/** A hanging line stands under the text behind its number. */
const HANGING = 4;
/** Lines further apart than the usual distance by this factor are separate paragraphs. */
const APART = 1.4;
const SAME_SIZE = 0.08;
const LARGER = 1.1;
/** A line of a table of contents ends in dots and a page. */
const CONTENTS_LINE = /[.…·．]{3,}\s?[\divx]{1,5}$/i;
const ENDS_SENTENCE = /[。！？]$/;
const SHORT_OF_MARGIN = 0.1;
const LONGEST_TITLE_LINE = 40;

/** Joins lines that were only wrapped into the paragraphs they came from, over ends of columns and pages. */
export function joinParagraphs(lines: readonly PlacedLine[], bodySize: number): PageParagraph[] {
  const style = findStyle(lines);
  const paragraphs: PageParagraph[] = [];
  let first: PlacedLine | null = null;
  for (const [i, next] of lines.entries()) {
    const before = lines[i - 1];
    const paragraph = paragraphs.at(-1);
    if (before && paragraph && first && goesOn({ first, before, next, style, bodySize })) {
      const room = before.right - before.line.right;
      paragraph.text = joinText(paragraph.text, before.line, next.line, room);
      paragraph.isBold &&= next.line.isBold;
      continue;
    }
    first = next;
    const { text, size, isBold } = next.line;
    paragraphs.push({ text, page: next.page, size, isBold });
  }
  return paragraphs;
}

interface TextStyle {
  /** Usual distance of lines, as a multiple of their size. */
  leading: number;
  /** Whether paragraphs begin with an indented line. */
  isIndented: boolean;
}

interface Joint {
  /** First line of the paragraph that may go on. */
  first: PlacedLine;
  before: PlacedLine;
  next: PlacedLine;
  style: TextStyle;
  bodySize: number;
}

function goesOn({ first, before, next, style, bodySize }: Joint): boolean {
  const [a, b] = [before.line, next.line];
  if (Math.abs(a.size - b.size) > a.size * SAME_SIZE || CONTENTS_LINE.test(a.text)) return false;
  if (!next.isFirst && b.y - a.y > b.size * style.leading * APART) return false;
  if (isTitle(before, bodySize) && isTitle(next, bodySize) && isInset(next))
    return !beginsItem(b.text) && !/[。：:]$/.test(a.text);
  if (a.isBold !== b.isBold && (first.line.isBold || beginsItem(b.text))) return false;
  const room = before.right - a.right;
  if (!isFull(a, b, room)) return false;
  // Without indents, a sentence that ends short of the margin more likely ends its paragraph.
  if (!style.isIndented && ENDS_SENTENCE.test(a.text) && room > a.size * SHORT_OF_MARGIN) return false;
  return standsAsContinuation(first, before, next, style);
}

/** Whether a line begins where the second line of a paragraph does. */
function standsAsContinuation(
  first: PlacedLine,
  before: PlacedLine,
  next: PlacedLine,
  style: TextStyle,
): boolean {
  const { line, left } = next;
  const indent = line.x - left;
  const isIndented = indent > line.size * INDENT;
  if (!isIndented) return !beginsItem(line.text) || (style.isIndented && isIndentedLine(first));
  if (beginsItem(line.text)) return false;
  const start = first.line.x - first.left;
  if (before !== first) return Math.abs(before.line.x - before.left - indent) < line.size * SAME_PLACE;
  if (Math.abs(start - indent) < line.size * SAME_PLACE) return !style.isIndented;
  return beginsItem(first.line.text) && indent > start && indent - start < line.size * HANGING;
}

function isIndentedLine({ line, left }: PlacedLine): boolean {
  return line.x - left > line.size * INDENT;
}

/** A large line set in the middle; a title may take several. */
function isTitle({ line, left, right }: PlacedLine, bodySize: number): boolean {
  const [before, behind] = [line.x - left, right - line.right];
  return (
    line.size > bodySize * LARGER &&
    line.text.length <= LONGEST_TITLE_LINE &&
    Math.abs(before - behind) < line.size * 2
  );
}

function isInset({ line, left }: PlacedLine): boolean {
  return line.x - left > line.size * SAME_PLACE;
}

function findStyle(lines: readonly PlacedLine[]): TextStyle {
  const distances: number[] = [];
  let indented = 0;
  for (const [i, next] of lines.entries()) {
    const before = lines[i - 1];
    if (before === undefined) continue;
    if (!next.isFirst && isSameSize(before.line, next.line))
      distances.push((next.line.y - before.line.y) / next.line.size);
    const isWrapped = isFull(before.line, next.line, before.right - before.line.right);
    if (isWrapped && isIndentedLine(before) && !isIndentedLine(next)) indented++;
  }
  const sorted = distances.filter((distance) => distance > 0.8 && distance < 4).toSorted((a, b) => a - b);
  return { leading: sorted[sorted.length >> 2] ?? 1.5, isIndented: indented > 0 };
}

function isSameSize(a: TextLine, b: TextLine): boolean {
  return Math.abs(a.size - b.size) <= a.size * SAME_SIZE;
}
