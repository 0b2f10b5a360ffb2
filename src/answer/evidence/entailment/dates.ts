import type { Span } from "../../../domain.ts";
import { parseChineseNumeral } from "../../../language/numerals.ts";

/** A year, a month or a day as a text names it; what it does not name is null. */
export interface NamedDate extends Span {
  year: number | null;
  month: number | null;
  day: number | null;
  /** Which end of a period it is (2021年至2023年); null for a date of its own. */
  role: "from" | "until" | null;
}

const DIGIT = "〇零○一二两三四五六七八九";
const MONTH_DAY = `(\\d{1,2}|[${DIGIT}十]{1,3})月份?(?:(\\d{1,2}|[${DIGIT}十]{1,3})[日号])?`;
const DATE = new RegExp(
  [
    `(?<!\\d)((?:19|20)\\d\\d|[一二][〇零○九][${DIGIT}]{2})年度?(?:${MONTH_DAY})?`,
    "(?<!\\d)((?:19|20)\\d\\d)([-/.])(\\d{1,2})\\5(\\d{1,2})(?!\\d)",
    "(?<!\\d)((?:19|20)\\d\\d)(?=[-至到~](?:19|20)\\d\\d年)",
    `(?<![\\d个.])${MONTH_DAY}`,
  ].join("|"),
  "g",
);

/** What stands between the ends of a period. */
const PERIOD = /^(?:[初底末起])?[至到~—-]$/;

/** Words that shift the year of what follows, so that a year named before does not hold for it. */
const OTHER_YEAR = /次年|翌年|上年|去年|今年|明年|前年|第二年|下一年|往年/;

/** Dates of a plain text in order: 2015年3月1日, 2015-03-01, 二〇一五年, 3月1日, 2014-2015年. */
export function readDates(plain: string): NamedDate[] {
  const dates = Array.from(plain.matchAll(DATE), readDate);
  for (const [index, date] of dates.entries()) {
    const next = dates[index + 1];
    if (!next || !PERIOD.test(plain.slice(date.end, next.start))) continue;
    date.role = "from";
    next.role = "until";
  }
  return dates;
}

function readDate(match: RegExpExecArray): NamedDate {
  const [, year, month, day, isoYear, , isoMonth, isoDay, firstYear, bareMonth, bareDay] = match;
  return {
    start: match.index,
    end: match.index + match[0].length,
    year: numberOf(year ?? isoYear ?? firstYear),
    month: numberOf(month ?? isoMonth ?? bareMonth),
    day: numberOf(day ?? isoDay ?? bareDay),
    role: null,
  };
}

function numberOf(written: string | undefined): number | null {
  if (written === undefined) return null;
  return /^\d/.test(written) ? Number(written) : parseChineseNumeral(written.replaceAll("○", "〇"));
}

/**
 * Whether a piece of evidence dates what it says as the statement does: every date of the statement stands
 * in the piece, in its order, or, where the piece names none of that sort, is the last one named `before` it.
 */
export function undatedBy(
  stated: readonly NamedDate[],
  own: readonly NamedDate[],
  piece: string,
  before: string,
) {
  if (stated.length === 0) return [];
  const earlier = OTHER_YEAR.test(piece) ? [] : readDates(before);
  const lastYear = earlier.findLast((date) => date.year !== null)?.year ?? null;
  let from = 0;
  const elsewhere = stated.filter((date) => {
    const found = own.findIndex((other, index) => index >= from && covers(withYear(other, lastYear), date));
    if (found >= 0) from = found + 1;
    return found < 0;
  });
  return elsewhere.filter((date, index) => {
    if (own.some((other) => isSameSort(other, date))) return true;
    const last = earlier.filter((other) => isSameSort(other, date)).at(index - elsewhere.length);
    return last === undefined || !covers(withYear(last, lastYear), date);
  });
}

/** Whether a date names what the stated one is about: its month, or just some year. */
function isSameSort(date: NamedDate, stated: NamedDate): boolean {
  return stated.month === null ? date.year !== null : date.month !== null;
}

function withYear(date: NamedDate, year: number | null): NamedDate {
  return date.year === null ? { ...date, year } : date;
}

/** Whether a date says at least what the other one says. */
function covers(evidence: NamedDate, stated: NamedDate): boolean {
  if (evidence.role !== stated.role) return false;
  return (["year", "month", "day"] as const).every(
    (part) => stated[part] === null || stated[part] === evidence[part],
  );
}
