import type { Answer, Citation } from "../../domain.ts";
import { findFigures } from "../../language/numerals.ts";
import { type Fault, fault } from "../fault.ts";
import type { SuiteItem } from "../suite.ts";
import { normalise, withoutMarks } from "./answer-text.ts";

/** Figures have to come from what is cited or from the question itself; in digits or in Chinese numerals. */
export function judgeFigures(item: SuiteItem, answer: Answer): Fault[] {
  // How many rows of a list there are is counted, not quoted.
  const text = answer.register ? withoutMarks(answer.text).replace(/\d+项/g, "") : withoutMarks(answer.text);
  return findUnbacked(text, [...askedTexts(item), ...answer.citations.flatMap(citedTexts)]);
}

/** The same for a text without citations: its figures have to stand in the expected documents. */
export function judgePlainFigures(item: SuiteItem, text: string, sources: readonly string[]): Fault[] {
  if (sources.length === 0) return [];
  const withoutNumbering = text.replace(/^\s*\d+[.、)）]\s*/gm, "").replace(/https?:\/\/\S+/g, "");
  return findUnbacked(withoutMarks(withoutNumbering), [...askedTexts(item), ...sources]);
}

function findUnbacked(text: string, sources: readonly string[]): Fault[] {
  const known = new Set(
    sources
      .map(normalise)
      .flatMap((source) => [...digitsIn(source), ...findFigures(source).map(({ value }) => value)]),
  );
  const unknown = digitsIn(normalise(text)).filter((figure) => !known.has(figure));
  return unknown.map((figure) => fault("figure_unbacked", figure));
}

function askedTexts({ question, history }: SuiteItem): string[] {
  return [question, ...history.map(({ text }) => text)];
}

function citedTexts({ quote, shown, title, publishedAt }: Citation): string[] {
  return [quote, shown, title, ...dateForms(publishedAt)];
}

function digitsIn(text: string): string[] {
  return text.match(/\d+(?:\.\d+)?/g) ?? [];
}

/** A day as written in digits and as said: 2025-03-01, 3月1日. */
function dateForms(day: string | null): string[] {
  if (day === null) return [];
  const [year = "", month = "", date = ""] = day.split("-");
  return [`${year} ${month} ${date} ${Number(month)} ${Number(date)}`];
}
