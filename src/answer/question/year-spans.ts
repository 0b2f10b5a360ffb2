import type { Span } from "../../domain.ts";
import { findYears } from "../../language/numerals.ts";

/** A year of a folded text with the 年 or 年度 behind it. */
export interface YearSpan extends Span {
  year: number;
}

/** The years of a folded text, in order. */
export function yearSpans(folded: string): YearSpan[] {
  return findYears(folded).map(({ year, start, end }) => ({ year, start, end: yearEnd(folded, end) }));
}

function yearEnd(folded: string, end: number): number {
  return folded.startsWith("年度", end) ? end + 2 : folded.startsWith("年", end) ? end + 1 : end;
}
