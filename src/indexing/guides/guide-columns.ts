import { readBranch } from "../../language/branches.ts";
import type { TableHeader } from "../tables/find-header.ts";
import { matchLabel } from "../tables/label.ts";
import { isGuide } from "./guide-document.ts";
import { type GuideLabel, otherLabel, readLabel } from "./read-label.ts";
import { type RowTable, readRowTable } from "./row-values.ts";

/** What the columns of a table with one guide a row are. */
export interface GuideColumns {
  /** Columns with the item's name, the most telling first. */
  names: number[];
  /** The field of each column; null for ordinals, parts of materials and columns without a label. */
  labels: (GuideLabel | null)[];
  /** Columns that are the cells of one material a row, with their names; null where there are none. */
  materials: { label: GuideLabel; columns: number[]; table: RowTable } | null;
  /** Column that names the case a row is for; -1 without one. */
  caseColumn: number;
}

const NAMES = [
  /^(?:业务)?办理项名称$/,
  /^(?:子项|小项)(?:名称)?$/,
  /^(?:政务服务|办理|服务|办事|公共服务)?事项(?:名称)?$/,
  /^(?:指南|业务|主项|大项)名称$/,
];
/** Names that other tables have too: they need materials beside them. */
const WEAK_NAMES = /^(?:名称|项目名称|项目)$/;
const ORDINAL = /^(?:序号|序|编号|项次|no\.?|#)$/i;
const CASE = /^(?:办理|业务|申请)?情形(?:名称)?$|^办理情况$/;
const MATERIAL_PART =
  /^(?:材料(?:名称|类型|形式|数量|份数|来源|要求|必要性|说明|分类)|来源渠道|份数|必要性|规格|出具单位|原件(?:份数)?|复印件(?:份数)?|填报须知|受理标准|是否免提交|免提交方式)$/;

/** A part of a label that says nothing without the one above it. */
const LONGEST_PART = 2;

/** Reads the header of a table as that of one guide a row; null for any other table. */
export function readGuideColumns({ labels, groups }: TableHeader): GuideColumns | null {
  const words = labels.map((label) => matchLabel(partOf(label)));
  const names = NAMES.flatMap((pattern) => words.flatMap((word, at) => (pattern.test(word) ? [at] : [])));
  const weak = words.findIndex((word) => WEAK_NAMES.test(word));
  const materials = readMaterials(labels, groups, words);
  const read = labels.map((label, at) => {
    if (words[at] === "" || ORDINAL.test(words[at] ?? "") || materials?.columns.includes(at)) return null;
    return labelOf(partOf(label), groups[at] ?? "");
  });
  const keys = new Set([...read.flatMap((label) => label?.key ?? []), ...(materials ? ["materials"] : [])]);
  keys.delete("other");
  if (names.length === 0 && (weak < 0 || !keys.has("materials"))) return null;
  if (!isGuide(keys)) return null;
  const caseColumn = words.findIndex((word) => CASE.test(word));
  return { names: names.length > 0 ? names : [weak], labels: read, materials, caseColumn };
}

/** The lowest level of a label of several levels. */
function partOf(label: string): string {
  return label
    .slice(label.lastIndexOf(" · ") + 1)
    .replace(/^·\s*/, "")
    .trim();
}

/** A column's field from its label and the label above it: 办理材料 over 代办, 本人办理 over 办理材料. */
function labelOf(own: string, group: string): GuideLabel {
  const label = readLabel(own);
  const above = group === "" || group === own ? null : readLabel(group);
  if (above !== null && above.key !== label?.key && own.length <= LONGEST_PART && readBranch(own) === null) {
    // 法定 under 办结时限, 电话 under 投诉.
    const joined = readLabel(`${group}${own}`) ?? readLabel(`${own}${group}`);
    return (
      joined ?? (label === null ? otherLabel(`${group}·${own}`) : { ...above, label: `${group}·${own}` })
    );
  }
  const branch = readBranch(own);
  if (label !== null) {
    const shared = above?.key === label.key ? above.branch : null;
    return { ...label, branch: label.branch ?? readBranch(group) ?? shared };
  }
  if (above !== null && branch !== null) return { ...above, branch };
  return otherLabel(above === null ? own : `${group}·${own}`);
}

/** 办理材料 over 材料名称, 份数, 必要性: the cells of one material. */
function readMaterials(
  labels: readonly string[],
  groups: readonly string[],
  words: readonly string[],
): GuideColumns["materials"] {
  const isPart = (at: number) =>
    MATERIAL_PART.test(words[at] ?? "") ||
    (readLabel(groups[at] ?? "")?.key === "materials" && readBranch(words[at] ?? "") === null);
  const columns = labels.flatMap((_, at) => (isPart(at) ? [at] : []));
  if (columns.length < 2 || !columns.some((at) => /^(?:材料名称|名称|材料)$/.test(words[at] ?? "")))
    return null;
  const parts = columns.map((at) => (words[at] === "名称" ? "材料名称" : partOf(labels[at] ?? "")));
  const table = readRowTable(parts, "materials");
  if (table === null) return null;
  const above = columns.flatMap((at) => readLabel(groups[at] ?? "") ?? [])[0];
  return { label: above ?? { key: "materials", label: "办理材料", branch: null }, columns, table };
}
