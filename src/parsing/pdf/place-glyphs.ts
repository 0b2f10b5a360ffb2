import type { Drawing, DrawingState } from "./drawing.ts";
import { type Matrix, multiply } from "./matrix.ts";
import type { Glyph } from "./page-content.ts";

/** A glyph with the direction in which its line runs. */
export interface DirectedGlyph extends Glyph {
  /** Quarter turns clockwise, 0 to 3; null for a slanted line. */
  turns: number | null;
  isVertical: boolean;
}

/** A character as pdf.js hands it over; a number between two is a step back in thousandths. */
interface PdfGlyph {
  unicode?: string;
  width?: number;
  isSpace?: boolean;
  vmetric?: number[] | null;
}

/** Where the baseline lies below the top of a glyph, as a share of its size. */
const BASELINE = 0.85;
const DEFAULT_FONT_MATRIX = 0.001;
const BOLD_NAME = /bold|black|heavy|demi|simhei|黑体|(?:xbs|dbs)j/i;
const FAINT = 0.5;
/** How far a line's direction may be off, as a share of its length. */
const SLANT = 0.03;

/** The glyphs of one piece of shown text on the page; the drawing goes on behind them. */
export function placeGlyphs(drawing: Drawing, shown: readonly unknown[]): DirectedGlyph[] {
  const { state, text } = drawing;
  const isVertical = state.font?.vertical === true;
  const place = createPlacer(state, multiply(state.matrix, text), isVertical);
  const unit = state.font?.fontMatrix?.[0] ?? DEFAULT_FONT_MATRIX;
  const placed: DirectedGlyph[] = [];
  /** Way from the beginning of the piece, in units of the text: along the line, or down a vertical one. */
  let way = 0;
  for (const item of shown) {
    if (typeof item === "number") {
      way -= (item / 1000) * state.size * (isVertical ? 1 : state.scale);
      continue;
    }
    const glyph = item as PdfGlyph;
    const extra = state.spacing + (glyph.isSpace ? state.wordSpacing : 0);
    const length = (isVertical ? (glyph.vmetric?.[0] ?? -1000) : (glyph.width ?? 0)) * unit * state.size;
    if (glyph.unicode) placed.push(place(glyph.unicode, way, length, extra));
    way += isVertical ? length - extra : (length + extra) * state.scale;
  }
  drawing.text = multiply(text, [1, 0, 0, 1, isVertical ? 0 : way, isVertical ? way : 0]);
  return placed;
}

type Placer = (text: string, way: number, length: number, extra: number) => DirectedGlyph;

function createPlacer(state: DrawingState, [a, b, c, d, e, f]: Matrix, isVertical: boolean): Placer {
  const along = Math.hypot(a, b);
  const across = Math.hypot(c, d);
  const size = Math.abs(state.size) * across;
  const looks = { size, isBold: isBold(state), isLight: state.isLight || state.alpha < FAINT, isVertical };
  if (isVertical)
    // The origin of a vertical glyph is the middle of its top.
    return (text, way, length, extra) => ({
      ...looks,
      text,
      x: e + c * way - size / 2,
      y: f + d * way + size * BASELINE,
      width: Math.abs(length) * across,
      spacing: extra * across,
      turns: 0,
    });
  const sign = Math.sign(state.size);
  const turns = readTurns(a * sign, b * sign);
  const [left, top] = [e + c * state.rise, f + d * state.rise];
  return (text, way, length, extra) => {
    const width = length * state.scale * along;
    const x = left + a * way;
    const spacing = extra * state.scale * along;
    return {
      ...looks,
      text,
      x: Math.min(x, x + width),
      y: top + b * way,
      width: Math.abs(width),
      spacing,
      turns,
    };
  };
}

function isBold({ isOutlined, font }: DrawingState): boolean {
  return isOutlined || font?.bold === true || font?.black === true || BOLD_NAME.test(font?.name ?? "");
}

/** Quarter turns of a direction, clockwise as the page is seen; null when it is slanted. */
function readTurns(a: number, b: number): number | null {
  const length = Math.hypot(a, b);
  if (Math.abs(b) < length * SLANT) return a > 0 ? 0 : 2;
  if (Math.abs(a) < length * SLANT) return b > 0 ? 1 : 3;
  return null;
}
