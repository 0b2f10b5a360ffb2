import type { OffsetRun, Register, RegisterRow, Span } from "../../domain.ts";
import { shownSpan } from "../../language/offset-map.ts";
import { blotPersonalData, findWithheldData } from "../../language/personal-data.ts";
import type { CellName } from "../cleaning/clean-tables.ts";

/** The name of its column for each cell of a list, at the stored place of the cell; ordinals go without. */
export function nameCells(text: string, register: Register): CellName[] {
  const names: CellName[] = [];
  for (const row of [...register.rows].sort((a, b) => a.start - b.start)) {
    let from = row.start;
    for (const [column, { label, value }] of row.cells.entries()) {
      if (value === "") continue;
      const at = text.indexOf(value, from);
      if (at < 0 || at + value.length > row.end) break;
      const isNamed = label !== "" && register.columns[column]?.field !== "ordinal";
      if (isNamed) names.push({ at, name: label });
      from = at + value.length;
    }
  }
  return names;
}

/** The shown line of each row, the names of its columns included, sorted; none for a row that cleaning dropped. */
function shownRows(register: Register, shown: string, offsets: OffsetRun[]): (Span | null)[] {
  return register.rows.map((row) => {
    const { start, end } = shownSpan(offsets, row);
    if (start >= end) return null;
    const newline = shown.indexOf("\n", end);
    return { start: shown.lastIndexOf("\n", start - 1) + 1, end: newline < 0 ? shown.length : newline };
  });
}

/** What is left of a list when parts of its text are withheld. */
export interface BlottedRegister {
  register: Register;
  /** Shown lines of the rows that are left, sorted. */
  rows: Span[];
  reports: { code: string; message: string }[];
}

/**
 * The list without the rows that hold a withheld part: a row is told as a whole or not at all. A list that lost
 * rows does not name every entry any more.
 */
export function blotRegister(
  register: Register,
  { text, shown, offsets }: { text: string; shown: string; offsets: OffsetRun[] },
  withheld: readonly Span[],
): BlottedRegister {
  const lines = shownRows(register, shown, offsets);
  const numbers = findWithheldData(text);
  const holdsNumber = meets(numbers);
  const isWithheld = meets(withheld);
  const kept = register.rows.flatMap((row, at) => {
    const line = lines[at];
    return line == null || holdsNumber(row) || isWithheld(line) ? [] : [{ row, line }];
  });
  const lost = register.rows.length - kept.length;
  const { edition, columns } = register;
  return {
    register: {
      name: blotPersonalData(register.name),
      edition: {
        ...edition,
        label: edition.label && blotPersonalData(edition.label),
        ...(lost > 0 && { isComplete: false, completeFrom: null, withheld: lost }),
      },
      columns: columns.map((column) => ({ ...column, label: blotPersonalData(column.label) })),
      rows: kept.map(({ row }): RegisterRow => row),
    },
    rows: kept.map(({ line }) => line).sort((a, b) => a.start - b.start),
    reports: lost === 0 ? [] : [lostRows(lost)],
  };
}

function lostRows(count: number): { code: string; message: string } {
  const message = `清单有 ${count} 行含个人号码或不收录的内容，没有收入；这份清单不再按完整清单处理。`;
  return { code: "ingest.rows_withheld", message };
}

/** Whether a range meets one of the sorted ranges; binary search, as lists are long. */
function meets(ranges: readonly Span[]): (span: Span) => boolean {
  return ({ start, end }) => {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ranges[middle]?.end ?? 0) > start) high = middle;
      else low = middle + 1;
    }
    return (ranges[low]?.start ?? Number.POSITIVE_INFINITY) < end;
  };
}
