import type { Procedure, ProcedureField } from "../domain.ts";

/** One field of a service guide: its key, its label, and other labels that guides use for it. */
export interface ProcedureFieldSchema {
  key: string;
  label: string;
  otherLabels: readonly string[];
}

/**
 * The fields of a service guide in the order in which a card shows them. Names follow the elements of
 * GB/T 36114 and the national item list; anything else keeps its own label under the key `other`.
 */
export const PROCEDURE_FIELDS: readonly ProcedureFieldSchema[] = [
  {
    key: "conditions",
    label: "受理条件",
    otherLabels: ["申请条件", "办理条件", "申办条件", "受理范围", "适用对象"],
  },
  {
    key: "materials",
    label: "办理材料",
    otherLabels: ["申请材料", "所需材料", "申报材料", "提交材料", "材料清单"],
  },
  { key: "steps", label: "办理流程", otherLabels: ["办理步骤", "办事流程", "办理程序", "流程"] },
  {
    key: "timeLimit",
    label: "办结时限",
    otherLabels: ["办理时限", "承诺办结时限", "法定办结时限", "办理期限", "时限"],
  },
  { key: "fee", label: "收费标准", otherLabels: ["收费情况", "是否收费", "费用", "收费"] },
  {
    key: "place",
    label: "办理地点",
    otherLabels: ["办理窗口", "受理地点", "办公地址", "办理机构", "受理机构"],
  },
  { key: "hours", label: "办理时间", otherLabels: ["办公时间", "受理时间", "工作时间"] },
  { key: "phone", label: "咨询电话", otherLabels: ["咨询方式", "联系电话", "联系方式"] },
  { key: "online", label: "网上办理", otherLabels: ["网办地址", "在线办理", "网上办理渠道", "办理渠道"] },
  { key: "visits", label: "到现场次数", otherLabels: ["到办事现场次数", "跑动次数"] },
  { key: "result", label: "办理结果", otherLabels: ["审批结果", "结果名称", "领取方式", "结果送达"] },
  { key: "basis", label: "设定依据", otherLabels: ["法律依据", "办理依据", "政策依据", "依据"] },
  { key: "complaint", label: "投诉电话", otherLabels: ["监督电话", "投诉渠道", "投诉方式"] },
  { key: "handling", label: "办件类型", otherLabels: ["办理形式", "办理方式"] },
  { key: "validity", label: "有效期限", otherLabels: ["有效期"] },
  { key: "questions", label: "常见问题", otherLabels: ["常见问答", "问题解答"] },
  { key: "notes", label: "注意事项", otherLabels: ["温馨提示", "备注", "说明", "提示"] },
];

const byLabel = new Map(
  PROCEDURE_FIELDS.flatMap((field) =>
    [field.label, ...field.otherLabels].map((label) => [label, field] as const),
  ),
);

const SECTION = /^#{2,3}[ \t]+(\S.*)$/;
const VALUE_MARK = /^(?:[-*+•][ \t]+|\d{1,2}[.、．)）][ \t]*|[（(]\d{1,2}[）)][ \t]*)/;
const SOURCE_LINE = /^(?:[-*+][ \t]+)?(?:来源|依据来源|确认来源)[:：][ \t]*(\S.*)$/;

/** The schema of a label as guides write it; undefined for one that is not known. */
export function findProcedureField(label: string): ProcedureFieldSchema | undefined {
  return byLabel.get(label.trim());
}

/** What of a procedure stands outside its fields. */
export type ProcedureHead = Pick<Procedure, "name" | "aliases" | "audience"> & Partial<Procedure>;

/** Reads a guide whose text has one `## 标签` section per field. Ranges are offsets into `text`. */
export function parseProcedure(head: ProcedureHead, text: string): Procedure {
  const fields: ProcedureField[] = [];
  let field: ProcedureField | null = null;
  for (const line of linesOf(text)) {
    const label = SECTION.exec(line.text)?.[1]?.trim();
    if (label !== undefined) {
      const schema = findProcedureField(label);
      field = {
        key: schema?.key ?? "other",
        label,
        values: [],
        branch: null,
        start: line.end,
        end: line.end,
        source: null,
      };
      fields.push(field);
    } else if (field !== null && line.text !== "") {
      addLine(field, line);
    }
  }
  return {
    code: null,
    items: [],
    owner: null,
    ...head,
    fields: fields.filter((candidate) => candidate.values.length > 0),
  };
}

function addLine(field: ProcedureField, line: { text: string; start: number; end: number }): void {
  const source = SOURCE_LINE.exec(line.text)?.[1];
  if (source !== undefined) {
    field.source = source.trim();
    return;
  }
  if (field.values.length === 0) field.start = line.start;
  field.values.push(line.text.replace(VALUE_MARK, "").replace(/\*\*/g, ""));
  field.end = line.end;
}

function* linesOf(text: string): Generator<{ text: string; start: number; end: number }> {
  for (let from = 0; from <= text.length; ) {
    const newline = text.indexOf("\n", from);
    const to = newline < 0 ? text.length : newline;
    const raw = text.slice(from, to);
    const trimmed = raw.trim();
    const start = from + Math.max(0, raw.indexOf(trimmed.charAt(0)));
    yield { text: trimmed, start, end: start + trimmed.length };
    from = to + 1;
  }
}
