import { branchTraits, readBranch } from "../../language/branches.ts";
import type { GuideLine } from "./guide-line.ts";
import { hasCases } from "./inline-labels.ts";
import type { Heading } from "./read-heading.ts";
import { bareLabel, type GuideLabel } from "./read-label.ts";

/** What is needed of the field above a line to tell whether the line names a case of it. */
interface FieldAbove {
  labels: GuideLabel[];
  depth: number;
}

/** Numberings down to （一） can be headings; 1. and below are items of lists. */
export const DEEPEST_HEADING = 25;
export const LONGEST_CASE = 20;
/** 「（本人办理）」 alone on its line. */
const IN_PARENTHESES = /^[（(][^（()）\d]{2,20}[）)]$/;

/** Whether a heading stands below the label of a field. */
export function isBelow(heading: Heading, current: FieldAbove | null): boolean {
  return current !== null && heading.depth > current.depth;
}

/** A heading below a field's label that is a case; or one beside it, where the name of a case is all it is. */
export function isCaseOf(
  heading: Heading,
  line: GuideLine,
  current: FieldAbove,
  next: GuideLine | undefined,
): boolean {
  if (isBelow(heading, current)) return isCase(heading, line, current, next);
  return (
    heading.depth === current.depth &&
    heading.labels.length === 0 &&
    heading.rest === null &&
    hasCases(current.labels[0]?.key ?? "") &&
    readBranch(bareLabel(heading.name)) !== null
  );
}

/** 「本人办理」 or, in a style of headings, any short name below a field's label. */
function isCase(
  heading: Heading,
  line: GuideLine,
  current: FieldAbove,
  next: GuideLine | undefined,
): boolean {
  // 「首次申领：120元」 says its case itself.
  if (heading.rest !== null) return false;
  if (ownCase(heading, current) !== null) return true;
  const isChannel = readBranch(bareLabel(heading.name)) !== null;
  if (heading.labels.length > 0) return isChannel && current.labels[0]?.key !== heading.labels[0]?.key;
  if (isChannel) return heading.depth <= DEEPEST_HEADING || isCaseLine(heading, line, current);
  // 「（一）身份证」 is an item of a list, whatever its numbering; a style or a bracket makes a heading.
  const isStyled = !heading.style.startsWith("mark") || branchTraits(heading.name).length > 0;
  // Nor is a styled line above the next of its kind.
  const hasBody = next !== undefined && (next.level === null || next.level > heading.depth);
  return (
    isStyled &&
    (hasBody || !heading.style.startsWith("h")) &&
    heading.rest === null &&
    heading.depth <= DEEPEST_HEADING &&
    heading.name.length <= LONGEST_CASE &&
    !/[。；;]$/.test(heading.name)
  );
}

/** 「1.网上办理流程」 below 办理流程: the same field again, for a case. */
export function ownCase({ labels: [label] }: Heading, current: FieldAbove): string | null {
  return label !== undefined && label.key === current.labels[0]?.key ? label.branch : null;
}

/** 「本人办理：」 above a list; 自然人 below 服务对象 is a value. */
function isCaseLine(heading: Heading, { text }: GuideLine, current: FieldAbove): boolean {
  if (!hasCases(current.labels[0]?.key ?? "")) return false;
  return (
    heading.hasColon ||
    IN_PARENTHESES.test(text) ||
    /(?:办理|代办|申领|申请|情形|补办|换证)$/.test(heading.name)
  );
}
