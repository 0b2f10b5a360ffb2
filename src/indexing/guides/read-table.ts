import { readBranch } from "../../language/branches.ts";
import { goesOn } from "../tables/find-header.ts";
import { type GuideCell, type GuideLine, withoutRepeats } from "./guide-line.ts";
import { readLabelledValues } from "./inline-labels.ts";
import {
  bareLabel,
  type GuideLabel,
  mayBeMaterial,
  otherLabel,
  readCompoundLabel,
  readLabel,
} from "./read-label.ts";
import { type RowTable, readRowTable, writeRow } from "./row-values.ts";
import { splitValues } from "./split-values.ts";

/** What one row gives to a guide. */
export interface TablePart {
  /** The fields it is for; null for the field that the table stands in. */
  labels: GuideLabel[] | null;
  /** A case that the row itself names. */
  branch: string | null;
  /** Empty for a row that only opens a field for what comes below it. */
  values: string[];
  start: number;
  end: number;
}

/** What the rows above a row make of it. */
interface TableState {
  /** The fields in whose part of the table the row stands; null before the first label. */
  labels: GuideLabel[] | null;
  branch: string | null;
  /** The header above, and how many columns to its left are labels. */
  header: { table: RowTable; from: number } | null;
  parts: TablePart[];
  outerKey: string | null;
  /** Whether the table is one of labels and values, so that other short first cells are labels too. */
  hasLabels: boolean;
}

const FEWEST_LABELS = 2;
const LONGEST_OTHER = 14;

/** The parts of a table inside a guide, row by row. `outerKey` is the field in which it stands, null for none. */
export function readTable(lines: readonly GuideLine[], outerKey: string | null): TablePart[] {
  const rows = lines.map((line) => line.row?.cells ?? []);
  const labelled = rows.filter((cells) => labelsOf(textOf(cells[0])).length > 0).length;
  const state: TableState = {
    labels: null,
    branch: null,
    header: null,
    parts: [],
    outerKey,
    hasLabels: labelled >= FEWEST_LABELS || (outerKey === null && labelled > 0),
  };
  let isFirst = outerKey !== null && !state.hasLabels;
  for (const [at, line] of lines.entries()) {
    const cells = rows[at] ?? [];
    const joined = joinHeader(cells, rows[at + 1] ?? []);
    if (joined !== null) {
      rows[at + 1] = joined;
      continue;
    }
    if (line.row === null) readLone(state, line);
    else readRow(state, line, cells, isFirst);
    isFirst = false;
  }
  return state.parts;
}

/** A header of two levels as one row, 份数 over 原件 and 复印件: the lower cells, and the upper ones above blanks. */
function joinHeader(upper: readonly GuideCell[], lower: readonly GuideCell[]): GuideCell[] | null {
  if (!goesOn(upper.map(textOf), lower.map(textOf))) return null;
  const joined = lower.map((cell, at) => (cell.lines.length === 0 ? (upper[at] ?? cell) : cell));
  const texts = joined.map(textOf);
  const isHeader = readRowTable(texts) !== null || readRowTable(texts.slice(1)) !== null;
  return isHeader ? joined : null;
}

/** A row that is one cell: the label or the case of the rows below it, or words of its own. */
function readLone(state: TableState, line: GuideLine): void {
  const labels = labelsOf(line.text);
  const branch = readBranch(bareLabel(line.text));
  if (labels.length > 0) open(state, labels, line);
  else if (branch !== null) state.branch = branch;
  else add(state, state.labels, state.branch, splitValues([line.text]), line);
}

function readRow(state: TableState, line: GuideLine, cells: GuideCell[], mayBeHeader: boolean): void {
  const distinct = withoutRepeats(cells);
  const [lone, second] = distinct;
  if (lone === undefined) return;
  if (second === undefined) {
    readLone(state, { ...line, ...lone, text: textOf(lone) });
    return;
  }
  if (readHeader(state, line, cells, mayBeHeader)) return;
  const first = textOf(cells[0]);
  const labels = state.hasLabels && !isBelowHeader(state, cells) ? labelsOf(first) : [];
  if (labels.length > 0) readLabelled(state, distinct.slice(1), labels);
  else if (state.header !== null) addRow(state, line, cells, state.header);
  else if (isOtherLabel(state, distinct)) readLabelled(state, distinct.slice(1), [otherLabel(first)]);
  else add(state, state.labels, state.branch, [distinct.map(textOf).join(" ")], line);
}

/** Below a header with a label to its left the row must have the same label there. */
function isBelowHeader({ header, labels }: TableState, cells: readonly GuideCell[]): boolean {
  if (header === null) return false;
  const own = labelsOf(textOf(cells[0]));
  if (header.from === 0) return own.length === 0 || mayBeMaterial(own, header.table.key);
  return (
    bareLabel(textOf(cells[0])) === labels?.[0]?.label || readBranch(bareLabel(textOf(cells[0]))) !== null
  );
}

