import type { Span } from "../domain.ts";

/** A figure as written, with what it counts. Offsets are into the text that was searched. */
export interface Figure extends Span {
  /** The digits alone: `1161`, `67.63`; Chinese numerals are turned into digits (三 is `3`). */
  value: string;
  /** Measure word or unit that follows, such as 个, 家, 个工作日, %, 万元; empty when none does. */
  unit: string;
}

/** Units and measure words, longest first, so that 个工作日 is not read as 个. */
const UNITS = [
  "个工作日",
  "个自然日",
  "平方公里",
  "平方米",
  "个百分点",
  "工作日",
  "自然日",
  "万余件",
  "个小时",
  "个月",
  "个人",
  "小时",
  "分钟",
  "亿元",
  "万元",
  "万件",
  "万亩",
  "万人",
  "万户",
  "批次",
  "场次",
  "人次",
  "户次",
  "公里",
  "部门",
  "个",
  "家",
  "项",
  "件",
  "户",
  "人",
  "名",
  "次",
  "元",
  "亩",
  "张",
  "条",
  "类",
  "种",
  "批",
  "期",
  "宗",
  "笔",
  "所",
  "处",
  "座",
  "栋",
  "套",
  "份",
  "页",
  "本",
  "台",
  "辆",
  "岁",
  "天",
  "日",
  "年",
  "月",
  "周岁",
  "盏",
  "间",
  "册",
  "艘",
  "棵",
  "株",
  "根",
  "块",
  "片",
  "幢",
  "周",
  "时",
  "点",
  "米",
  "倍",
  "步",
  "级",
  "层",
  "届",
  "篇",
  "镇",
  "村",
  "万",
  "亿",
  "%",
  "字",
  "号",
] as const;

const DIGITS: Record<string, number> = {
  〇: 0,
  零: 0,
  "○": 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const MULTIPLES: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

const ARABIC = /\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?/g;
/** 百分之四十. */
const PER_CENT = /百分之([〇零一二两三四五六七八九十百]+|\d+(?:\.\d+)?)/g;
/** A Chinese numeral counts as a figure only before a unit: 一是, 统一, 三位一体 are words. */
const CHINESE = /(?<!百分之)[〇零一二两三四五六七八九十百千]{1,9}/g;
const HALF = /半(个?小时|年|个月|天)/g;
const HEDGE = /^[余多来几]/;
/** Chinese numerals before these are read as figures; others (一张网, 一体) would be mistaken too often. */
const CHINESE_UNITS = new Set<string>(
  UNITS.filter(
    (unit) => !["年", "点", "号", "级", "时", "日", "部门", "字", "期", "步", "层", "本"].includes(unit),
  ),
);

/** Whether a Chinese numeral with its unit is a figure, not a part of a word (一次性, 一户一策, 十日 as a date). */
function readsAsFigure(text: string, numeral: string, unit: string, start: number, end: number): boolean {
  if (unit === "日" || unit === "年") {
    return (
      /^(?:内|以内|之内|以上|以下|期满)/.test(text.slice(end, end + 2)) ||
      /(?:期|期限|为期|满)$/.test(text.slice(Math.max(0, start - 2), start))
    );
  }
  if (!CHINESE_UNITS.has(unit)) return false;
  return !(numeral === "一" && /^(?:性|一)/.test(text.slice(end, end + 1)));
}

function unitAt(text: string, position: number): { unit: string; end: number } {
  const from = HEDGE.test(text.slice(position, position + 1)) ? position + 1 : position;
  for (const unit of UNITS) if (text.startsWith(unit, from)) return { unit, end: from + unit.length };
  return { unit: "", end: position };
}

/** The value of a Chinese numeral below 10,000 (十五 → 15, 二〇一九 → 2019), or null when it is not one. */
export function parseChineseNumeral(text: string): number | null {
  const isDigitByDigit = text.length > 1 && [...text].every((char) => char in DIGITS);
  // 两三天 is no 23: digits side by side are a number only when written out like a year.
  if (isDigitByDigit) return text.length >= 3 ? Number([...text].map((char) => DIGITS[char]).join("")) : null;
  let total = 0;
  let digit: number | null = null;
  for (const char of text) {
    const multiple = MULTIPLES[char];
    if (multiple === undefined) {
      if (digit !== null && digit !== 0) return null;
      digit = DIGITS[char] ?? null;
      if (digit === null) return null;
    } else {
      total += (digit ?? 1) * multiple;
      digit = null;
    }
  }
  return total + (digit ?? 0);
}

/** Four digits with 年 behind them, or from 1900 to 2039 unless a measure word makes them a count (2000件). */
const BARE_YEAR =
  /(?<![\d.])([1-9]\d{3}(?=年)|(?:19\d|20[0-3])\d(?![\d%]|\.\d{3}|[余多]?[个家项件户人名次元亩张条类种批宗笔万亿米])|[1-9]\d{3}(?=-\d{1,2}-\d))/g;

/** Every figure of a folded text in order of appearance, Arabic or Chinese. */
export function findFigures(folded: string): Figure[] {
  const figures: Figure[] = [];
  for (const match of folded.matchAll(ARABIC)) {
    const { unit, end } = unitAt(folded, match.index + match[0].length);
    figures.push({ start: match.index, end, value: match[0].replaceAll(",", ""), unit });
  }
  for (const match of folded.matchAll(HALF)) {
    figures.push({
      start: match.index,
      end: match.index + match[0].length,
      value: "0.5",
      unit: match[1] ?? "",
    });
  }
  for (const match of folded.matchAll(PER_CENT)) {
    const value = /\d/.test(match[1] ?? "") ? match[1] : parseChineseNumeral(match[1] ?? "")?.toString();
    if (value) figures.push({ start: match.index, end: match.index + match[0].length, value, unit: "%" });
  }
  for (const match of folded.matchAll(CHINESE)) {
    const { unit, end } = unitAt(folded, match.index + match[0].length);
    if (!readsAsFigure(folded, match[0], unit, match.index, end)) continue;
    const value = parseChineseNumeral(match[0]);
    if (value !== null) figures.push({ start: match.index, end, value: String(value), unit });
  }
  return figures.sort((a, b) => a.start - b.start);
}

/** Years a folded text names, such as 2015年, 15年 (two digits from 10 to 29) or 二〇一五年, in order. */
export function findYears(folded: string): { year: number; start: number; end: number }[] {
  const years: { year: number; start: number; end: number }[] = [];
  for (const match of folded.matchAll(BARE_YEAR)) {
    years.push({ year: Number(match[1]), start: match.index, end: match.index + 4 });
  }
  for (const match of folded.matchAll(
    /(?<![\d.近第约满达共缴住了过用])([12]\d)年(?!来|内|以|就|才|后|前|间|限|期|制|级|龄|代|个|一贯|工龄|左右|多|余)/g,
  )) {
    years.push({ year: 2000 + Number(match[1]), start: match.index, end: match.index + 2 });
  }
  for (const match of folded.matchAll(/[一二][〇零九○][〇零○一二三四五六七八九]{2}(?=年)/g)) {
    const year = parseChineseNumeral(match[0]);
    if (year !== null) years.push({ year, start: match.index, end: match.index + 4 });
  }
  return years.sort((a, b) => a.start - b.start);
}
