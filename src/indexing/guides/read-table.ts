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
import { readCaseColumns, readRowCase, readTicks } from "./table-cases.ts";

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
  /** The case that each column is for, by the row above; null where none says. */
  cases: (string | null)[] | null;
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
    cases: null,
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
    if (!readSection(state, cells)) readLone(state, { ...line, ...lone, text: textOf(lone) });
    return;
  }
  if (readCasesAbove(state, line, cells)) return;
  const first = textOf(cells[0]);
  const own = labelsOf(first);
  if (own.length > 0 && state.cases !== null) {
    readByCase(state, cells, own, state.cases);
    return;
  }
  if (readHeader(state, line, cells, mayBeHeader)) return;
  const labels = state.hasLabels && !isBelowHeader(state, cells) ? own : [];
  if (labels.length > 0) readLabelled(state, distinct.slice(1), labels);
  else if (state.header !== null) addRow(state, line, cells, state.header);
  else if (isOtherLabel(state, distinct)) readLabelled(state, distinct.slice(1), [otherLabel(first)]);
  else add(state, state.labels, state.branch, [distinct.map(textOf).join(" ")], line);
}

/** A cell merged over a whole row between the rows of a list: 「情形二：继承」 names the case of those below it. */
function readSection(state: TableState, cells: readonly GuideCell[]): boolean {
  const texts = cells.map(textOf);
  const [first = ""] = texts;
  if (state.header === null || cells.length < 3 || texts.some((text) => text !== first)) return false;
  if (labelsOf(first).length > 0) return false;
  const name = readRowCase(first);
  if (name !== null) state.branch = name;
  return name !== null;
}

/** 「本人办理 | 代办」 above the columns of what each case needs. */
function readCasesAbove(state: TableState, line: GuideLine, cells: readonly GuideCell[]): boolean {
  const texts = cells.map(textOf);
  const cases = readCaseColumns(texts);
  const labels = labelsOf(texts[0] ?? "");
  if (cases === null || (!state.hasLabels && labels.length === 0)) return false;
  if (labels.length > 0) open(state, labels, line);
  state.cases = cases;
  return true;
}

/** A row with a value for each case; one that is the same for all holds for all. */
function readByCase(
  state: TableState,
  cells: readonly GuideCell[],
  labels: GuideLabel[],
  cases: readonly (string | null)[],
): void {
  Object.assign(state, { labels, branch: null, header: null });
  const columns = cells.flatMap((cell, at) =>
    at > 0 && cases[at] != null ? [{ cell, name: cases[at] }] : [],
  );
  const [first] = columns;
  const isSame = columns.every(({ cell }) => textOf(cell) === textOf(first?.cell));
  if (isSame && first !== undefined) addCell(state, labels, null, first.cell);
  else for (const { cell, name } of columns) if (textOf(cell) !== "") addCell(state, labels, name, cell);
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
  if (isPair(state, texts)) return false;
  const left = labelsOf(texts[0] ?? "");
  const beside = left.length === 0 ? null : readRowTable(texts.slice(1), left[0]?.key ?? null);
  if (beside !== null) {
    open(state, left, line);
    state.header = { table: beside, from: 1 };
    return true;
  }
  const key = state.labels?.[0]?.key ?? state.outerKey;
  const table = readRowTable(texts, key, mayBeAny);
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

/** 「申请材料 | 身份证」, once or twice in a row, is a label with its value, no header. */
function isPair(state: TableState, texts: readonly string[]): boolean {
  const distinct = texts.filter((text, at) => text !== "" && text !== texts[at - 1]);
  if (!state.hasLabels || distinct.length % 2 === 1) return false;
  const isLabel = distinct.map((text) => labelsOf(text).length > 0);
  return isLabel[0] === true && (distinct.length === 2 || isLabel.every((is, at) => is === (at % 2 === 0)));
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
  const branch = own ?? side ?? state.branch;
  const ticks = readTicks(texts, table.labels);
  const value = writeRow(ticks?.rest ?? texts, table);
  if (value === "") return;
  for (const name of ticks === null || ticks.isAll ? [branch] : ticks.cases)
    add(state, state.labels, name, [value], line);
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

/** A cell on one line; a label that a narrow column broke is whole: 联系 / 电话. */
function textOf(cell: GuideCell | undefined): string {
  if (cell === undefined || cell.lines.length < 2) return cell?.lines[0] ?? "";
  const joined = cell.lines.length <= LONGEST_OTHER ? cell.lines.join("") : "";
  const isLabel = joined !== "" && joined.length <= LONGEST_OTHER && labelsOf(joined).length > 0;
  return isLabel ? joined : cell.lines.join(" ");
}

function spanOf(cells: readonly GuideCell[]): { start: number; end: number } {
  return { start: cells[0]?.start ?? 0, end: cells.at(-1)?.end ?? 0 };
}
