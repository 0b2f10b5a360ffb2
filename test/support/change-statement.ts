import fc from "fast-check";
import { NAMES, OTHER_NAMES } from "./statement-corpus.ts";

/** A statement with one thing changed, and what was changed. */
export interface Change {
  kind: "figure" | "unit" | "name" | "date" | "negation" | "force" | "direction";
  text: string;
}

const UNITS = [
  "项",
  "份",
  "家",
  "个",
  "户",
  "件",
  "元",
  "万元",
  "%",
  "公里",
  "个工作日",
  "日",
  "个月",
  "年",
  "平方米",
  "吨",
];
const UNIT =
  /(?<=[\d余多])(?:个工作日|平方米|公里|周岁|万吨|万元|亿元|万户|立方米|元|项|份|家|个|户|件|%|日|年|张|次)(?!\d)/g;
const SWAPS: [Change["kind"], string, string[]][] = [
  ["force", "应当", ["可以", "不得", "不应", "无需"]],
  ["force", "可以", ["应当", "不得", "必须", "不能"]],
  ["force", "不得", ["可以", "应当", "可"]],
  ["force", "禁止", ["可以", "允许", "鼓励"]],
  ["force", "须", ["可", "不必", "无需"]],
  ["force", "鼓励", ["必须", "禁止", "应当"]],
  ["force", "力争", ["", "已", "确保"]],
  ["force", "预计", ["", "已", "实际"]],
  ["force", "计划", ["", "已于", "实际"]],
  ["force", "不予", ["予以", "给予"]],
  ["direction", "减少", ["增加", "新增", "保留"]],
  ["direction", "增加", ["减少", "压减"]],
  ["direction", "下降", ["上升", "增长"]],
  ["direction", "上升", ["下降"]],
  ["direction", "提高", ["降低", "缩小"]],
  ["direction", "缩小", ["扩大"]],
  ["direction", "压缩", ["延长"]],
  ["direction", "取消", ["新增", "保留", "下放"]],
  ["direction", "不超过", ["超过", "不低于"]],
  ["direction", "不低于", ["低于", "不超过", ""]],
  ["direction", "超过", ["不足", "不超过"]],
  ["direction", "以上", ["以下", ""]],
  ["direction", "以下", ["以上", ""]],
  ["direction", "免费", ["收费", "半价"]],
  ["direction", "至少", ["至多", ""]],
];
const VERBS =
  /取消|减少|发放|提交|收取|乘坐|享受|建成|施行|废止|受理|说明|提高|设立|从事|申请|负责|下降|上升|给予|新增|纳入|告知|签订|办理|备案|发放|支持|就读|实现|收容|公开|核发|承建|收取|签发|组织|代替/g;

/** All single changes of a statement; the random numbers decide what takes the place of figures and names. */
export function changesOf(statement: string, random: number): Change[] {
  const pick = <Item>(items: readonly Item[]): Item => items[random % items.length] as Item;
  const changes: Change[] = [];
  const put = (kind: Change["kind"], at: number, length: number, by: string) => {
    const text = statement.slice(0, at) + by + statement.slice(at + length);
    if (text !== statement) changes.push({ kind, text });
  };
  for (const { 0: digits, index } of statement.matchAll(/\d+(?:\.\d+)?/g)) {
    const isDate = /^(?:年|月|日起)/.test(statement.slice(index + digits.length));
    put(isDate ? "date" : "figure", index, digits.length, otherNumber(digits, random));
    if (!isDate && !digits.includes("."))
      put("figure", index, digits.length, `${digits}${pick(["0", "5", "1"])}`);
  }
  for (const { 0: han, index } of statement.matchAll(/[二三四五六七八九十]+(?=[个折年月次])/g)) {
    put(
      "figure",
      index,
      han.length,
      pick(["二", "三", "四", "六", "八", "十二"].filter((other) => other !== han)),
    );
  }
  for (const { 0: unit, index } of statement.matchAll(UNIT)) {
    put(
      "unit",
      index,
      unit.length,
      pick(UNITS.filter((other) => other !== unit && !isSameUnit(other, unit))),
    );
  }
  for (const name of NAMES) {
    const at = statement.indexOf(name);
    const others = [...OTHER_NAMES, ...NAMES].filter((other) => !statement.includes(other));
    if (at >= 0) put("name", at, name.length, pick(others));
  }
  for (const { 0: verb, index } of statement.matchAll(VERBS)) {
    if (!/[不未无]/.test(statement.charAt(index - 1)))
      put("negation", index, verb.length, `${pick(["不", "未", "没有", "不得"])}${verb}`);
  }
  for (const { index } of statement.matchAll(/[不未](?![足符])/g)) put("negation", index, 1, "");
  for (const [kind, word, others] of SWAPS) {
    for (let at = statement.indexOf(word); at >= 0; at = statement.indexOf(word, at + 1)) {
      put(kind, at, word.length, pick(others));
    }
  }
  return changes;
}

/** 3个工作日 and 3个 differ; 个 alone before a longer unit of its own does not. */
function isSameUnit(left: string, right: string): boolean {
  return left.replace(/^个/, "") === right.replace(/^个/, "");
}

function otherNumber(digits: string, random: number): string {
  const value = Number(digits);
  const other = value + ([1, -1, 2, 10, 7][random % 5] ?? 1) * (digits.includes(".") ? 0.1 : 1);
  return other > 0 ? String(Math.round(other * 100) / 100) : String(value + 3);
}

/** A number that decides between alternatives. */
export const anyNumber = fc.nat(9_999);
