import { leadWidthOf } from "./line-breaks.ts";
import { bottomOf, type Glyph, topOf } from "./page-content.ts";

/** A line of text, or the part of one that stands between two wide gaps. */
export interface TextLine {
  text: string;
  x: number;
  right: number;
  /** Baseline. */
  y: number;
  /** Size of most of its characters. */
  size: number;
  isBold: boolean;
  /** Whether the file has a space behind its last character. */
  endsInSpace: boolean;
  /** Width of its first character, and of its first piece that can't be parted. */
  firstWidth: number;
  leadWidth: number;
}

/** A line with its glyphs from left to right. */
export interface GlyphLine extends TextLine {
  glyphs: Glyph[];
}

/** How far baselines of one line may differ, as a share of the smaller size. */
const BASELINE_TOLERANCE = 0.4;
/** Raised or lowered characters are smaller than this share of their line's size. */
const SCRIPT_SCALE = 0.8;
const LATIN = /[!-~\u00c0-\u024f\u0370-\u03ff]/;
/** Gaps that stand for a space, as shares of the size: between Latin letters or digits, and elsewhere. */
const LATIN_GAP = 0.17;
const WIDE_GAP = 0.9;
/** Letters spread over a line are no further apart than this, as a multiple of the size. */
const WIDEST_SPREAD = 4;
/** From this share of gaps between Chinese characters on, spaces are how the file spreads its letters. */
const SPREAD_SHARE = 0.5;

/** Puts glyphs into lines, from top to bottom, each from left to right. */
export function buildLines(glyphs: readonly Glyph[]): GlyphLine[] {
  const rows: { y: number; size: number; glyphs: Glyph[] }[] = [];
  for (const glyph of glyphs.toSorted((a, b) => a.y - b.y)) {
    if (glyph.text.trim() === "" && glyph.text !== " " && glyph.text !== "\u3000") continue;
    const row = rows.at(-1);
    const tolerance = Math.min(glyph.size, row?.size ?? 0) * BASELINE_TOLERANCE;
    if (row !== undefined && glyph.y - row.y <= tolerance) {
      row.glyphs.push(glyph);
      row.size = Math.max(row.size, glyph.size);
    } else rows.push({ y: glyph.y, size: glyph.size, glyphs: [glyph] });
  }
  return takeInScripts(rows.map((row) => row.glyphs))
    .map((row) => toLine(row))
    .filter((line) => line.text !== "");
}

/** Superscripts and subscripts go into the line that they stand beside. */
function takeInScripts(rows: Glyph[][]): Glyph[][] {
  const taken = new Set<number>();
  for (const [i, row] of rows.entries()) {
    const size = Math.max(...sizesOf(row));
    for (const at of [i + 1, i - 1]) {
      const host = rows[at];
      if (host === undefined || taken.has(at) || size > Math.max(...sizesOf(host)) * SCRIPT_SCALE) continue;
      if (!row.every((glyph) => sitsIn(glyph, host))) continue;
      host.push(...row);
      taken.add(i);
      break;
    }
  }
  return rows.filter((_, i) => !taken.has(i));
}

function* sizesOf(row: readonly Glyph[]): Generator<number> {
  // The first few tell: a line has one size, and a line of a hostile file may be endless.
  for (const { size } of row.slice(0, 500)) yield size;
}

/** Whether a small glyph stands within the height of a line and over none of its characters. */
function sitsIn(glyph: Glyph, host: readonly Glyph[]): boolean {
  const middle = glyph.x + glyph.width / 2;
  let isNear = false;
  for (const other of host.slice(0, 500)) {
    if (other.size * SCRIPT_SCALE < glyph.size || other.text.trim() === "") continue;
    if (bottomOf(glyph) < topOf(other) || topOf(glyph) > bottomOf(other)) continue;
    if (middle > other.x && middle < other.x + other.width) return false;
    isNear ||=
      Math.abs(glyph.x - other.x - other.width) < other.size * 4 ||
      Math.abs(glyph.x - other.x) < other.size * 4;
  }
  return isNear;
}

/** One line of glyphs that belong together. */
export function toLine(glyphs: readonly Glyph[]): GlyphLine {
  const all = glyphs.toSorted((a, b) => a.x - b.x);
  const sorted = trimSpaces(all);
  const size = medianSize(sorted);
  const main = sorted.find((glyph) => glyph.size >= size * 0.95) ?? sorted[0];
  const last = sorted.at(-1);
  return {
    text: writeLine(sorted),
    x: sorted[0]?.x ?? 0,
    right: last === undefined ? 0 : last.x + last.width,
    y: main?.y ?? 0,
    size,
    isBold: sorted.every(({ isBold, text }) => isBold || text.trim() === ""),
    endsInSpace: all.at(-1)?.text.trim() === "",
    firstWidth: sorted[0]?.width ?? 0,
    leadWidth: leadWidthOf(sorted),
    glyphs: sorted,
  };
}

/** A line without its glyphs, which weigh much more than its text. */
export function withoutGlyphs({ glyphs: _, ...line }: GlyphLine): TextLine {
  return line;
}

function trimSpaces(glyphs: Glyph[]): Glyph[] {
  const isMark = ({ text }: Glyph) => text.trim() !== "";
  return glyphs.slice(Math.max(0, glyphs.findIndex(isMark)), glyphs.findLastIndex(isMark) + 1);
}

function medianSize(glyphs: readonly Glyph[]): number {
  const sizes = glyphs.map(({ size }) => size).toSorted((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 0;
}

/** The characters of a line, with a space where the file has one or a gap says so. */
function writeLine(glyphs: readonly Glyph[]): string {
  const isSpread = spreadsLetters(glyphs);
  let written = "";
  let before: Glyph | undefined;
  let hasSpace = false;
  for (const glyph of glyphs) {
    if (glyph.text.trim() === "") {
      hasSpace = true;
      continue;
    }
    if (before !== undefined && needsSpace(before, glyph, hasSpace, isSpread)) written += " ";
    written += glyph.text;
    before = glyph;
    hasSpace = false;
  }
  return written;
}

function needsSpace(before: Glyph, glyph: Glyph, hasSpace: boolean, isSpread: boolean): boolean {
  const size = Math.min(before.size, glyph.size);
  const gap = glyph.x - before.x - before.width - Math.max(0, before.spacing);
  const isLatin = LATIN.test(before.text.at(-1) ?? "") && LATIN.test(glyph.text);
  if (isLatin) return hasSpace || gap > size * LATIN_GAP;
  if (hasSpace) return !isSpread;
  return !isSpread && gap > size * WIDE_GAP;
}

/** Whether spaces or gaps stand between most of the Chinese characters, as in a title set wide. */
function spreadsLetters(glyphs: readonly Glyph[]): boolean {
  let pairs = 0;
  let apart = 0;
  let hasOther = false;
  let hasSpace = false;
  let before: Glyph | undefined;
  for (const glyph of glyphs) {
    if (glyph.text.trim() === "") {
      hasSpace = true;
      continue;
    }
    if (before !== undefined && !LATIN.test(before.text) && !LATIN.test(glyph.text)) {
      pairs++;
      const gap = glyph.x - before.x - before.width;
      const size = Math.min(before.size, glyph.size);
      if (gap < size * WIDEST_SPREAD && (hasSpace || gap > size * WIDE_GAP)) apart++;
    } else if (before !== undefined) hasOther = true;
    before = glyph;
    hasSpace = false;
  }
  return pairs > 1 ? apart > pairs * SPREAD_SHARE : pairs === 1 && apart === 1 && !hasOther;
}
