import type { FormatSection } from "./format-code.ts";

/** What a format shows of a day and its time. */
export interface DateLook {
  day: "none" | "year" | "month" | "day";
  time: "none" | "minutes" | "seconds";
  /** Hours run on beyond 24. */
  isElapsed: boolean;
}

const DAY_SECONDS = 86_400;
const DAY_MS = 86_400_000;
/** 9999-12-31, the last day of the calendar of spreadsheets. */
const LAST_DAY = 2_958_465;
/** The day that the 1900 calendar has and the year did not: 1900-02-29. */
const LEAP_ERROR = 60;

/** What a section shows of a day; null for a format of numbers. */
export function readDateLook(section: FormatSection): DateLook | null {
  const parts = section.filter(({ kind }) => kind === "date" || kind === "elapsed");
  const isTimed = (text = "") => /^[hs]/.test(text);
  const letters = parts.map(({ kind, text }, i) => {
    const isBeside = isTimed(parts[i - 1]?.text) || parts[i + 1]?.text.startsWith("s");
    const isMinute = kind === "elapsed" || (text.length <= 2 && isBeside);
    return text.startsWith("m") && isMinute ? "n" : (text[0] ?? "");
  });
  if (letters.length === 0) return null;
  return {
    day: shownDay(letters),
    time: letters.includes("s") ? "seconds" : /[hn]/.test(letters.join("")) ? "minutes" : "none",
    isElapsed: parts.some(({ kind }) => kind === "elapsed"),
  };
}

function shownDay(letters: string[]): DateLook["day"] {
  if (letters.includes("d")) return "day";
  if (letters.includes("m")) return letters.some((letter) => "yeb".includes(letter)) ? "month" : "day";
  return letters.some((letter) => "yeb".includes(letter)) ? "year" : "none";
}

/** A day's number in words that sort: `2024-05-01 09:30`; null for a number that is no day. */
export function formatDate(value: number, is1904: boolean, look: DateLook): string | null {
  if (!(value >= 0 && value <= LAST_DAY + 1)) return null;
  // Times are shown to the second; a value a hair below the next second is that second.
  const seconds = Math.round(value * DAY_SECONDS);
  if (look.isElapsed) return writeTime(Math.floor(seconds / 3600), seconds, look);
  const days = Math.floor(look.time === "none" ? value + 1e-9 : seconds / DAY_SECONDS);
  const shown = [writeDay(days, is1904, look)];
  if (look.time !== "none") shown.push(writeTime(Math.floor((seconds % DAY_SECONDS) / 3600), seconds, look));
  return shown.filter((part) => part !== "").join(" ");
}

function writeDay(days: number, is1904: boolean, { day }: DateLook): string {
  if (day === "none") return "";
  const length = { year: 4, month: 7, day: 10 }[day];
  if (!is1904 && days === LEAP_ERROR) return "1900-02-29".slice(0, length);
  const first = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < LEAP_ERROR ? 31 : 30);
  return new Date(first + days * DAY_MS).toISOString().slice(0, length);
}

function writeTime(hours: number, seconds: number, { time, isElapsed }: DateLook): string {
  const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  const shown = String(hours).padStart(isElapsed ? 1 : 2, "0");
  return [shown, ...rest].slice(0, time === "seconds" ? 3 : 2).join(":");
}
