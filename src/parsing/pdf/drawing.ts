import { IDENTITY, type Matrix, multiply, toMatrix } from "./matrix.ts";

/** What pdf.js tells of a font. */
export interface FontFacts {
  name?: string;
  bold?: boolean;
  black?: boolean;
  vertical?: boolean;
  fontMatrix?: number[];
}

/** What holds until it is changed or an earlier state is restored. */
export interface DrawingState {
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
  /** Letters are drawn with a line round them, as writers do to make a font without a bold face bold. */
  isOutlined: boolean;
}

/** A page being drawn, as far as text and its place are concerned (ISO 32000-1, 8.4 and 9.4). */
export interface Drawing {
  state: DrawingState;
  saved: DrawingState[];
  /** Where the line and its next character begin. */
  line: Matrix;
  text: Matrix;
  fontOf(id: string): FontFacts | null;
}

/** Lightness, 0 to 1, from which a colour is one of a watermark. */
const LIGHT = 0.6;
const MOST_STATES = 1000;
const FILL_AND_STROKE = 2;

export function createDrawing(matrix: Matrix, fontOf: Drawing["fontOf"]): Drawing {
  const state: DrawingState = {
    matrix,
    font: null,
    size: 0,
    spacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
    rise: 0,
    isLight: false,
    alpha: 1,
    isOutlined: false,
  };
  return { state, saved: [], line: IDENTITY, text: IDENTITY, fontOf };
}

/** Does what one of pdf.js's operators says; those that concern neither text nor its place do nothing. */
export function applyOperator(drawing: Drawing, name: string, args: readonly unknown[]): void {
  OPERATORS[name]?.(drawing, args);
}

type Operator = (drawing: Drawing, args: readonly unknown[]) => void;

const OPERATORS: Readonly<Record<string, Operator>> = {
  save,
  restore,
  transform: ({ state }, args) => {
    state.matrix = multiply(state.matrix, toMatrix(args));
  },
  paintFormXObjectBegin: (drawing, [matrix]) => {
    save(drawing);
    if (matrix) drawing.state.matrix = multiply(drawing.state.matrix, toMatrix(matrix));
  },
  paintFormXObjectEnd: restore,
  beginText: (drawing) => beginLine(drawing, IDENTITY),
  setTextMatrix: (drawing, args) => beginLine(drawing, toMatrix(args.length === 1 ? args[0] : args)),
  moveText: (drawing, [x, y]) => moveLine(drawing, number(x), number(y)),
  setLeadingMoveText: (drawing, [x, y]) => {
    drawing.state.leading = -number(y);
    moveLine(drawing, number(x), number(y));
  },
  nextLine: (drawing) => moveLine(drawing, 0, -drawing.state.leading),
  setLeading: ({ state }, [value]) => {
    state.leading = number(value);
  },
  setFont,
  setCharSpacing: ({ state }, [value]) => {
    state.spacing = number(value);
  },
  setWordSpacing: ({ state }, [value]) => {
    state.wordSpacing = number(value);
  },
  setTextRenderingMode: ({ state }, [value]) => {
    state.isOutlined = value === FILL_AND_STROKE;
  },
  setHScale: ({ state }, [value]) => {
    state.scale = number(value) / 100;
  },
  setTextRise: ({ state }, [value]) => {
    state.rise = number(value);
  },
  setFillRGBColor: ({ state }, [colour]) => {
    state.isLight = lightness(colour) > LIGHT;
  },
  setGState: (drawing, [entries]) => {
    for (const [key, value] of entries as [string, unknown][]) {
      if (key === "ca") drawing.state.alpha = number(value);
      if (key === "Font" && Array.isArray(value)) setFont(drawing, value);
    }
  },
};

function save({ saved, state }: Drawing): void {
  if (saved.length < MOST_STATES) saved.push({ ...state });
}

function restore(drawing: Drawing): void {
  drawing.state = drawing.saved.pop() ?? drawing.state;
}

function setFont({ state, fontOf }: Drawing, [id, size]: readonly unknown[]): void {
  state.font = fontOf(String(id));
  state.size = number(size);
}

function beginLine(drawing: Drawing, matrix: Matrix): void {
  drawing.line = matrix;
  drawing.text = matrix;
}

function moveLine(drawing: Drawing, x: number, y: number): void {
  beginLine(drawing, multiply(drawing.line, [1, 0, 0, 1, x, y]));
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

/** Of a colour `#rrggbb`, 0 to 1. */
function lightness(colour: unknown): number {
  if (typeof colour !== "string") return 0;
  const value = Number.parseInt(colour.slice(1), 16);
  return (((value >> 16) & 255) * 0.3 + ((value >> 8) & 255) * 0.59 + (value & 255) * 0.11) / 255;
}
