import type { Rule } from "./page-content.ts";

/** A box of a grid, in page coordinates, with the rows and columns that it covers. */
export interface GridCell {
  left: number;
  right: number;
  top: number;
  bottom: number;
  rows: readonly [from: number, to: number];
  columns: readonly [from: number, to: number];
}

/** Ruling lines that form a table. */
export interface Grid {
  /** Places of the lines, ascending. */
  xs: number[];
  ys: number[];
  cells: GridCell[];
}

/** Lines nearer than this are one line, or meet. */
const TOLERANCE = 3;
/** Lines of a page beyond this are drawings. */
const MOST_RULES = 20_000;
const MOST_SIDES = 400;
/** Share of a side of a cell that must be drawn for it to be a wall. */
const WALL_SHARE = 0.6;

/** The tables that ruling lines draw, from top to bottom; frames with a single box are none. */
export function findGrids(rules: readonly Rule[]): Grid[] {
  if (rules.length > MOST_RULES) return [];
  const horizontals = mergeRules(rules.filter(({ isHorizontal }) => isHorizontal));
  const verticals = mergeRules(rules.filter(({ isHorizontal }) => !isHorizontal));
  return groupRules(horizontals, verticals)
    .map((group) => toGrid(group.horizontals, group.verticals))
    .filter((grid) => grid !== null)
    .filter((grid, _, all) => !all.some((other) => other !== grid && liesInCell(grid, other)))
    .toSorted((a, b) => (a.ys[0] ?? 0) - (b.ys[0] ?? 0));
}

/** Lines drawn in pieces, twice, or as the two edges of one stroke, as one line each. */
function mergeRules(rules: readonly Rule[]): Rule[] {
  const places = snap(rules.map(({ at }) => at));
  const byPlace = Map.groupBy(rules, ({ at }) => nearest(places, at));
  return [...byPlace].flatMap(([place, group]) => {
    const at = places[place] ?? 0;
    const merged: Rule[] = [];
    for (const rule of group.toSorted((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last !== undefined && rule.from <= last.to + TOLERANCE) last.to = Math.max(last.to, rule.to);
      else merged.push({ ...rule, at });
    }
    return merged;
  });
}

/** Distinct places, ascending, each the middle of those nearer than the tolerance to each other. */
function snap(values: readonly number[]): number[] {
  const places: { from: number; to: number }[] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    const last = places.at(-1);
    if (last !== undefined && value - last.from <= TOLERANCE) last.to = value;
    else places.push({ from: value, to: value });
  }
  return places.map(({ from, to }) => (from + to) / 2);
}

function nearest(places: readonly number[], value: number): number {
  let [low, high] = [0, places.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  const [below, above] = [places[low - 1], places[low]];
  return below !== undefined && above !== undefined && value - below < above - value ? low - 1 : low;
}

interface RuleGroup {
  horizontals: Rule[];
  verticals: Rule[];
}

/** Lines that touch, directly or through others. */
function groupRules(horizontals: Rule[], verticals: Rule[]): RuleGroup[] {
  const parents = [...horizontals, ...verticals].map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at] ?? 0] ?? 0;
      at = parents[at] ?? 0;
    }
    return at;
  };
  for (const [i, horizontal] of horizontals.entries())
    for (const [j, vertical] of verticals.entries())
      if (meet(horizontal, vertical)) parents[root(i)] = root(horizontals.length + j);
  const groups = new Map<number, RuleGroup>();
  for (const [i, rule] of [...horizontals, ...verticals].entries()) {
    const group = groups.get(root(i)) ?? { horizontals: [], verticals: [] };
    groups.set(root(i), group);
    (rule.isHorizontal ? group.horizontals : group.verticals).push(rule);
  }
  return [...groups.values()];
}

function meet(horizontal: Rule, vertical: Rule): boolean {
  return (
    vertical.at >= horizontal.from - TOLERANCE &&
    vertical.at <= horizontal.to + TOLERANCE &&
    horizontal.at >= vertical.from - TOLERANCE &&
    horizontal.at <= vertical.to + TOLERANCE
  );
}

