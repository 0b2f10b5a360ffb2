import type { PageTable } from "./read-tables.ts";

/** Columns of one table stand at the same places on all its pages, to this many points. */
const TOLERANCE = 4;
const FEWEST_COLUMNS = 2;

/**
 * Whether a table at the head of a page has the columns of the one that ended the page before. Where all rows
 * of one page merge the same cells, only some of the columns are drawn there.
 */
export function continuesTable(before: PageTable, next: PageTable): boolean {
  if (Math.abs(before.right - before.left - (next.right - next.left)) > TOLERANCE) return false;
  const [few, many] =
    before.columns.length < next.columns.length ? [before, next] : ([next, before] as const);
  if (few.columns.length < FEWEST_COLUMNS && many.columns.length !== few.columns.length) return false;
  return few.columns.every((x) => columnAt(many, x - few.left) >= 0);
}

function columnAt({ columns, left }: PageTable, offset: number): number {
  return columns.findIndex((x) => Math.abs(x - left - offset) <= TOLERANCE);
}

/** Both parts with the columns of the one that has more: a cell over several of them repeats its value. */
export function alignColumns<Before extends PageTable>(before: Before, next: PageTable): [Before, PageTable] {
  if (before.columns.length === next.columns.length) return [before, next];
  return before.columns.length < next.columns.length
    ? [withColumnsOf(before, next), next]
    : [before, withColumnsOf(next, before)];
}

function withColumnsOf<Table extends PageTable>(table: Table, other: PageTable): Table {
  let own = 0;
  const sources = other.columns.map((x) => {
    const at = columnAt(table, x - other.left);
    if (at >= 0) own = at;
    return own;
  });
  const widen = <Cell>(rows: readonly (readonly Cell[])[]) =>
    rows.map((row) => sources.flatMap((at) => row[at] ?? []));
  const { first, last } = table.edges;
  return {
    ...table,
    columns: other.columns.map((x) => x - other.left + table.left),
    rows: widen(table.rows),
    edges: { first: widen(first), last: widen([last])[0] ?? [] },
  };
}
