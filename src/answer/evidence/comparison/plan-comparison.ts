import type { Notice } from "../../../domain.ts";
import type { Window } from "../score-windows.ts";
import type { RankedPart, Statement } from "../statement.ts";
import { columnLabel } from "./column-label.ts";

/** What answers one cell: the clauses that say it; null where nothing was found. */
interface PlannedCell {
  window: Window | null;
}

/** A table before its citations are settled: one row for each place or year, one column for each thing asked. */
export interface PlannedComparison {
  columns: string[];
  rows: { label: string; cells: PlannedCell[] }[];
}

const ANYTHING = "所问内容";
const FEWEST_ROWS = 2;
/** Windows of a part among which a sentence chosen for another part may answer it too. */
const LOOKED_AT = 5;
/** Scores this near are equal for choosing the shorter of two windows. */
const AS_GOOD = 0.02;
/** Least share of a question's weight that a cell must hold where several columns could be mistaken for it. */
const TELLING = 0.45;

/**
 * Lays what was found for several places, or years, out as a table. Null where the question asks of one only, or
 * asks so different things that no column would hold for two rows.
 */
export function planComparison(
  ranked: readonly (readonly RankedPart[])[],
  statements: readonly Statement[],
): PlannedComparison | null {
  const rows = rowsOf(ranked);
  if (rows.length < FEWEST_ROWS || statements.some(({ corrects }) => corrects)) return null;
  const columns = [...new Set(rows.flatMap(({ parts }) => parts.map(({ part }) => columnLabel(part))))];
  const isFull = rows.every(({ parts }) => parts.length === columns.length);
  const isOneEach = rows.every(({ parts }) => parts.length === 1);
  if (!isFull && !isOneEach) return null;
  const planned = rows.map(({ label, parts }) => ({
    label,
    cells: isOneEach
      ? parts.map((part) => cellOf(part, statements))
      : columns.map((column) => cellFor(column, parts, statements)),
  }));
  const windows = planned.flatMap(({ cells }) => cells.flatMap(({ window }) => window ?? []));
  // Where a cell may belong to the next column, the sentences say more by themselves than in a table.
  const isSure = columns.length === 1 || isOneEach || windows.every(({ coverage }) => coverage >= TELLING);
  if (windows.length === 0 || !isSure) return null;
  return { columns: isFull ? columns : [ANYTHING], rows: planned };
}

interface Row {
  label: string;
  parts: RankedPart[];
}

/** A row for each place; for one place, a row for each year that a part of its own asks about. */
function rowsOf(ranked: readonly (readonly RankedPart[])[]): Row[] {
  if (ranked.length > 1) {
    return withLabels(ranked).map(({ label, parts }) => ({ label, parts: firstOfColumns(parts) }));
  }
  const parts = ranked[0] ?? [];
  const years = parts.map(({ part }) => part.years);
  const isByYear = years.every((own) => own.length === 1) && new Set(years.flat()).size === parts.length;
  return isByYear ? parts.map((part) => ({ label: `${part.part.years[0]}年`, parts: [part] })) : [];
}

/** Places as they were called; by their full names where two are called the same. */
function withLabels(ranked: readonly (readonly RankedPart[])[]) {
  const places = ranked.map((parts) => parts[0]?.place ?? null);
  const isClear = new Set(places.map((place) => place?.text)).size === places.length;
  return ranked.map((parts, index) => {
    const place = places[index];
    const label = isClear ? place?.text : place?.candidates[0]?.name;
    return { label: label ?? "", parts };
  });
}

/** 「各取消几项」 asked again for the same place is one column. */
function firstOfColumns(parts: readonly RankedPart[]): RankedPart[] {
  const columns = new Map(parts.toReversed().map((part) => [columnLabel(part.part), part]));
  return parts.filter((part) => columns.get(columnLabel(part.part)) === part);
}

function cellFor(
  column: string,
  parts: readonly RankedPart[],
  statements: readonly Statement[],
): PlannedCell {
  const part = parts.find((own) => columnLabel(own.part) === column);
  return part ? cellOf(part, statements) : { window: null };
}

/** The statement chosen for the part; or that of another part where the same sentence ranks high for this one. */
function cellOf({ part, place, windows }: RankedPart, statements: readonly Statement[]): PlannedCell {
  const own = statements.find((statement) => statement.part === part && statement.place === place);
  if (own) return { window: narrowed(own.window, windows) };
  const beside = statements.filter((statement) => statement.place === place).map(({ window }) => window);
  const shared = windows
    .slice(0, LOOKED_AT)
    .find((window) => window.fits && beside.some((other) => isWithin(window, other)));
  return { window: shared ?? null };
}

/** The shortest window inside one that says as much. */
function narrowed(window: Window, windows: readonly Window[]): Window {
  const lengthOf = ({ first, last, view }: Window) => {
    return (view.clauses[last]?.end ?? 0) - (view.clauses[first]?.start ?? 0);
  };
  const inside = windows.filter(
    (other) => other.fits && other.score >= window.score - AS_GOOD && isWithin(other, window),
  );
  return inside.reduce((best, other) => (lengthOf(other) < lengthOf(best) ? other : best), window);
}

function isWithin(inner: Window, outer: Window): boolean {
  return (
    inner.view.passage.id === outer.view.passage.id && outer.first <= inner.first && inner.last <= outer.last
  );
}

/** Says which cells are empty, where their row has others. */
export function noticesOf({ columns, rows }: PlannedComparison): Notice[] {
  const missing = rows.flatMap(({ label, cells }) => {
    const isAny = cells.some(({ window }) => window !== null);
    return isAny ? cells.flatMap(({ window }, at) => (window ? [] : [`${label}的${columns[at] ?? ""}`])) : [];
  });
  if (missing.length === 0) return [];
  return [{ code: "partial", text: `没有找到${missing.join("、")}，以下只是其余部分。` }];
}
