import { findYears, parseChineseNumeral } from "../../language/numerals.ts";

/** What somebody states of their case, and rules give in bands. */
export interface Measure {
  /** A quantity as rules write it, with a range before it: scale, unit and 含 of each end. */
  ruled: RegExp;
  /** The same as people say it. */
  said: RegExp;
  /** Whether 3人户 is a band of its own. */
  isCounted: boolean;
}

/** A range of values in the smallest unit of its measure; `hasFrom` and `hasTo` say whether its ends belong to it. */
export interface Band {
  from: number;
  to: number;
  hasFrom: boolean;
  hasTo: boolean;
}

const NUMBER = "(\\d{1,9}(?:\\.\\d{1,3})?|[一二两三四五六七八九十百千]{1,7})(万|千)?";
const NUMBER_BEGINS = "(?<![\\d.一二两三四五六七八九十百千第近每])";
const DASH = "[-—~至到]{1,2}";
const INCLUDED = "(?:\\((不?含)[^()]{0,8}\\))?";

function defineMeasure(ruled: string, said = ruled, isCounted = false): Measure {
  const write = (unit: string) =>
    new RegExp(
      `${NUMBER_BEGINS}(?:${NUMBER}(${unit})?${INCLUDED}${DASH})?${NUMBER}(${unit})${INCLUDED}`,
      "g",
    );
  return { ruled: write(ruled), said: write(said), isCounted };
}

/** Years of age. */
export const AGE = defineMeasure("周?岁", "周?岁|多岁");
/** Degrees Celsius; not 度 of electricity or of glasses. */
export const TEMPERATURE = defineMeasure("℃|°c|摄氏度|度", "℃|°c|摄氏度|多?度(?![电数假])");

/** Measures by which rules tell cases apart; years and months are one, counted in months. */
export const MEASURES: readonly Measure[] = [
  AGE,
  TEMPERATURE,
  // 一个人最多能贷多少 states no household.
  defineMeasure("人|口", "(?<!一)(?:口人?|个人|人)|(?<=一)口人?", true),
  defineMeasure("周?年|个月", "周?年(?![级内前后底初度])|个月(?![内前后])"),
  defineMeasure("元", "元|块|(?<=万)(?![余多]?[元块人户件亩平吨度次个家名辆公])"),
  defineMeasure("平方米|平米|㎡", "平方米?|平米|㎡|平(?!台)"),
];

/** A limit on one side of a quantity. */
interface Limit {
  side: "from" | "to";
  isIncluded: boolean;
}

/** 以上, 以下, 以内 include the number; 不满, 超过, 以外 do not: Civil Code, article 1259. */
const BEFORE: readonly (readonly [RegExp, Limit])[] = [
  [/(?:不低于|不少于|不小于|≥|>=)$/, { side: "from", isIncluded: true }],
  [/(?:[不未]超过|不高于|不多于|不大于|≤|<=)$/, { side: "to", isIncluded: true }],
  [/(?:[不未]满|不足|不到|未达到?|低于|少于|小于|<)$/, { side: "to", isIncluded: false }],
  [/(?:超过|高于|大于|多于|>)$/, { side: "from", isIncluded: false }],
  [/(?:满|达到?)$/, { side: "from", isIncluded: true }],
];
const BEHIND: readonly (readonly [RegExp, Limit])[] = [
  [/^(?:户|家庭)?[及或]?以上/, { side: "from", isIncluded: true }],
  [/^(?:户|家庭)?[及或]?(?:以下|以内|之内)/, { side: "to", isIncluded: true }],
  [/^(?:户|家庭)?(?:以外|之外)/, { side: "from", isIncluded: false }],
];
const LONGEST_LIMIT = 6;
/** Characters between the two limits of one band: 满16周岁不满18周岁, 3年以上、不足5年. */
const APART = 8;
const LONGEST_LIFE = 1200;

/** A quantity in a text, in the measure's smallest unit. */
interface Quantity {
  value: number;
  /** Where a range ends in the quantity, its beginning. */
  since: number | null;
  limit: Limit | null;
  /** 3人户, or the whole of a cell. */
  isAlone: boolean;
  /** Of the two ends of a range, those that 含 leaves out. */
  leavesOut: { from: boolean; to: boolean };
  start: number;
  end: number;
}

