import { readBranch } from "../../language/branches.ts";
import { bareLabel, type GuideLabel, readLabel } from "./read-label.ts";

/** Labels that only put others together: 咨询电话：… and 投诉电话：… stand under 联系方式. */
const CONTAINERS = /联系方式$|^咨询(?:方式|渠道|途径)$|信息$/;
const LABEL = /^([^：:]{4,16})[：:]/;
/** Fields that differ by case. */
const HAVE_CASES = /^(?:materials|conditions|steps|exempt|tolerated|timeLimit|fee|result|place)$/;
const LONGEST_CASE = 30;

/** A value of a cell with the label or the case that stands before it; null for the cell's own. */
export interface LabelledValue {
  label: GuideLabel | null;
  branch: string | null;
  value: string;
}

/** Whether values under this label may bring labels of their own. */
export function mayHoldLabels(label: string): boolean {
  return CONTAINERS.test(label);
}

/** Whether fields of this key are told by case. */
export function hasCases(key: string): boolean {
  return HAVE_CASES.test(key);
}

/**
 * The values under a label. A line such as 「代办：」 names the case of the values below it; under a label that
 * only puts others together, 「投诉电话：…」 brings its own.
 */
export function readLabelledValues({ key, label }: GuideLabel, values: readonly string[]): LabelledValue[] {
  const read: LabelledValue[] = [];
  let branch: string | null = null;
  for (const [at, value] of values.entries()) {
    const named = at + 1 < values.length && hasCases(key) ? readCase(value) : null;
    const isEmpty = named !== null && readCase(values[at + 1] ?? "") !== null;
    if (named !== null && !isEmpty) branch = named;
    else read.push({ ...readOwnLabel(label, value), branch });
  }
  return read;
}

function readCase(value: string): string | null {
  return value.length <= LONGEST_CASE && /[：:]$/.test(value) ? readBranch(bareLabel(value)) : null;
}

function readOwnLabel(outer: string, value: string): Pick<LabelledValue, "label" | "value"> {
  const name = mayHoldLabels(outer) ? LABEL.exec(value)?.[1] : undefined;
  const label = name === undefined ? null : readLabel(name);
  const rest = name === undefined ? "" : value.slice(name.length + 1).trim();
  return label === null || rest === "" ? { label: null, value } : { label, value: rest };
}
