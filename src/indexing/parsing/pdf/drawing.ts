import type { Glyph } from "./page-content.ts";

/** An affine map as PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** What pdf.js tells of a font. */
interface FontFacts {
  name?: string;
  bold?: boolean;
  black?: boolean;
  vertical?: boolean;
  fontMatrix?: number[];
}

/** A glyph with the direction in which its line runs. */
export interface DirectedGlyph extends Glyph {
  /** Quarter turns clockwise, 0 to 3; null for a slanted line. */
  turns: number | null;
  isVertical: boolean;
}

type Place = Pick<DirectedGlyph, "x" | "y" | "width" | "size" | "spacing" | "turns">;

/** A character as pdf.js hands it over; a number between two is a step back in thousandths. */
interface PdfGlyph {
  unicode?: string;
  width?: number;
  isSpace?: boolean;
  vmetric?: number[] | null;
}

interface State {
  matrix: Matrix;
  font: FontFacts | null;
  size: number;
  spacing: number;
  wordSpacing: number;
  scale: number;
  leading: number;
  rise: number;
  isLight: boolean;
  alpha: number;
}

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
/** Where the baseline lies below the top of a glyph, as a share of its size. */
const BASELINE = 0.85;
const DEFAULT_FONT_MATRIX = 0.001;
const BOLD_NAME = /bold|black|heavy|demi|simhei|黑体|(?:xbs|dbs)j/i;
/** Lightness, 0 to 1, from which a colour is one of a watermark. */
const LIGHT = 0.6;
const FAINT = 0.5;
const MOST_STATES = 1000;
/** How far a line's direction may be off, as a share of its length. */
const SLANT = 0.03;

