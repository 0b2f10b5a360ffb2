import type { Day, Finding } from "../domain.ts";

const TITLE_YEAR = /(?<!\d)((?:19|20)\d{2})(?:\s?[-—–~至到]\s?((?:19|20)\d{2}))?年(?:度)?(?!\d{1,2}月|以来)/;
/** Relative words at the beginning of a report, where they name the time it speaks of. */
const THIS_YEAR = /今年|本年度|这一年/;
const LAST_YEAR = /去年|上年度|上一年/;
const OPENING = 200;
/** How much of a text is searched for other years. */
const TEXT_LOOKED_AT = 8000;

/**
 * The year or years a text speaks of, when it says so: in its title, by 今年 in its opening together with the
 * day of publication, or because it names one year only. A report published in January speaks of the year before by 这一年, not by 今年.
 */
export function readPeriod(title: string, shown: string, publishedAt: Day | null): Finding | null {
  const titled = TITLE_YEAR.exec(title);
  if (titled !== null) {
    const value = titled[2] === undefined ? titled[1] : `${titled[1]}-${titled[2]}`;
    return { field: "period", value: value ?? "", from: "title" };
  }
  return readRelativeYear(shown, publishedAt) ?? readOnlyYear(shown);
}

function readRelativeYear(shown: string, publishedAt: Day | null): Finding | null {
  if (publishedAt === null) return null;
  const year = Number(publishedAt.slice(0, 4));
  const opening = shown.slice(0, OPENING);
  if (THIS_YEAR.test(opening) && !publishedAt.startsWith(`${year}-01`)) {
    return { field: "period", value: String(year), from: "text" };
  }
  if (LAST_YEAR.test(opening)) return { field: "period", value: String(year - 1), from: "text" };
  return null;
}

/** The year of a text that names one only. */
function readOnlyYear(shown: string): Finding | null {
  const years = new Set(
    Array.from(
      shown.slice(0, TEXT_LOOKED_AT).matchAll(/(?<!\d)((?:19|20)\d{2})年(?!修[订正]|版)/g),
      (match) => match[1] ?? "",
    ),
  );
  const [year] = years;
  return year === undefined || years.size > 1 ? null : { field: "period", value: year, from: "text" };
}