function toGrid(horizontals: Rule[], verticals: Rule[]): Grid | null {
  if (horizontals.length < 2 || verticals.length === 0) return null;
  // The ends of lines are sides too: tables may be open on the left and right, or where a page ends.
  const xs = snap([...verticals.map(({ at }) => at), ...outerEnds(horizontals, verticals)]);
  const ys = snap([...horizontals.map(({ at }) => at), ...outerEnds(verticals, horizontals)]);
  if (xs.length < 2 || ys.length < 2 || xs.length > MOST_SIDES || ys.length > MOST_SIDES) return null;
  const cells = mergeBoxes(xs, ys, horizontals, verticals);
  return cells === null || cells.length < 2 ? null : { xs, ys, cells };
}

function outerEnds(lines: readonly Rule[], crossing: readonly Rule[]): number[] {
  const first = Math.min(...lines.slice(0, MOST_SIDES).map(({ from }) => from));
  const last = Math.max(...lines.slice(0, MOST_SIDES).map(({ to }) => to));
  const isNew = (end: number) => !crossing.some(({ at }) => Math.abs(at - end) <= TOLERANCE * 2);
  return [first, last].filter(isNew);
}

/** Boxes of the grid with no wall between them are one cell; null when a cell is no rectangle. */
function mergeBoxes(xs: number[], ys: number[], horizontals: Rule[], verticals: Rule[]): GridCell[] | null {
  const [rows, columns] = [ys.length - 1, xs.length - 1];
  const hasWall = createWalls(xs, ys, horizontals, verticals);
  const taken = new Uint8Array(rows * columns);
  const cells: GridCell[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (taken[row * columns + column]) continue;
      let right = column;
      while (right + 1 < columns && !hasWall.right(row, right)) right++;
      let bottom = row;
      while (bottom + 1 < rows && isOpen(bottom, column, right)) bottom++;
      for (let r = row; r <= bottom; r++)
        for (let c = column; c <= right; c++) {
          if (taken[r * columns + c]) return null;
          taken[r * columns + c] = 1;
        }
      cells.push({
        left: xs[column] ?? 0,
        right: xs[right + 1] ?? 0,
        top: ys[row] ?? 0,
        bottom: ys[bottom + 1] ?? 0,
        rows: [row, bottom],
        columns: [column, right],
      });
    }
  return cells;

  function isOpen(row: number, from: number, to: number): boolean {
    for (let column = from; column <= to; column++) if (hasWall.below(row, column)) return false;
    return true;
  }
}

/** Which sides of the grid's boxes are drawn. */
function createWalls(xs: number[], ys: number[], horizontals: Rule[], verticals: Rule[]) {
  const across = Map.groupBy(horizontals, ({ at }) => nearest(ys, at));
  const down = Map.groupBy(verticals, ({ at }) => nearest(xs, at));
  const covers = (lines: Rule[] | undefined, from: number, to: number) =>
    (lines ?? []).some(
      (line) => Math.min(line.to, to) - Math.max(line.from, from) > (to - from) * WALL_SHARE,
    );
  return {
    right: (row: number, column: number) => covers(down.get(column + 1), ys[row] ?? 0, ys[row + 1] ?? 0),
    below: (row: number, column: number) => covers(across.get(row + 1), xs[column] ?? 0, xs[column + 1] ?? 0),
  };
}

/** Whether a grid stands within one cell of another: a table within a table is read as that cell's text. */
function liesInCell(inner: Grid, outer: Grid): boolean {
  const [left, right] = [inner.xs[0] ?? 0, inner.xs.at(-1) ?? 0];
  const [top, bottom] = [inner.ys[0] ?? 0, inner.ys.at(-1) ?? 0];
  return outer.cells.some(
    (cell) => left >= cell.left && right <= cell.right && top >= cell.top && bottom <= cell.bottom,
  );
}
