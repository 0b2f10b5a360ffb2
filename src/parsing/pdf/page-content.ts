/** One character as drawn. Coordinates are points from the upper left corner of the page as it is seen. */
export interface Glyph {
  text: string;
  /** Left end of the baseline. */
  x: number;
  y: number;
  width: number;
  /** Height of the font. */
  size: number;
  /** Whether the name of the font says that it is bold. */
  isBold: boolean;
  /** Whether it is drawn in a light or transparent colour, as watermarks are. */
  isLight: boolean;
  /** Added behind each character by the file, in points. */
  spacing: number;
}

/** A horizontal or vertical ruling line, or an edge of a drawn box. */
export interface Rule {
  isHorizontal: boolean;
  /** y of a horizontal, x of a vertical line. */
  at: number;
  from: number;
  to: number;
}

/** What stands on a page, before any reading. */
export interface PageContent {
  page: number;
  width: number;
  height: number;
  glyphs: Glyph[];
  rules: Rule[];
  /** Whether room for a large picture is made on it. One that is not decoded leaves nothing else behind. */
  isPainted: boolean;
}

/** Where the ink of a glyph lies, as far as that is known without its outline. */
export function topOf(glyph: Glyph): number {
  return glyph.y - glyph.size * 0.85;
}

export function bottomOf(glyph: Glyph): number {
  return glyph.y + glyph.size * 0.15;
}
