import type { RegisterRow } from "../../domain.ts";
import { dispositionOf } from "./dispositions.ts";
import type { ListEdition } from "./list-edition.ts";
import { nameKey } from "./name-key.ts";

/** An entry that both editions hold and that they say different things of. */
export interface ChangedRow {
  before: RegisterRow;
  after: RegisterRow;
  /** The columns that differ, as labelled in the newer edition, with both values. */
  changes: { label: string; field: string; before: string; after: string }[];
}

/** What became of the entries of an edition in the next one. */
export interface EditionsDifference {
  added: RegisterRow[];
  removed: RegisterRow[];
  changed: ChangedRow[];
}

/** Columns whose changes mean nothing for the entry. */
const IGNORED = new Set(["ordinal", "name", "aliases"]);

/** Compares two editions of one list; entries are the same by code, else by name, else by name and department. */
export function compareEditions(older: ListEdition, newer: ListEdition): EditionsDifference {
  const pairs = pairRows(older.register.rows, newer.register.rows);
  const matched = new Set(pairs.map(([before]) => before));
  const found = new Set(pairs.map(([, after]) => after));
  return {
    added: newer.register.rows.filter((row) => !found.has(row)),
    removed: older.register.rows.filter((row) => !matched.has(row)),
    changed: pairs.flatMap(([before, after]) => {
      const changes = changesOf(before, after, older, newer);
      return changes.length > 0 ? [{ before, after, changes }] : [];
    }),
  };
}

function pairRows(
  before: readonly RegisterRow[],
  after: readonly RegisterRow[],
): [RegisterRow, RegisterRow][] {
  const left = new Set(before);
  const right = new Set(after);
  const pairs: [RegisterRow, RegisterRow][] = [];
  const keys: ((row: RegisterRow) => string)[] = [
    ({ name, department }) => `${nameKey(name)}|${nameKey(department ?? "")}`,
    ({ name }) => nameKey(name),
    ({ code }) => (code === null ? "" : nameKey(code)),
    ({ aliases }) => nameKey(aliases[0] ?? ""),
  ];
  for (const keyOf of keys) {
    const waiting = unique([...right], keyOf);
    const asking = unique([...left], keyOf);
    for (const [key, row] of asking) {
      const other = waiting.get(key);
      if (!other) continue;
      pairs.push([row, other]);
      left.delete(row);
      right.delete(other);
    }
  }
  return pairs;
}

/** Rows by key, those left out that share theirs with another. */
function unique(rows: readonly RegisterRow[], keyOf: (row: RegisterRow) => string): Map<string, RegisterRow> {
  const found = new Map<string, RegisterRow>();
  const shared = new Set<string>();
  for (const row of rows) {
    const key = keyOf(row);
    if (found.has(key)) shared.add(key);
    found.set(key, row);
  }
  for (const key of ["", ...shared]) found.delete(key);
  return found;
}

function changesOf(
  before: RegisterRow,
  after: RegisterRow,
  older: ListEdition,
  newer: ListEdition,
): ChangedRow["changes"] {
  const changes: ChangedRow["changes"] = [];
  if (nameKey(before.name) !== nameKey(after.name))
    changes.push({ label: "名称", field: "name", before: before.name, after: after.name });
  for (const column of newer.register.columns) {
    if (IGNORED.has(column.field)) continue;
    const was = oldValue(before, column, older);
    const is = cellValue(after, column.label);
    if (was === null || nameKey(was) === nameKey(is)) continue;
    changes.push({ label: column.label, field: column.field, before: was, after: is });
  }
  const [was, is] = [dispositionOf(before, older.register), dispositionOf(after, newer.register)];
  const isTold = changes.some(({ field }) => field === "status");
  if (!isTold && was !== is && before.status !== null && after.status !== null)
    changes.push({ label: "状态", field: "status", before: before.status, after: after.status });
  return changes;
}

function cellValue({ cells }: RegisterRow, label: string): string {
  return cells.find((cell) => cell.label === label)?.value ?? "";
}

/** The value of the same column in the older edition, whatever its label there; null where it had none. */
function oldValue(
  row: RegisterRow,
  column: { label: string; field: string },
  { register }: ListEdition,
): string | null {
  const same =
    register.columns.find(({ label }) => label === column.label) ??
    (column.field === "other" ? undefined : register.columns.find(({ field }) => field === column.field));
  return same ? cellValue(row, same.label) : null;
}
