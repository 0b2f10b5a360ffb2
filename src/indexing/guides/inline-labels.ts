import { type GuideLabel, readLabel } from "./read-label.ts";

/** Labels that only put others together: 咨询电话：… and 投诉电话：… stand under 联系方式. */
const CONTAINERS = /联系方式$|^咨询(?:方式|渠道|途径)$|信息$/;
const LABEL = /^([^：:]{4,16})[：:]/;

/** A value with the label that it brings; null where it brings none. */
export interface LabelledValue {
  label: GuideLabel | null;
  value: string;
}

/** Whether values under this label may bring labels of their own. */
export function mayHoldLabels(label: string): boolean {
  return CONTAINERS.test(label);
}

/** The values under a label, each with the label that it brings along where it may bring one. */
export function readLabelledValues(outer: string, values: readonly string[]): LabelledValue[] {
  return values.map((value) => {
    const name = mayHoldLabels(outer) ? LABEL.exec(value)?.[1] : undefined;
    const label = name === undefined ? null : readLabel(name);
    const rest = name === undefined ? "" : value.slice(name.length + 1).trim();
    return label === null || rest === "" ? { label: null, value } : { label, value: rest };
  });
}
