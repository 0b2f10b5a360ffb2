import type { AnswerContext } from "../answer-context.ts";
import { createCitations } from "../citations.ts";
import type { Draft } from "../draft.ts";
import { answerLength, type Extract, extractsOf } from "../evidence/extract.ts";
import type { Statement } from "../evidence/statement.ts";
import { supportingExtracts } from "../evidence/supporting.ts";
import { tellRows } from "../evidence/tell-rows.ts";
import { FACT_LIMIT, LIST_LIMIT } from "../length-limits.ts";
import { addNotices } from "./add-notices.ts";

/** Settles the draft with the statements' own words, each with its citation. */
export async function composeExtract(
  draft: Draft,
  statements: readonly Statement[],
  isComparison: boolean,
  { regions }: AnswerContext,
): Promise<void> {
  const limit = isComparison ? LIST_LIMIT : FACT_LIMIT;
  const isNamed = (draft.understood?.places.length ?? 0) > 0;
  const label = (statement: Statement) => labelOf(statement, isComparison, isNamed);
  const extracts = within(extractsOf(statements, label, FACT_LIMIT - 3), limit - 6);
  const { citations, cite } = createCitations(draft.settings, draft.today);
  const lines: string[] = [];
  for (const extract of labelledOnce(extracts)) {
    const numbers = [await cite(evidenceOf(extract))];
    for (const other of supportingExtracts(extract, statements, regions))
      numbers.push(await cite(evidenceOf(other)));
    const quote = citations.find(({ number }) => number === numbers[0])?.quote ?? "";
    const marks = numbers.flatMap((number) => (number === null ? [] : [`[${number}]`])).join("");
    if (marks !== "") lines.push(textOf(extract, quote) + marks);
  }
  const corrects = statements.some((statement) => statement.corrects);
  draft.outcome = "answered_extract";
  draft.text = `${corrects ? "与您所说不同，原文是：" : ""}${lines.join("；")}。`;
  draft.citations = citations;
  draft.generatedBy = "extract";
  if (corrects) draft.notices.push({ code: "partial", text: "问题里的说法与原文不一致，请以原文为准。" });
  addNotices(
    draft,
    extracts.map((extract) => extract.document),
  );
}

/** A place that the line before already named is not named again. */
function labelledOnce(extracts: readonly Extract[]): Extract[] {
  return extracts.map((extract, index) =>
    extract.label === extracts[index - 1]?.label ? { ...extract, label: "" } : extract,
  );
}

function evidenceOf(extract: Extract) {
  return { document: extract.document, passage: extract.passage, range: extract };
}

function labelOf({ place, window }: Statement, isComparison: boolean, isNamed: boolean): string {
  const { region } = window.view.document;
  const compared = place?.candidates.length === 1 ? place.candidates[0]?.name : region?.name;
  if (isComparison) return compared ? `${compared}：` : "";
  return isNamed || region === null ? "" : `${region.name}：`;
}

/**
 * The extract as it reads in an answer: on one line, without marks of its own that would pass for citations.
 * It is never longer than without its `quote`, the same words as stored.
 */
function textOf(extract: Extract, quote?: string): string {
  const shown = extract.document.shown.slice(extract.start, extract.end);
  const text = quote === undefined ? shown : tellRows(shown, quote);
  return (
    extract.label +
    text
      .replace(/\[\d+\]/g, "")
      .replace(/\t/g, "，")
      .replace(/\s+/g, " ")
  );
}

/** A single clause longer than an answer may be ends at its last 、 or space that fits, or where it must. */
function shortened(extract: Extract, limit: number): Extract {
  const excess = answerLength(textOf(extract)) - limit;
  if (excess <= 0) return extract;
  const end = extract.end - excess - 1;
  const text = extract.document.shown.slice(extract.start, end);
  const cut = Math.max(text.lastIndexOf("、"), text.lastIndexOf(" "));
  return { ...extract, end: cut > text.length / 2 ? extract.start + cut : end };
}

/** As many extracts as fit; the first always stands. */
function within(extracts: readonly Extract[], limit: number): Extract[] {
  const kept: Extract[] = [];
  let length = 0;
  for (const whole of extracts) {
    const extract = kept.length === 0 ? shortened(whole, limit) : whole;
    const more = answerLength(textOf(extract)) + 1;
    if (kept.length > 0 && length + more > limit) continue;
    kept.push(extract);
    length += more;
  }
  return kept;
}
