import type { Matrix } from "./matrix.ts";
import type { Rule } from "./page-content.ts";

/** pdf.js's codes within a path. */
const PATH = { moveTo: 0, lineTo: 1, curveTo: 2, quadraticCurveTo: 3, closePath: 4 } as const;
/** A filled box thinner than this is a line. */
const THICKEST_LINE = 3;
const SHORTEST_LINE = 2;
/** A box has five points at most, one more when a printer repeats one. */
const MOST_CORNERS = 6;

type Point = readonly [x: number, y: number];

/** The ruling lines of a path: its stroked straight parts, and filled boxes that are thin. */
export function readRules(
  args: readonly unknown[],
  matrix: Matrix,
  ops: Readonly<Record<string, number>>,
): Rule[] {
  const [paint, data] = args as [number, (ArrayLike<number> | null)[]];
  const isStroked = [ops.stroke, ops.closeStroke, ops.fillStroke, ops.eoFillStroke].includes(paint);
  const isClosed = [ops.closeFillStroke, ops.closeEOFillStroke].includes(paint);
  const isFilled = [ops.fill, ops.eoFill].includes(paint);
  if (!isStroked && !isClosed && !isFilled) return [];
  const shapes = data[0] ? readShapes(data[0], matrix) : [];
  return isFilled ? shapes.flatMap(thinBox) : shapes.flatMap(straightParts);
}

/** The points of each part of a path; curves break a part. */
function readShapes(data: ArrayLike<number>, [a, b, c, d, e, f]: Matrix): Point[][] {
  const shapes: Point[][] = [];
  const point = (i: number): Point => {
    const [x, y] = [data[i] ?? 0, data[i + 1] ?? 0];
    return [a * x + c * y + e, b * x + d * y + f];
  };
  for (let i = 0; i < data.length; ) {
    const code = data[i++];
    const shape = shapes.at(-1);
    if (code === PATH.moveTo) {
      shapes.push([point(i)]);
      i += 2;
    } else if (code === PATH.lineTo) {
      shape?.push(point(i));
      i += 2;
    } else if (code === PATH.closePath) {
      if (shape?.[0]) shape.push(shape[0]);
    } else {
      const length = code === PATH.curveTo ? 6 : 4;
      shapes.push([point(i + length - 2)]);
      i += length;
    }
  }
  return shapes;
}

function straightParts(shape: Point[]): Rule[] {
  return shape.slice(1).flatMap((to, i) => {
    const from = shape[i];
    return from === undefined ? [] : toRule(from, to);
  });
}

function toRule([x1, y1]: Point, [x2, y2]: Point): Rule[] {
  const [width, height] = [Math.abs(x1 - x2), Math.abs(y1 - y2)];
  if (Math.max(width, height) < SHORTEST_LINE || Math.min(width, height) > 1) return [];
  return width > height
    ? [{ isHorizontal: true, at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2) }]
    : [{ isHorizontal: false, at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2) }];
}

function thinBox(shape: Point[]): Rule[] {
  if (shape.length < 4 || shape.length > MOST_CORNERS) return [];
  const xs = shape.map(([x]) => x);
  const ys = shape.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [width, height] = [right - left, bottom - top];
  if (Math.min(width, height) > THICKEST_LINE || Math.max(width, height) < SHORTEST_LINE) return [];
  return width > height
    ? [{ isHorizontal: true, at: (top + bottom) / 2, from: left, to: right }]
    : [{ isHorizontal: false, at: (left + right) / 2, from: top, to: bottom }];
}
