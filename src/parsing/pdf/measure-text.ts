import type { TextLine } from "./build-lines.ts";
import type { PageLayout } from "./read-layout.ts";

/** A line where it stands: its page, and the margins that its column has. */
export interface PlacedLine {
  line: TextLine;
  page: number;
  left: number;
  right: number;
  /** First line of its column or page, so that its distance to the line before tells nothing. */
  isFirst: boolean;
}

/** Line ends this near to each other, in characters, form a margin. */
const MARGIN = 1.5;
const MARGIN_SHARE = 0.15;
const FEWEST_AT_MARGIN = 3;
/** Text that fills its lines takes at least this share of the page's width. */
const LEAST_MEASURE = 0.55;
const WIDEST_MARGIN = 0.2;

/** The lines of a document outside tables with the margins of their text. */
export function createMeasure(pages: readonly PageLayout[]) {
  const lines = pages.flatMap(({ items }) =>
    items.flatMap((item) => ("lines" in item && !item.isBeside ? item.lines : [])),
  );
  const left = mostCommon(lines.map(({ x }) => x));
  const furthest = lines.reduce((right, line) => Math.max(right, line.right), 0);
  const size = mostCommon(lines.map((line) => line.size));
  const atMargin = lines.filter((line) => furthest - line.right < size * MARGIN).length;
  const isMargin = atMargin >= FEWEST_AT_MARGIN && atMargin >= lines.length * MARGIN_SHARE;
  return {
    /** Margins of lines that stand in one column of a page. */
    place(
      column: { lines: readonly TextLine[]; isBeside: boolean },
      { page, width }: PageLayout,
    ): PlacedLine[] {
      const own = column.isBeside ? marginsOf(column.lines) : null;
      // Text with few full lines does not show its right margin: it is as wide as the left one.
      const isWide = furthest - left > width * LEAST_MEASURE;
      const right =
        isMargin && isWide ? furthest : Math.max(furthest, width - Math.min(left, width * WIDEST_MARGIN));
      return column.lines.map((line, i) => ({
        line,
        page,
        left: own?.left ?? left,
        right: own?.right ?? right,
        isFirst: i === 0,
      }));
    },
  };
}

function marginsOf(lines: readonly TextLine[]): { left: number; right: number } {
  return {
    left: lines.reduce((left, { x }) => Math.min(left, x), Number.POSITIVE_INFINITY),
    right: lines.reduce((most, { right }) => Math.max(most, right), 0),
  };
}

/** The left margin is where most lines begin; of places as common the leftmost. */
function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(Math.round(value), (counts.get(Math.round(value)) ?? 0) + 1);
  let [best, most] = [0, 0];
  for (const [value, count] of [...counts].toSorted(([a], [b]) => a - b))
    if (count > most) [best, most] = [value, count];
  return best;
}