/** The map that first does `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** Follows the drawing operators of a page as far as text and its place are concerned (ISO 32000-1, 8.4 and 9.4). */
export function createDrawing(base: Matrix, fontOf: (id: string) => FontFacts | null) {
  const saved: State[] = [];
  let state: State = {
    matrix: base,
    font: null,
    size: 0,
    spacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
    rise: 0,
    isLight: false,
    alpha: 1,
  };
  let line: Matrix = IDENTITY;
  let text: Matrix = IDENTITY;

  const moveLine = (x: number, y: number) => {
    line = multiply(line, [1, 0, 0, 1, x, y]);
    text = line;
  };
  const save = () => {
    if (saved.length < MOST_STATES) saved.push({ ...state });
  };
  const number = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : 0);
  const operators: Record<string, (args: unknown[]) => void> = {
    save,
    restore: () => {
      state = saved.pop() ?? state;
    },
    transform: (args) => {
      state.matrix = multiply(state.matrix, toMatrix(args));
    },
    paintFormXObjectBegin: ([matrix]) => {
      save();
      if (matrix) state.matrix = multiply(state.matrix, toMatrix(matrix));
    },
    paintFormXObjectEnd: () => {
      state = saved.pop() ?? state;
    },
    beginText: () => {
      line = IDENTITY;
      text = IDENTITY;
    },
    setTextMatrix: (args) => {
      line = toMatrix(args.length === 1 ? args[0] : args);
      text = line;
    },
    moveText: ([x, y]) => moveLine(number(x), number(y)),
    setLeadingMoveText: ([x, y]) => {
      state.leading = -number(y);
      moveLine(number(x), number(y));
    },
    nextLine: () => moveLine(0, -state.leading),
    setLeading: ([value]) => {
      state.leading = number(value);
    },
    setFont: ([id, size]) => {
      state.font = fontOf(String(id));
      state.size = number(size);
    },
    setCharSpacing: ([value]) => {
      state.spacing = number(value);
    },
    setWordSpacing: ([value]) => {
      state.wordSpacing = number(value);
    },
    setHScale: ([value]) => {
      state.scale = number(value) / 100;
    },
    setTextRise: ([value]) => {
      state.rise = number(value);
    },
    setFillRGBColor: ([colour]) => {
      state.isLight = lightness(colour) > LIGHT;
    },
    setGState: ([entries]) => {
      for (const [key, value] of entries as [string, unknown][]) {
        if (key === "ca") state.alpha = number(value);
        if (key === "Font" && Array.isArray(value)) operators.setFont?.(value);
      }
    },
  };
  return {
    matrix: (): Matrix => state.matrix,
    apply(name: string, args: unknown[]): void {
      operators[name]?.(args);
    },
    showText,
  };

  function showText(shown: readonly unknown[]) {
    const isVertical = state.font?.vertical === true;
    const isBold =
      state.font?.bold === true || state.font?.black === true || BOLD_NAME.test(state.font?.name ?? "");
    const unit = state.font?.fontMatrix?.[0] ?? DEFAULT_FONT_MATRIX;
    const isLight = state.isLight || state.alpha < FAINT;
    const placed: DirectedGlyph[] = [];
    for (const item of shown) {
      if (typeof item === "number") {
        advance((-item / 1000) * state.size, isVertical);
        continue;
      }
      const glyph = item as PdfGlyph;
      const extra = state.spacing + (glyph.isSpace ? state.wordSpacing : 0);
      const length = isVertical ? (glyph.vmetric?.[0] ?? -1000) * unit : (glyph.width ?? 0) * unit;
      const where = isVertical ? placeVertical(length, extra) : placeHorizontal(length, extra);
      if (glyph.unicode) placed.push({ text: glyph.unicode, isBold, isLight, isVertical, ...where });
      advance(length * state.size + (isVertical ? -extra : extra), isVertical);
    }
    return placed;
  }

  function advance(distance: number, isVertical: boolean): void {
    text = multiply(text, [1, 0, 0, 1, isVertical ? 0 : distance * state.scale, isVertical ? distance : 0]);
  }

  function placeHorizontal(length: number, extra: number): Place {
    const [a, b, c, d, e, f] = multiply(state.matrix, text);
    const along = Math.hypot(a, b) * state.scale;
    const width = length * state.size * along;
    const x = e + c * state.rise;
    return {
      x: Math.min(x, x + width),
      y: f + d * state.rise,
      width: Math.abs(width),
      size: Math.abs(state.size) * Math.hypot(c, d),
      spacing: extra * along,
      turns: readTurns(a * Math.sign(state.size), b * Math.sign(state.size)),
    };
  }

  /** The origin of a vertical glyph is the middle of its top. */
  function placeVertical(length: number, extra: number): Place {
    const [, , c, d, e, f] = multiply(state.matrix, text);
    const across = Math.hypot(c, d);
    const size = Math.abs(state.size) * across;
    const width = Math.abs(length) * size;
    return { x: e - size / 2, y: f + size * BASELINE, width, size, spacing: extra * across, turns: 0 };
  }
}

/** Six numbers as a map; anything else leaves things where they are. */
export function toMatrix(value: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = Array.from(value as ArrayLike<number>, Number);
  const matrix: Matrix = [a, b, c, d, e, f];
  return matrix.every(Number.isFinite) ? matrix : IDENTITY;
}

/** Quarter turns of a direction, clockwise as the page is seen; null when it is slanted. */
function readTurns(a: number, b: number): number | null {
  const length = Math.hypot(a, b);
  if (Math.abs(b) < length * SLANT) return a > 0 ? 0 : 2;
  if (Math.abs(a) < length * SLANT) return b > 0 ? 1 : 3;
  return null;
}

/** Of a colour `#rrggbb`, 0 to 1. */
function lightness(colour: unknown): number {
  if (typeof colour !== "string") return 0;
  const value = Number.parseInt(colour.slice(1), 16);
  return (((value >> 16) & 255) * 0.3 + ((value >> 8) & 255) * 0.59 + (value & 255) * 0.11) / 255;
}
