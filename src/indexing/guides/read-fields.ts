import type { ProcedureField } from "../../domain.ts";
import { readBranch } from "../../language/branches.ts";
import type { GuideLine } from "./guide-line.ts";
import { mayHoldLabels } from "./inline-labels.ts";
import { findStyles, type GuideStyles } from "./label-styles.ts";
import { DEEPEST_HEADING, isBelow, isCaseOf, LONGEST_CASE, ownCase } from "./read-case.ts";
import { type Heading, readHeading } from "./read-heading.ts";
import { bareLabel, type GuideLabel, mayBeMaterial, otherLabel } from "./read-label.ts";
import { readTable } from "./read-table.ts";
import { withoutMark } from "./split-values.ts";

/** A field being read. A label that names several fields opens one for all of them. */
interface OpenField {
  labels: GuideLabel[];
  /** Case of the part of the guide in which it stands; null outside such parts. */
  outer: string | null;
  /** Case below the label: a sub-heading such as 代办 or 网上办理. */
  branch: string | null;
  depth: number;
  /** Whether its value stands behind its label on one line. */
  isInline: boolean;
  values: string[];
  start: number;
  end: number;
  source: string | null;
  /** The line of the sub-heading that opened it: a value, when nothing stands below it. */
  caseLine: { text: string; start: number } | null;
}

interface Reading {
  styles: GuideStyles;
  done: OpenField[];
  current: OpenField | null;
  /** The part for one case in which the labels stand: 「一、本人办理」 above 「（一）办理材料」. */
  part: { branch: string; depth: number } | null;
  /** Fields of the label read last, with those of its cases: a source below them is that of all. */
  group: OpenField[];
}

const SOURCE_LINE = /^(?:[-*+][ \t]+)?(?:来源|依据来源|确认来源)[:：][ \t]*(\S.*)$/;
/** Fields whose values are lists and texts: a short word with a colon in them is a value like any other. */
const LISTS =
  /^(?:materials|conditions|steps|questions|notes|exempt|tolerated|prohibited|forms|other|basis)$/;
/** Fields whose values are numbered. */
const NUMBERED = /^(?:materials|conditions|steps|questions|notes)$/;
const LONGEST_OTHER = 12;

/** The fields of a guide, in the order of its text. Ranges are those of the lines. Linear in the text. */
export function readFields(lines: readonly GuideLine[]): ProcedureField[] {
  const reading: Reading = { styles: findStyles(lines), done: [], current: null, part: null, group: [] };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined) break;
    if (line.row === null) readLine(reading, line, lines[at + 1]);
    else {
      const { table } = line.row;
      let end = at;
      while (isOfTable(lines[end + 1], lines[end + 2], table)) end++;
      readRows(reading, lines.slice(at, end + 1));
      at = end;
    }
  }
  return keepCaseLines(reading.done).flatMap(fieldsOf);
}

/** Fields with values. What looked like the name of a case, and has nothing below it, was a value itself. */
function keepCaseLines(opened: readonly OpenField[]): OpenField[] {
  const kept: OpenField[] = [];
  for (const field of opened) {
    const { caseLine, values } = field;
    const own =
      values.length > 0 || caseLine === null
        ? field
        : { ...field, branch: null, values: [caseLine.text], start: caseLine.start };
    const last = kept.at(-1);
    if (own.values.length === 0) continue;
    if (last && own !== field && last.labels === own.labels && last.branch === null) {
      last.values.push(...own.values);
      last.end = own.end;
    } else kept.push(own);
  }
  return kept;
}

/** A row of the table, or the line of a cell merged over a whole row between two rows of it. */
function isOfTable(line: GuideLine | undefined, next: GuideLine | undefined, table: number): boolean {
  if (line?.row != null) return line.row.table === table;
  return line !== undefined && line.level === null && next?.row?.table === table;
}

function fieldsOf({ labels, outer, branch, values, start, end, source }: OpenField): ProcedureField[] {
  return labels.map((label) => {
    const cases = [outer, label.branch, branch].filter((one) => one !== null);
    const joined = cases.length === 0 ? null : [...new Set(cases)].join("·");
    return { key: label.key, label: label.label, values: [...values], branch: joined, start, end, source };
  });
}

function readLine(reading: Reading, line: GuideLine, next: GuideLine | undefined): void {
  const source = SOURCE_LINE.exec(line.text)?.[1];
  if (source !== undefined && reading.current !== null) {
    for (const field of reading.group) field.source = source.trim();
    return;
  }
  const heading = readHeading(line);
  if (heading === null || !readAsHeading(reading, line, heading, next)) addValue(reading, line);
}

/** Whether the line was a label, a case or a heading; otherwise it is a value. */
function readAsHeading(
  reading: Reading,
  line: GuideLine,
  heading: Heading,
  next: GuideLine | undefined,
): boolean {
  const { styles, current } = reading;
  if (readPart(reading, heading, next)) return true;
  if (current !== null && isCaseOf(heading, line, current, next)) return openCase(reading, line, heading);
  if (heading.labels.length > 0) {
    if (!isLabel(heading, styles, current)) return false;
    return openField(reading, line, heading, heading.labels);
  }
  if (heading.depth < styles.depth && heading.depth <= DEEPEST_HEADING) {
    return current !== null && openField(reading, line, heading, [otherLabel(heading.name)]);
  }
  if (heading.style === styles.primary && heading.depth <= DEEPEST_HEADING && isShort(heading)) {
    return openField(reading, line, heading, [otherLabel(heading.name)]);
  }
  return isOtherLine(heading, current) && openField(reading, line, heading, [otherLabel(heading.name)]);
}

