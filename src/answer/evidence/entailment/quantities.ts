import type { Span } from "../../../domain.ts";
import { parseChineseNumeral } from "../../../language/numerals.ts";
import { readDates } from "./dates.ts";

/** How a quantity is bounded: 不超过, 以内, 不低于, 超过, 不足, 约. */
type Bound = "<=" | "within" | ">=" | ">" | "<" | "~";

/** A number with all that fixes its meaning. The span includes the words that bound it. */
export interface Quantity extends Span {
  /** The number, multipliers included: 3万 is 30000. */
  value: number;
  /** Measure word as written, without a leading 个 before a unit of time; empty when there is none. */
  unit: string;
  /** Whether the unit is a measure word for sure rather than merely what follows. */
  isMeasured: boolean;
  isOrdinal: boolean;
  /** Its bounds, as `>=` or, where two are given (满二十岁以上), `>= >=`; empty for the bare figure. */
  bound: string;
  /** What stands right before it: from, to, a verb of change, a verb of being, or something else. */
  cue: "from" | "to" | "by" | "is" | "";
}

const MEASURES =
  "工作日|自然日|美元|欧元|港元|日元|英镑|平方公里|平方米|立方米|百分点|小时|分钟|公里|千米|厘米|毫米|公斤|公顷|千瓦时|千瓦|批次|场次|人次|户次|车次|架次|周岁|个月|月|%|‰|[个项家件户人名位次元角分亩张条类种批期宗笔所处座栋套份页本台辆岁天日年周时点秒米倍步级层届篇镇村字号支只头匹棵株根块片间幢门艘架部首盏把枚颗粒滴瓶袋箱桶包盒卷册集轮场道度成吨斤克升环款档例起桩组对双席桌床孔亿万]";
/** 5个工作日 and 5工作日 are one unit; 3个月 and 3月 are not. */
const GE = "(?:个(?=工作日|自然日|小时|百分点))?";
const CHINESE = "〇零一二两三四五六七八九十百千";
const NUMBER = new RegExp(
  `(第)?(?:百分之(\\d+(?:\\.\\d+)?|[${CHINESE}]+)|(\\d+(?:\\.\\d+)?)([余多])?([千百]?[万亿]|[百千](?![分米瓦]))?([余多来几])?${GE}(${MEASURES})?|([${CHINESE}]+|半)([余多])?([万亿])?([余多来几])?${GE}(${MEASURES}))`,
  "g",
);
/** Longer runs of latin letters, digits and their marks: numbers of documents, telephones, times. */
const TOKEN = /[a-z0-9][a-z0-9:/\-@_#+.]*[a-z0-9]/g;

const MULTIPLIERS: Record<string, number> = {
  百: 1e2,
  千: 1e3,
  万: 1e4,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  百亿: 1e10,
  千亿: 1e11,
};

/** Read right before the number, longest first. */
const BEFORE: [RegExp, Bound][] = [
  [/(?:不得?超过|不得?高于|不得?多于|不大于|最多|至多|最高|最长|最迟|上限为?)(?:为|是|达)?$/, "<="],
  [/(?:不得?低于|不得?少于|不得?小于|不短于|至少|最少|最低|最短|起码|下限为?)(?:为|是|达)?$/, ">="],
  [/(?:不足|不到|不满|未满|未达到?|低于|少于|小于)$/, "<"],
  [/(?:超过|超出|多于|高于|大于|突破|超|逾)$/, ">"],
  [/满$/, ">="],
  [/(?:大约|大概|将近|接近|约|近)(?:为|是|达)?$/, "~"],
];
/** Read right behind the unit. */
const BEHIND: [RegExp, Bound][] = [
  [/^(?:及?以上|起)/, ">="],
  [/^及?以下/, "<="],
  [/^(?:以内|之内|内)/, "within"],
  [/^(?:左右|上下)/, "~"],
];
const CHANGE =
  /(?:增加|新增|增长|上升|提高|提升|上调|延长|扩大|减少|下降|降低|下调|缩短|缩小|压缩|压减|精简|取消|[增减升降缩])了?$/;

/** Quantities of a plain clause in order; the parts of dates and of longer tokens are none. */
export function readQuantities(plain: string): Quantity[] {
  const taken: Span[] = [...readDates(plain), ...readTokens(plain)];
  const found: Quantity[] = [];
  for (const match of plain.matchAll(NUMBER)) {
    const end = match.index + match[0].length;
    if (taken.some((span) => match.index < span.end && span.start < end)) continue;
    const quantity = quantityOf(match, plain);
    if (quantity) found.push(quantity);
  }
  return found.map((quantity, index) => withinRange(quantity, found[index + 1], plain));
}

/** Latin and numeric tokens that must be taken over as they are: 0571-88886666, 9:00-17:00, a类's a. */
export function readTokens(plain: string): (Span & { text: string })[] {
  const dates = readDates(plain);
  return Array.from(plain.matchAll(TOKEN), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  })).filter(
    ({ start, end, text }) =>
      /[^\d.]/.test(text) && !isRange(text) && !dates.some((date) => date.start < end && start < date.end),
  );
}

