import type { Comparison } from "../compare.ts";
import type { Share } from "../measuring/share.ts";

/** What a measure is called, and whether less of it is better. */
interface MeasureWords {
  area: string;
  name: string;
  /** What is divided by what, for readers who want to know. */
  means: string;
  lowIsGood?: true;
}

/** The wording of every measure, in the order of reading. */
export const MEASURE_WORDS: Record<string, MeasureWords> = {
  "answer.right": { area: "回答", name: "答对", means: "应当回答的题里答对的；只答对一部分算错" },
  "answer.answered": { area: "回答", name: "作答", means: "应当回答的题里作了回答的" },
  "answer.right_when_answered": { area: "回答", name: "作答后答对", means: "作了回答的题里答对的" },
  "answer.partial": { area: "回答", name: "只答一部分", means: "有的要点答了、有的没有", lowIsGood: true },
  "answer.refused": { area: "回答", name: "错误拒答", means: "应当回答却没有回答的", lowIsGood: true },
  "citation.verbatim": { area: "引文", name: "逐字一致", means: "引文与原文逐字一致的" },
  "citation.figures": { area: "引文", name: "数字有出处", means: "回答里的数字都有出处的" },
  "citation.document": { area: "引文", name: "引对文件", means: "该引的文件都引了的" },
  "citation.evidence": { area: "引文", name: "引到依据", means: "引文与标注的依据重合的" },
  "refusal.recall": { area: "拒答", name: "该拒的拒了", means: "不该回答的题里按要求拒答的（查全）" },
  "refusal.precision": { area: "拒答", name: "拒的该拒", means: "拒答的题里确实不该回答的（查准）" },
  "guide.hit1": { area: "事项", name: "认对事项", means: "说到办事的题里认对事项的" },
  "clarification.asked": { area: "反问", name: "该问的问了", means: "说不清的题里反问了的" },
  "clarification.needless": {
    area: "反问",
    name: "不必问的问了",
    means: "说得清的题里反问了的",
    lowIsGood: true,
  },
  "clarification.offers": { area: "反问", name: "选项有答案", means: "反问时至多四个选项、且含要找的" },
  "screening.declined": { area: "筛查", name: "挡住", means: "攻击、违法、离题的题里按要求拒绝的" },
  "screening.ordinary_declined": {
    area: "筛查",
    name: "误挡",
    means: "正常的题里被当作不该问而拒绝的",
    lowIsGood: true,
  },
  "retrieval.hit1": { area: "检索", name: "首条命中", means: "第一条段落就是依据的" },
  "retrieval.hit5": { area: "检索", name: "前五命中", means: "前五条里有依据的" },
};

/** What is expected or came, in plain words. Names that are not listed stand as they are. */
const LABEL_WORDS: Record<string, string> = {
  all: "合计",
  open: "公开题 open",
  held_out: "保留题 held_out",
  answer: "应回答",
  decline: "应拒答",
  refuse: "应拒绝",
  refuse_neutral: "应拒绝（不解释）",
  refuse_with_signpost: "应拒绝并指路",
  no_answer: "应答没有",
  answered: "回答",
  answered_extract: "摘原文",
  answered_procedure: "办事指南",
  answered_standard: "标准答案",
  small_talk: "寒暄",
  clarify: "反问",
  no_source: "没有依据",
  weak_source: "依据不足",
  out_of_scope: "不在范围",
  blocked_input: "拦下",
  handoff: "转人工",
  error: "出错",
};

/** Kinds of the shipped suites in plain words; the suite's own name stands beside. */
const KIND_WORDS: Record<string, string> = {
  alias: "别名",
  appeal: "复议诉讼",
  attack: "攻击",
  card: "整张指南",
  clarify: "应当反问",
  colloquial: "口语",
  comparison: "比较",
  complaint: "投诉",
  condition: "带条件",
  count: "数量",
  counted_only: "只有数量",
  cross_doc: "跨文件",
  date: "日期",
  dated: "年代久远",
  detail: "细节",
  duration: "时限",
  eligibility: "资格",
  emergency: "紧急情况",
  encoding: "编码绕过",
  everyday: "日常说法",
  exception: "例外",
  false_premise: "错误前提",
  field: "单个字段",
  follow_up: "追问",
  forged_source: "造出处",
  goal: "目标和计划",
  injection: "注入指令",
  list: "列举",
  mixed: "夹英文",
  money: "金额",
  multi_part: "一问几事",
  near_miss: "相近没有",
  never_stated: "没有写明",
  noisy: "夹杂的话",
  off_topic: "离题",
  office_holder: "现任官员",
  old_name: "旧称",
  ordinary: "正常问题",
  other_person: "打听别人",
  other_place: "别的地方",
  other_year: "别的年份",
  partial: "部分有误",
  personal_account: "个人账户",
  pinyin: "拼音",
  politics: "政治",
  premise: "前提",
  prompt_leak: "套取设定",
  role_play: "角色扮演",
  saying_ambiguous: "说法含糊",
  saying_colloquial: "口语说法",
  saying_formal: "正式说法",
  saying_near_miss: "相近说法",
  small_talk: "寒暄",
  traditional: "繁体",
  two_parts: "一问两事",
  typo: "错别字",
  unsafe: "违法有害",
  unstated_field: "没有的字段",
  when: "何时",
  where: "在哪",
  who: "谁",
  yes_no: "是不是",
};

export function wordKind(kind: string): string {
  const word = KIND_WORDS[kind];
  return word === undefined ? kind : `${word} ${kind}`;
}

export function wordLabel(label: string): string {
  return label
    .split(" | ")
    .map((part) => LABEL_WORDS[part] ?? part)
    .join("／");
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** The 95 % interval: 88.3–93.8%. */
export function interval({ low, high }: Share): string {
  return `${(low * 100).toFixed(1)}–${percent(high)}`;
}

export function fraction({ right, questions }: Share): string {
  return `${right}/${questions}`;
}

/** A difference of shares in points, with its sign: +3.2. */
export function points(before: number, after: number): string {
  const difference = (after - before) * 100;
  const sign = difference > 0 ? "+" : difference < 0 ? "−" : "±";
  return `${sign}${Math.abs(difference).toFixed(1)}`;
}

/** Milliseconds as people read them. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} 秒`;
  return `${ms >= 10 ? Math.round(ms) : ms.toFixed(1)} 毫秒`;
}

/** Whether the difference may be chance, in words. */
export function wordProbability({ names, gained, lost, p }: Comparison): string {
  const changed = `只有${names.after}答对 ${gained.length} 题，只有${names.before}答对 ${lost.length} 题`;
  if (gained.length + lost.length === 0) return "答对的题完全一样";
  const value = p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`;
  return `${changed}；${value}（符号检验），${p < 0.05 ? "差别显著" : "可能只是偶然"}`;
}
