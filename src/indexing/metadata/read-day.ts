import type { Day } from "../../domain.ts";

const YEAR_FIRST = /(\d{4})\s{0,3}[-年./]\s{0,3}(\d{1,2})\s{0,3}[-月./]\s{0,3}(\d{1,2})/;
const DAY_FIRST = /(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/;
const COMPACT = /(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)/;
const CHINESE =
  /([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日/;
const CHINESE_DIGITS = "〇一二三四五六七八九";

/** The first day written in a text, in any of the forms that official pages use; null when there is none. */
export function readDay(text: string): Day | null {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) return toDay(yearFirst[1], yearFirst[2], yearFirst[3]);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) return toDay(dayFirst[3], dayFirst[2], dayFirst[1]);
  const chinese = CHINESE.exec(text);
  if (chinese !== null) return toDay(readYear(chinese[1]), readSmall(chinese[2]), readSmall(chinese[3]));
  const compact = COMPACT.exec(text);
  return compact === null ? null : toDay(compact[1], compact[2], compact[3]);
}

/** `YYYY-MM-DD` when the three numbers are a day of the calendar. */
function toDay(year = "", month = "", day = ""): Day | null {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!isReal || Number(year) < 1900 || Number(year) > 2200) return null;
  return date.toISOString().slice(0, 10);
}

function readYear(digits = ""): string {
  return Array.from(digits, (digit) => CHINESE_DIGITS.indexOf(digit.replace(/[○零]/, "〇"))).join("");
}

/** 一 to 三十一. */
function readSmall(text = ""): string {
  const [tens, ones] = text.includes("十") ? text.split("十") : ["", text];
  const high = text.includes("十") ? Math.max(1, CHINESE_DIGITS.indexOf(tens || "一")) : 0;
  return String(high * 10 + (ones ? CHINESE_DIGITS.indexOf(ones) : 0));
}

/** The day so many days later; earlier for a negative number. */
export function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The same day so many months later, or the last day of a shorter month. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return date.toISOString().slice(0, 10);
}