/** 3-5 is a range of two quantities, not a token. */
function isRange(text: string): boolean {
  return /^\d{1,3}(?:\.\d+)?-\d{1,3}(?:\.\d+)?$/.test(text);
}

function quantityOf(match: RegExpExecArray, plain: string): Quantity | null {
  const [
    whole,
    ordinal,
    percent,
    digits,
    hedge1,
    times,
    hedge2,
    measure,
    han,
    hanHedge1,
    hanTimes,
    hanHedge2,
  ] = match;
  const written = percent ?? digits ?? han ?? "";
  const base = /^\d/.test(written) ? Number(written) : written === "半" ? 0.5 : parseChineseNumeral(written);
  if (base === null) return null;
  const end = match.index + whole.length;
  const hanMeasure = match[12];
  const unit = percent !== undefined ? "%" : (measure ?? hanMeasure ?? "");
  const left = boundBefore(plain.slice(0, match.index));
  const right = BEHIND.find(([pattern]) => pattern.test(plain.slice(end)));
  const rightLength = right ? (right[0].exec(plain.slice(end))?.[0].length ?? 0) : 0;
  const isOver = [hedge1, hedge2, hanHedge1, hanHedge2].some((hedge) => hedge !== undefined);
  const start = match.index - left.length;
  return {
    start,
    end: end + rightLength,
    value: Math.round(base * (MULTIPLIERS[times ?? hanTimes ?? ""] ?? 1) * 1e6) / 1e6,
    unit,
    isMeasured: unit !== "",
    isOrdinal: ordinal !== undefined,
    bound: [left.bound, isOver ? ">" : null, right?.[1]].filter(Boolean).join(" "),
    cue: cueBefore(plain.slice(0, start)),
  };
}

function boundBefore(before: string): { bound: Bound | null; length: number } {
  const near = before.slice(-8);
  for (const [pattern, bound] of BEFORE) {
    const found = pattern.exec(near);
    if (found) return { bound, length: found[0].length };
  }
  return { bound: null, length: 0 };
}

function cueBefore(before: string): Quantity["cue"] {
  const near = before.slice(-6);
  if (/[从由自](?:原来?的?|每\p{Script=Han}{0,2}|约)?$/u.test(near)) return "from";
  if (/[到至]$/.test(near) && !/达到$/.test(near)) return "to";
  if (CHANGE.test(near)) return "by";
  return /(?:达到?|[为共有是计])$/.test(near) ? "is" : "";
}

/** The first half of 3至5个工作日 has the unit of the second. */
function withinRange(quantity: Quantity, next: Quantity | undefined, plain: string): Quantity {
  if (quantity.isMeasured || !next || !/^[-至到~—]$/.test(plain.slice(quantity.end, next.start)))
    return quantity;
  return { ...quantity, unit: next.unit, isMeasured: next.isMeasured, cue: "from" };
}

/** Whether a quantity of the evidence is the one a statement gives: same number, unit, bound and direction. */
export function isSameQuantity(stated: Quantity, evidence: Quantity): boolean {
  return (
    stated.value === evidence.value &&
    stated.unit === evidence.unit &&
    stated.isOrdinal === evidence.isOrdinal &&
    isSameBound(stated, evidence) &&
    isSameCue(stated.cue, evidence.cue)
  );
}

const TIME = /^(?:工作日|自然日|小时|分钟|[天日月年周])$/;

/** 「15日内办结」 may be told as 「时限15日」 or 「不超过15日」; every other bound must stay. */
function isSameBound(stated: Quantity, evidence: Quantity): boolean {
  if (stated.bound === evidence.bound) return true;
  const isWithin = stated.bound === "within" || evidence.bound === "within";
  if (isWithin && (stated.bound === "<=" || evidence.bound === "<=")) return true;
  return stated.bound === "" && evidence.bound === "within" && TIME.test(stated.unit);
}

function isSameCue(stated: Quantity["cue"], evidence: Quantity["cue"]): boolean {
  if (stated === evidence) return true;
  if (stated === "from" || evidence === "from") return false;
  if (stated === "to") return evidence === "is";
  if (stated === "is") return evidence !== "by";
  return stated === "" || evidence === "";
}
