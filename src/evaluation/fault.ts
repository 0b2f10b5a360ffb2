/** Why an answer is not right, with the wording for people. */
export const FAULT_WORDS = {
  failed: "出错",
  outcome: "结果类别不对",
  not_answered: "没有回答",
  not_declined: "不该回答却回答了",
  not_signposted: "没有说去哪里",
  key_missing: "缺少",
  span_missing: "没有答出原文",
  document_missing: "没有引用",
  documents_other: "引用了别的文件",
  evidence_missed: "引文不在依据处",
  quote_altered: "引文与原文不符",
  quote_short: "引文太短",
  figure_unbacked: "数字没有出处",
  too_long: "太长",
  forbidden: "出现了不该出现的",
  guide_other: "事项不对",
  not_asked: "没有反问",
  options_many: "选项太多",
  option_missing: "选项里没有",
  notice_missing: "缺少提示",
} as const;

export type FaultCode = keyof typeof FAULT_WORDS;

/** One reason. `detail` names the key, document or figure; it may be empty. */
export interface Fault {
  code: FaultCode;
  detail: string;
}

export function fault(code: FaultCode, detail = ""): Fault {
  return { code, detail };
}

/** The reason as people read it: 缺少：9个. */
export function describeFault({ code, detail }: Fault): string {
  return detail === "" ? FAULT_WORDS[code] : `${FAULT_WORDS[code]}：${detail}`;
}
