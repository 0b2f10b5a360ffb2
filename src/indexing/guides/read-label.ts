import { branchTraits, readBranch } from "../../language/branches.ts";
import { findProcedureField } from "../procedure-schema.ts";
import { readHeadingMark } from "../splitting/heading-marks.ts";

/** A label of a guide as read: the field it is for, and the case for which alone it holds. */
export interface GuideLabel {
  /** Key of the field; `other` for a label that the schema does not know. */
  key: string;
  /** As written, without numbering, brackets around it, and without the case. */
  label: string;
  branch: string | null;
}

/** Longer texts are no labels; it also bounds the work on hostile ones. */
export const LONGEST_LABEL = 30;

const DECORATION = /^[★☆●◆■▶►※◎○*#\s]+/;
const ENCLOSED = /^[【[《〖「]([^【】[\]《》〖〗「」]{1,40})[】\]》〗」]$/;
const IN_PARENTHESES = /^[（(]([^（()）]{1,40})[）)]$/;
const FORM_NOTE = /[（(](?:必填|选填|可多选|单选|多选|必选)[）)]$/;
const NOTE = /^(.{1,24}?)[（(]([^（()）]{1,24})[）)]$/;
/** A note of these says in what the values are counted, or how the field is filled in. */
const UNIT =
  /^(?:单位[：:].*|元|万元|天|日|个?工作日|个?自然日|小时|份|次|元\/.{1,4}|\d+|[一二三四五六七八九十]+|附件.*|见.*|如有)$/;
/** Between a case and what it needs: 委托他人代办需提供的材料. */
const JOINT = /(?:还?需要?|应当?|须)?(?:另外|同时|额外)?(?:提供|提交|准备|携带)?的?$/;
/** Short nouns that stand for a field only beside a case: 代办材料. */
const NOUNS: Readonly<Record<string, string>> = {
  材料: "办理材料",
  条件: "受理条件",
  流程: "办理流程",
  步骤: "办理流程",
  时限: "办结时限",
  费用: "收费标准",
  地点: "办理地点",
  时间: "办理时间",
};

/** A label's words without numbering, decoration, spacing and final colon. */
export function bareLabel(text: string): string {
  let bare = text.slice(0, LONGEST_LABEL * 3).replace(DECORATION, "");
  bare = bare.slice(readHeadingMark(bare)?.length ?? 0).trim();
  bare = (ENCLOSED.exec(bare) ?? IN_PARENTHESES.exec(bare))?.[1] ?? bare;
  bare = bare
    .replace(/\*\*/g, "")
    .replace(/[:：]\s*$/, "")
    .replace(FORM_NOTE, "");
  // 「办 理 材 料」 is set wide.
  return /^(?:\p{Script=Han}\s+)+\p{Script=Han}$/u.test(bare) ? bare.replace(/\s/g, "") : bare.trim();
}

/** What a text says as a label; null for one that names no field that the schema knows. */
export function readLabel(text: string): GuideLabel | null {
  const bare = bareLabel(text);
  if (bare === "" || bare.length > LONGEST_LABEL) return null;
  return known(bare, null) ?? withNote(bare) ?? withCase(bare);
}

/** The label of a field that the schema does not know, kept as it stands. */
export function otherLabel(text: string): GuideLabel {
  return { key: "other", label: bareLabel(text), branch: null };
}

/** The fields of a label that names several: 办理地点和时间, 受理地点、时间. Empty for any other. */
export function readCompoundLabel(text: string): GuideLabel[] {
  const bare = bareLabel(text);
  if (bare.length > LONGEST_LABEL) return [];
  const parts = bare.split(/[、和与及]|以及/).filter((part) => part !== "");
  if (parts.length < 2 || parts.length > 4) return [];
  const read = parts.map((part) => known(part, null) ?? known(NOUNS[part] ?? "", null));
  if (!read.every((label) => label !== null)) return [];
  const keys = [...new Set(read.map(({ key }) => key))];
  return keys.map((key) => ({ key, label: bare, branch: null }));
}

/** Whether a label may as well be one of the materials above it: 申请表格, 样表. */
export function mayBeMaterial(labels: readonly GuideLabel[], outerKey: string | null): boolean {
  const isForm = labels.some(({ key }) => key === "forms");
  return isForm && ["materials", "exempt", "tolerated"].includes(outerKey ?? "");
}

/** The words of a case without what they need of it: 代办的还需提供 → 代办. */
export function withoutJoint(text: string): string {
  return text.replace(JOINT, "").replace(/的$/, "");
}

function known(label: string, branch: string | null): GuideLabel | null {
  const schema = findProcedureField(label);
  return schema ? { key: schema.key, label, branch } : null;
}

/** 办理材料（代办） names a case; 办结时限（工作日） and 申请材料（一式两份） keep their note. */
function withNote(bare: string): GuideLabel | null {
  const [, name = "", note = ""] = NOTE.exec(bare) ?? [];
  if (name === "") return null;
  const label = known(name, null) ?? withCase(name);
  if (label === null) return null;
  const branch = UNIT.test(note) ? null : (readBranch(note) ?? (branchTraits(note).length > 0 ? note : null));
  return branch === null ? { ...label, label: bare } : { ...label, branch: label.branch ?? branch };
}

/** 代办材料, 委托他人代办需提供的材料, 办理材料-代办, 材料清单·本人. */
function withCase(bare: string): GuideLabel | null {
  for (let at = 1; at < bare.length; at++) {
    const [head, tail] = [bare.slice(0, at), bare.slice(at)];
    const before = readBranch(head.replace(JOINT, ""));
    if (before !== null) {
      const label = known(tail, before);
      if (label !== null) return label;
      const noun = NOUNS[tail];
      if (noun !== undefined) return known(noun, before);
    }
    const label = known(head, null);
    if (label === null) continue;
    const after = readBranch(tail.replace(/^[\s\-—–·:：/|_（(]+|[）)]$/g, ""));
    if (after !== null) return { ...label, branch: after };
  }
  return null;
}
