import type { ProcedureField } from "../../domain.ts";
import type { AskedFields } from "./asked-fields.ts";

/** A line of a card: a field's label and values with the field they rest on. */
export interface CardLine {
  field: ProcedureField | null;
  text: string;
}

/** The fields of a whole card in the order people need them. */
const CARD_ORDER = [
  "conditions",
  "materials",
  "steps",
  "online",
  "timeLimit",
  "fee",
  "place",
  "hours",
  "visits",
  "result",
  "validity",
  "phone",
  "complaint",
  "basis",
  "notes",
];
/** Elements whose absence a card must own up to, with the label to do it under. */
const MANDATORY: Record<string, string> = {
  conditions: "受理条件",
  materials: "办理材料",
  steps: "办理流程",
  fee: "收费标准",
  place: "办理地点",
  hours: "办理时间",
  phone: "咨询电话",
  basis: "设定依据",
};
const SILENT = "本指南未载明";

/** The lines that answer: the asked fields, or the whole card in its fixed order. */
export function composeCard(fields: readonly ProcedureField[], asked: AskedFields): CardLine[] {
  if (asked.keys.length > 0) {
    return asked.keys.flatMap((key) => fields.filter((field) => field.key === key)).map(lineOf);
  }
  return CARD_ORDER.flatMap((key) => {
    const found = fields.filter((field) => field.key === key);
    if (found.length > 0) return found.map(lineOf);
    const label = MANDATORY[key];
    return label ? [{ field: null, text: `${label}：${SILENT}` }] : [];
  });
}

/** Longest card and longest field of one, in characters (contract: a whole card has at most 1,200). */
const LONGEST_CARD = 1_100;
const LONGEST_FIELD = 400;
const MORE = "……其余见原文";

/** The card cut to its length: long fields end where they must, fields beyond the limit are left to the source. */
export function fitCard(lines: readonly CardLine[]): CardLine[] {
  const longest = lines.length === 1 ? LONGEST_CARD : LONGEST_FIELD;
  const fitting: CardLine[] = [];
  let length = 0;
  for (const { field, text } of lines) {
    const cut = text.length > longest ? text.slice(0, longest - MORE.length) + MORE : text;
    if (length + cut.length > LONGEST_CARD) continue;
    fitting.push({ field, text: cut });
    length += cut.length;
  }
  return fitting;
}

/** Labels of the asked fields the guide does not have. */
export function missingLabels(fields: readonly ProcedureField[], asked: AskedFields): string[] {
  return asked.keys
    .filter((key) => !fields.some((field) => field.key === key))
    .flatMap((key) => MANDATORY[key] ?? OTHER_LABELS[key] ?? []);
}

const OTHER_LABELS: Record<string, string> = {
  timeLimit: "办结时限",
  online: "网上办理",
  visits: "到现场次数",
  result: "办理结果",
  validity: "有效期限",
  complaint: "投诉电话",
};

function lineOf(field: ProcedureField): CardLine {
  const values = field.values.map((value) => value.replace(/[。；;]+$/, ""));
  // Without numbers of our own: every figure of an answer stands in its source.
  const text = values.join("；");
  return { field, text: `${field.label}：${text}` };
}
