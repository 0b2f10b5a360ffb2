import { cleanLabel, isBlank, isHeaderWord, isLabelLike, matchLabel } from "./label.ts";

/** Where the columns of a table get their names. Rows above the first header row are its title. */
export interface TableHeader {
  /** Indexes of the header's rows, without gaps; empty for a table that goes on one before it. */
  headerRows: number[];
  /** One for each column; empty for a column without a name. Of two levels the lower one, where that is enough. */
  labels: string[];
  /** The upper level of a header of two levels; empty for columns that have none. */
  groups: string[];
  bodyStart: number;
}

/** A header stands in the first rows of a table. */
const ROWS_LOOKED_AT = 40;
const MOST_LEVELS = 3;
const FEWEST_LABELS = 2;

/**
 * The header of an office table, below whatever stands above it: titles, 附件1, 单位：…, dates, blank rows.
 * `isKnown` tells a label that lists and guides use. Null where no row reads like a header.
 */
export function findHeader(
  rows: readonly string[][],
  isKnown: (cell: string) => boolean = isHeaderWord,
): TableHeader | null {
  const at = findKnownRow(rows, isKnown) ?? findPlainRow(rows);
  if (at === null) return null;
  let first = at;
  let last = at;
  while (first > 0 && last - first + 1 < MOST_LEVELS && goesOn(rows[first - 1], rows[first])) first--;
  while (last - first + 1 < MOST_LEVELS && goesOn(rows[last], rows[last + 1])) last++;
  const headerRows = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return { headerRows, ...nameColumns(headerRows.map((row) => rows[row] ?? [])), bodyStart: last + 1 };
}

/** The first of the rows with the most known labels; values among them speak against it. */
function findKnownRow(rows: readonly string[][], isKnown: (cell: string) => boolean): number | null {
  let best: { row: number; known: number } | null = null;
  for (const [row, cells] of rows.slice(0, ROWS_LOOKED_AT).entries()) {
    const words = distinct(cells);
    const known = words.filter((cell) => isKnown(cell)).length;
    const odd = words.filter((cell) => !isLabelLike(cell)).length;
    if (known < FEWEST_LABELS || odd * 3 > words.length || isPairs(words, isKnown)) continue;
    if (best === null || known > best.known) best = { row, known };
  }
  return best?.row ?? null;
}

/** 「填报单位 | 市审批局 | 填报日期 | 6月」: every other cell is a value, which no header has. */
function isPairs(words: readonly string[], isKnown: (cell: string) => boolean): boolean {
  const values = words.filter((_, i) => i % 2 === 1);
  return words.length <= 6 && /^(?:填报|制表|编制|审核|发布)/.test(words[0] ?? "") && !values.every(isKnown);
}

/** Without any known label: a full row of different short words above other rows. */
function findPlainRow(rows: readonly string[][]): number | null {
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  const at = rows.slice(0, ROWS_LOOKED_AT).findIndex((cells) => {
    const words = distinct(cells);
    return words.length >= FEWEST_LABELS && words.length * 5 >= width * 3 && words.every(isLabelLike);
  });
  return at < 0 ? null : at;
}

function distinct(cells: readonly string[]): string[] {
  return [...new Set(cells.filter((cell) => !isBlank(cell)).map((cell) => cell.trim()))];
}

/**
 * Whether the lower row is the next level of the same header: each of its cells repeats the one above (merged
 * downwards), is empty, or names a part of a group that covers several columns.
 */
export function goesOn(upper: readonly string[] | undefined, lower: readonly string[] | undefined): boolean {
  if (upper === undefined || lower === undefined || distinct(upper).length < 2) return false;
  if (!upper.every((cell) => isBlank(cell) || isLabelLike(cell))) return false;
  let parts = 0;
  for (const [column, below] of lower.entries()) {
    if (isBlank(below) || below === upper[column]) continue;
    if (!isGrouped(upper, lower, column) || !isLabelLike(below)) return false;
    parts++;
  }
  return parts >= FEWEST_LABELS;
}

/** Whether the column's upper cell covers a neighbour too: the same value, or a blank to its right. */
function isGrouped(upper: readonly string[], lower: readonly string[], column: number): boolean {
  const own = upper[column] ?? "";
  if (isBlank(own)) return column > 0 && !isBlank(lower[column - 1] ?? "");
  if (upper[column - 1] === own || upper[column + 1] === own) return true;
  return isBlank(upper[column + 1] ?? "-") && !isBlank(lower[column + 1] ?? "");
}

function nameColumns(levels: readonly string[][]): Pick<TableHeader, "labels" | "groups"> {
  const width = Math.max(0, ...levels.map((cells) => cells.length));
  const filled = levels.map((cells, level) => fillRight(cells, levels[level + 1]));
  const paths = Array.from({ length: width }, (_, column) => pathOf(filled, column));
  const counts = new Map<string, number>();
  const lowest = paths.map((path) => matchLabel(path.at(-1) ?? ""));
  for (const label of lowest) counts.set(label, (counts.get(label) ?? 0) + 1);
  return {
    labels: paths.map((path, column) => {
      const isShared = (counts.get(lowest[column] ?? "") ?? 0) > 1;
      return isShared ? path.join(" · ") : (path.at(-1) ?? "");
    }),
    groups: paths.map((path) => (path.length > 1 ? (path[0] ?? "") : "")),
  };
}

/** A group's name also stands over the blanks to its right that have a name below them. */
function fillRight(cells: readonly string[], below: readonly string[] | undefined): string[] {
  if (below === undefined) return [...cells];
  let group = "";
  return cells.map((cell, column) => {
    if (isBlank(below[column] ?? "")) group = "";
    else if (!isBlank(cell)) group = cell;
    return isBlank(cell) ? group : cell;
  });
}

function pathOf(levels: readonly string[][], column: number): string[] {
  const path: string[] = [];
  for (const cells of levels) {
    const label = cleanLabel(cells[column] ?? "");
    if (label !== "" && label !== path.at(-1)) path.push(label);
  }
  return path;
}