/** The bands of a measure that a folded text gives, in order. */
export function bandsOf(text: string, measure: Measure): Band[] {
  const bounds = quantitiesOf(text, measure.ruled).filter(
    ({ since, limit, isAlone }) => since !== null || limit !== null || (measure.isCounted && isAlone),
  );
  const bands: Band[] = [];
  for (let at = 0; at < bounds.length; at++) {
    const [one, next] = bounds.slice(at, at + 2);
    if (one === undefined) break;
    const both = next && bandOfTwo(one, next, text);
    bands.push(both ?? bandOf(one));
    if (both) at++;
  }
  return bands;
}

/** 满16周岁不满18周岁 is one band, in either order. */
function bandOfTwo(one: Quantity, next: Quantity, text: string): Band | null {
  const between = text.slice(one.end, next.start);
  if (one.limit === null || next.limit === null || one.limit.side === next.limit.side) return null;
  if (between.length > APART || /[;。\t\n]/.test(between)) return null;
  const [from, to] = one.limit.side === "from" ? [bandOf(one), bandOf(next)] : [bandOf(next), bandOf(one)];
  if (from.from >= to.to) return null;
  return { from: from.from, to: to.to, hasFrom: from.hasFrom, hasTo: to.hasTo };
}

/** What makes a number in a question a limit, or a band, that it asks about. */
const ASKED_ABOUT = /^(?:户|家庭)?(?:[及或]?以|之内|之外|[及至到—-]|的?规定)/;

/** A little less or more than a number that is said with 不到 or 超过. */
const NEARLY = 1e-6;

/** The values of a measure that a folded question states of its case; not limits that it asks about. */
export function statedValues(question: string, { said }: Measure): number[] {
  const years = findYears(question);
  return quantitiesOf(question, said)
    .filter(({ start }) => !years.some((year) => year.start === start))
    .filter(({ since, end }) => since === null && !ASKED_ABOUT.test(ahead(question, end)))
    .map(({ value, limit }) => {
      if (limit === null || limit.isIncluded) return value;
      return limit.side === "to" ? value - NEARLY : value + NEARLY;
    });
}

/** Whether a value lies within a band. */
export function holdsValue({ from, to, hasFrom, hasTo }: Band, value: number): boolean {
  return (hasFrom ? value >= from : value > from) && (hasTo ? value <= to : value < to);
}

function quantitiesOf(text: string, pattern: RegExp): Quantity[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [whole, low, lowScale, lowUnit, lowMark, high = "", scale, unit = "", mark] = match;
    const value = readValue(high, scale, unit);
    if (value === null || (/年$/.test(unit) && value > LONGEST_LIFE)) return [];
    const since = low === undefined ? null : readValue(low, lowScale ?? scale, lowUnit ?? unit);
    const [start, end] = [match.index, match.index + whole.length];
    const limit = since === null ? limitOf(text, start, end, mark) : null;
    const isAlone =
      /^(?:户|家庭|之家)/.test(ahead(text, end)) ||
      (/^[:\t]?$/.test(text.charAt(start - 1)) && /^(?:$|[\t:])/.test(ahead(text, end)));
    const leavesOut = {
      from: lowMark === "不含" || (mark === "含" && lowMark === undefined),
      to: mark === "不含" || (lowMark === "含" && mark === undefined),
    };
    return [{ value, since, limit, isAlone, leavesOut, start, end }];
  });
}

function readValue(number: string, scale: string | undefined, unit: string): number | null {
  const plain = /^\d/.test(number) ? Number(number) : parseChineseNumeral(number);
  if (plain === null) return null;
  const months = /年$/.test(unit) ? 12 : 1;
  return plain * months * (scale === "万" ? 10_000 : scale === "千" ? 1000 : 1);
}

function limitOf(text: string, start: number, end: number, mark: string | undefined): Limit | null {
  const before = text.slice(Math.max(0, start - LONGEST_LIMIT), start);
  const limit =
    BEHIND.find(([pattern]) => pattern.test(ahead(text, end)))?.[1] ??
    BEFORE.find(([pattern]) => pattern.test(before))?.[1] ??
    null;
  return limit && mark !== undefined ? { ...limit, isIncluded: mark === "含" } : limit;
}

function ahead(text: string, end: number): string {
  return text.slice(end, end + LONGEST_LIMIT);
}

function bandOf({ value, since, limit, leavesOut }: Quantity): Band {
  if (since !== null) return { from: since, to: value, hasFrom: !leavesOut.from, hasTo: !leavesOut.to };
  if (limit === null) return { from: value, to: value, hasFrom: true, hasTo: true };
  return limit.side === "from"
    ? { from: value, to: Number.POSITIVE_INFINITY, hasFrom: limit.isIncluded, hasTo: true }
    : { from: Number.NEGATIVE_INFINITY, to: value, hasFrom: true, hasTo: limit.isIncluded };
}
