import type { Day, Finding } from "../../domain.ts";

const TITLE_YEAR = /(?<!\d)((?:19|20)\d{2})(?:\s?[-—–~至到]\s?((?:19|20)\d{2}))?年(?:度)?(?!\d{1,2}月|以来)/;
/** Relative words at the beginning of a report, where they name the time it speaks of. */
const THIS_YEAR = /今年|本年度|这一年/;
const LAST_YEAR = /去年|上年度|上一年|过去(?:的)?一年/;
const YEAR = /(?<!\d)((?:19|20)\d{2})年(?!修[订正]|版)/g;
const OPENING = 200;
/** How much of a text is searched for other years. */
const TEXT_LOOKED_AT = 8000;

/**
 * The year or years a text speaks of, when it says so: in its title, by 今年 in its opening together with the
 * day of publication, or because it names one year only. In January 今年 and 这一年 may still mean the year
 * before: they do where the text names that one more often.
 */
export function readPeriod(title: string, shown: string, publishedAt: Day | null): Finding | null {
  const titled = TITLE_YEAR.exec(title);
  if (titled !== null) {
    const value = titled[2] === undefined ? titled[1] : `${titled[1]}-${titled[2]}`;
    return { field: "period", value: value ?? "", from: "title" };
  }
  const years = countYears(shown);
  const value = readRelativeYear(shown, publishedAt, years) ?? onlyYear(years);
  return value === null ? null : { field: "period", value, from: "text" };
}

function readRelativeYear(shown: string, publishedAt: Day | null, years: Map<string, number>): string | null {
  if (publishedAt === null) return null;
  const year = publishedAt.slice(0, 4);
  const before = String(Number(year) - 1);
  const opening = shown.slice(0, OPENING);
  if (LAST_YEAR.test(opening)) return before;
  if (!THIS_YEAR.test(opening)) return null;
  if (!publishedAt.startsWith(`${year}-01`)) return year;
  return (years.get(before) ?? 0) > (years.get(year) ?? 0) ? before : null;
}

/** How often each year is named, but for editions of laws. */
function countYears(shown: string): Map<string, number> {
  const years = new Map<string, number>();
  for (const [, year = ""] of shown.slice(0, TEXT_LOOKED_AT).matchAll(YEAR)) {
    years.set(year, (years.get(year) ?? 0) + 1);
  }
  return years;
}

function onlyYear(years: Map<string, number>): string | null {
  const [year] = years.keys();
  return year === undefined || years.size > 1 ? null : year;
}
