import type { GapReason, GapState } from "../gaps/gap.ts";
import { chinaDay } from "../runtime.ts";

/** A passage that a search finds for a question. */
export interface NearPassage {
  documentId: string;
  title: string;
  headings: string[];
  /** BM25 score: higher is nearer; comparable within one question only. */
  score: number;
}

export interface ShownGap {
  state: GapState;
  nearest: readonly NearPassage[];
}

const REASONS: Record<GapReason, string> = {
  refused: "没有找到依据",
  weak: "回答不完整",
  clarified_in_vain: "反问后没有答上",
  rated_down: "被评为没帮助",
};

const STATUS = { open: "待处理", repaired: "已修复", reopened: "修复后又没答上" };
const QUESTIONS_SHOWN = 5;

/** A gap for people. */
export function formatGap({ state, nearest }: ShownGap): string {
  const { gap, status } = state;
  const { questions } = gap;
  const facts = [
    gap.id,
    `问过 ${gap.count} 次`,
    `${questions.length} 种问法`,
    `最近 ${dayOf(gap.lastAsked)}`,
    reasonsOf(state).join("、"),
    ...(gap.audience === "staff" ? ["工作人员"] : []),
    STATUS[status],
  ];
  const more = questions.length - QUESTIONS_SHOWN;
  return [
    facts.join(" · "),
    ...questions.slice(0, QUESTIONS_SHOWN).map(({ text, count }) => `  ${plain(text)}（${count}）`),
    ...(more > 0 ? [`  …还有 ${more} 种问法`] : []),
    ...nearest.map((near) => `  最接近：${pathOf(near)}（${near.score}）`),
    ...proofLines(state),
  ].join("\n");
}

function proofLines({ status, proof }: GapState): string[] {
  if (proof === null) return [];
  const when = `${dayOf(proof.at)} 由${proof.by}验证，索引 ${proof.index}`;
  return [status === "repaired" ? `  ✓ ${when}` : `  上次 ${when}`];
}

/** A gap for machines. Who asked is not among it. */
export function toMachineGap({ state, nearest }: ShownGap) {
  const { gap, status, proof } = state;
  return {
    id: gap.id,
    status,
    audience: gap.audience,
    count: gap.count,
    lastAsked: gap.lastAsked,
    questions: gap.questions.map(({ text, count, reason, answer, lastAsked }) => ({
      text,
      count,
      reason,
      outcome: answer.outcome,
      lastAsked,
    })),
    nearest,
    proof,
  };
}

const COLUMNS = [
  "编号",
  "状态",
  "次数",
  "问法数",
  "最近",
  "原因",
  "问题",
  "最接近的文件",
  "验证日期",
  "索引",
];

/** The gaps as CSV (RFC 4180), one line each; no cell is taken for a formula. */
export function toCsv(shown: readonly ShownGap[]): string {
  const rows = shown.map(({ state, nearest }) => {
    const { gap, status, proof } = state;
    return [
      gap.id,
      STATUS[status],
      String(gap.count),
      String(gap.questions.length),
      dayOf(gap.lastAsked),
      reasonsOf(state).join("、"),
      gap.questions[0]?.text ?? "",
      nearest[0] ? pathOf(nearest[0]) : "",
      proof ? dayOf(proof.at) : "",
      proof?.index ?? "",
    ];
  });
  // Spreadsheets take a file for UTF-8 when it begins with the mark.
  return `\uFEFF${[COLUMNS, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}`;
}

/** Spreadsheets run what begins with one of these; an apostrophe before it makes it text. */
const FORMULA = /^[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r]/u;

function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function reasonsOf({ gap }: GapState): string[] {
  return [...new Set(gap.questions.map(({ reason }) => REASONS[reason]))];
}

function pathOf({ title, headings }: NearPassage): string {
  return [`《${title}》`, ...headings].join(" › ");
}

/** On one line, without characters that would move a terminal's cursor. */
function plain(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ");
}

/** The day in China of a moment. */
function dayOf(moment: string): string {
  return chinaDay(new Date(moment));
}