/** A case with labels of its own below it; the part ends at the next heading of its level. */
function readPart(reading: Reading, heading: Heading, next: GuideLine | undefined): boolean {
  if (reading.part !== null && heading.depth <= reading.part.depth && heading.isMarked) reading.part = null;
  const branch =
    heading.labels.length > 0 || heading.rest !== null ? null : readBranch(bareLabel(heading.name));
  if (branch === null || heading.depth > DEEPEST_HEADING || next === undefined) return false;
  const below = readHeading(next);
  if (below === null || below.labels.length === 0 || below.depth <= heading.depth || !below.isMarked)
    return false;
  if (below.depth > DEEPEST_HEADING || below.labels.some((label) => label.branch !== null)) return false;
  reading.part = { branch, depth: heading.depth };
  reading.current = null;
  return true;
}

/** 「（三）办理结果：领取证件」 as the last step is a step. */
function isItemOfList(heading: Heading, styles: GuideStyles, current: OpenField | null): boolean {
  const isNumbered = heading.style.startsWith("mark") && heading.style !== styles.primary;
  return isNumbered && isBelow(heading, current) && NUMBERED.test(current?.labels[0]?.key ?? "");
}

function isLabel(heading: Heading, styles: GuideStyles, current: OpenField | null): boolean {
  if (heading.style === "item")
    return mayHoldLabels(current?.labels[0]?.label ?? "") || current?.depth === heading.depth;
  if (!styles.accepted.has(heading.style)) return false;
  // 申请表格 below 办理材料 is a material.
  if (
    isBelow(heading, current) &&
    !heading.hasColon &&
    mayBeMaterial(heading.labels, current?.labels[0]?.key ?? null)
  )
    return false;
  if (isItemOfList(heading, styles, current)) return false;
  if (heading.style !== "line") return true;
  if (current?.labels[0]?.key === "questions" && heading.style !== styles.primary) return false;
  // 「全程网办」 alone below the heading 网办深度 is what stands there, whatever else it may name.
  if (styles.primary !== "line" && !heading.hasColon && heading.rest === null && isUnfilled(current))
    return false;
  const isLong = heading.name.length >= 4 || styles.primary === "line";
  return isLong && heading.isMarked;
}

function isUnfilled(current: OpenField | null): boolean {
  return current !== null && current.values.length === 0 && current.labels[0]?.key !== "other";
}

function isShort(heading: Heading): boolean {
  return heading.name.length <= LONGEST_CASE;
}

/** 「窗口编号：3号」 in a guide of lines with labels. */
function isOtherLine(heading: Heading, current: OpenField | null): boolean {
  if (heading.style !== "line" || heading.rest === null || current === null) return false;
  if (!current.isInline || heading.name.length > LONGEST_OTHER) return false;
  return !LISTS.test(current.labels[0]?.key ?? "other") || current.labels[0]?.key === "other";
}

function openField(reading: Reading, line: GuideLine, heading: Heading, labels: GuideLabel[]): boolean {
  reading.group = [];
  open(reading, { labels, branch: null, depth: heading.depth, isInline: heading.rest !== null }, line.end);
  addRest(reading, line, heading);
  return true;
}

function openCase(reading: Reading, line: GuideLine, heading: Heading): boolean {
  const { current } = reading;
  if (current === null) return false;
  const name = bareLabel(heading.name);
  const branch = ownCase(heading, current) ?? readBranch(name) ?? name;
  const caseLine = { text: withoutMark(line.text), start: line.start };
  open(
    reading,
    { labels: current.labels, branch, depth: current.depth, isInline: false, caseLine },
    line.end,
  );
  addRest(reading, line, heading);
  return true;
}

function open(
  reading: Reading,
  opened: Pick<OpenField, "labels" | "branch" | "depth" | "isInline"> & Partial<OpenField>,
  end: number,
): void {
  const outer = reading.part?.branch ?? null;
  const field: OpenField = { caseLine: null, outer, ...opened, values: [], start: end, end, source: null };
  reading.current = field;
  reading.group.push(field);
  reading.done.push(field);
}

function addRest({ current }: Reading, line: GuideLine, { rest }: Heading): void {
  if (current === null || rest === null) return;
  current.start = rest.start;
  current.end = line.end;
  current.values.push(withoutMark(rest.text));
}

function addValue({ current }: Reading, line: GuideLine): void {
  if (current === null) return;
  if (current.values.length === 0) current.start = line.start;
  current.values.push(withoutMark(line.text));
  current.end = line.end;
}

function readRows(reading: Reading, lines: readonly GuideLine[]): void {
  const outer = reading.current;
  for (const part of readTable(lines, outer?.labels[0]?.key ?? null)) {
    const labels = part.labels ?? outer?.labels;
    if (labels === undefined) continue;
    // Without labels of its own a row goes on the field above the table, with the case it stands in.
    const branch = part.branch ?? (part.labels === null ? (outer?.branch ?? null) : null);
    const { current } = reading;
    const goesOn = current !== null && current.labels === labels && current.branch === branch;
    if (!goesOn) {
      if (part.labels !== null && current?.labels !== labels) reading.group = [];
      open(reading, { labels, branch, depth: outer?.depth ?? 0, isInline: false }, part.end);
    }
    const field = reading.current;
    if (field === null || part.values.length === 0) continue;
    if (field.values.length === 0) field.start = part.start;
    field.values.push(...part.values);
    field.end = part.end;
  }
}