/** A header row: 序号 | 材料名称 | 份数, or with the label of its part to the left of it. */
function readHeader(state: TableState, line: GuideLine, cells: GuideCell[], mayBeAny: boolean): boolean {
  const texts = cells.map(textOf);
  const left = labelsOf(texts[0] ?? "");
  const beside = left.length === 0 ? null : readRowTable(texts.slice(1), left[0]?.key ?? null);
  if (beside !== null) {
    open(state, left, line);
    state.header = { table: beside, from: 1 };
    return true;
  }
  const key = state.labels?.[0]?.key ?? state.outerKey;
  const table = isPair(state, texts) ? null : readRowTable(texts, key, mayBeAny);
  if (table === null) return false;
  if (table.key !== null && key !== table.key && !isOfMaterials(key, table.key))
    open(state, labelsOf(LABELS[table.key] ?? ""), line);
  state.header = { table, from: 0 };
  return true;
}

const LABELS: Readonly<Record<string, string>> = {
  materials: "办理材料",
  steps: "办理流程",
  fee: "收费标准",
  questions: "常见问题",
};

function isOfMaterials(key: string | null, kind: string): boolean {
  return kind === "materials" && ["exempt", "tolerated", "forms"].includes(key ?? "");
}

/** 「申请材料 | 身份证」 is a label with its value, no header of two columns. */
function isPair(state: TableState, texts: readonly string[]): boolean {
  return state.hasLabels && new Set(texts).size === 2 && labelsOf(texts[0] ?? "").length > 0;
}

/** What stands to the right of a label: its value, a second label or case with its value, or further pairs. */
function readLabelled(state: TableState, rest: readonly GuideCell[], labels: GuideLabel[]): void {
  const isSame =
    state.labels?.[0]?.label === labels[0]?.label && state.labels?.[0]?.branch === labels[0]?.branch;
  if (!isSame) Object.assign(state, { labels, branch: null, header: null });
  const [first, second, ...more] = rest;
  if (first === undefined) return;
  if (second === undefined) {
    addCell(state, labels, state.branch, first);
    return;
  }
  const inner = labelsOf(textOf(first));
  const branch = readBranch(bareLabel(textOf(first)));
  const nextLabels = labelsOf(textOf(second));
  if (more.length === 0 && branch !== null) addCell(state, labels, branch, second);
  else if (more.length === 0 && inner.length > 0) addCell(state, inner, null, second);
  else if (nextLabels.length > 0 || (more.length % 2 === 1 && isShort(textOf(second)))) {
    addCell(state, labels, state.branch, first);
    readLabelled(state, more, nextLabels.length > 0 ? nextLabels : [otherLabel(textOf(second))]);
  } else add(state, labels, state.branch, [rest.map(textOf).join(" ")], spanOf(rest));
}

function addRow(
  state: TableState,
  line: GuideLine,
  cells: GuideCell[],
  header: NonNullable<TableState["header"]>,
): void {
  const { table, from } = header;
  const texts = cells.slice(from).map(textOf);
  const own = readBranch(bareLabel(texts[table.caseColumn] ?? ""));
  const side = from === 1 ? readBranch(bareLabel(textOf(cells[0]))) : null;
  const value = writeRow(texts, table);
  if (value !== "") add(state, state.labels, own ?? side ?? state.branch, [value], line);
}

/** A cell's values; those that bring a label of their own go to its field. */
function addCell(state: TableState, labels: GuideLabel[], branch: string | null, cell: GuideCell): void {
  const [outer] = labels;
  if (outer === undefined) return;
  for (const { label, branch: own, value } of readLabelledValues(outer, splitValues(cell.lines))) {
    add(state, label === null ? labels : [label], label === null ? (own ?? branch) : null, [value], cell);
  }
}

function open(state: TableState, labels: GuideLabel[], { start, end }: { start: number; end: number }): void {
  Object.assign(state, { labels, branch: null, header: null });
  state.parts.push({ labels, branch: null, values: [], start, end });
}

function add(
  { parts }: TableState,
  labels: GuideLabel[] | null,
  branch: string | null,
  values: string[],
  { start, end }: { start: number; end: number },
): void {
  if (values.length > 0) parts.push({ labels, branch, values, start, end });
}

function isOtherLabel(state: TableState, distinct: readonly GuideCell[]): boolean {
  return state.hasLabels && distinct.length % 2 === 0 && isShort(textOf(distinct[0]));
}

function isShort(text: string): boolean {
  return text.length >= 2 && text.length <= LONGEST_OTHER && !/[。；;，,]|^\d+$/.test(text);
}

function labelsOf(text: string): GuideLabel[] {
  const label = readLabel(text);
  return label === null ? readCompoundLabel(text) : [label];
}

function textOf(cell: GuideCell | undefined): string {
  return cell?.lines.join(" ") ?? "";
}

function spanOf(cells: readonly GuideCell[]): { start: number; end: number } {
  return { start: cells[0]?.start ?? 0, end: cells.at(-1)?.end ?? 0 };
}
