import { type Citation, isAnswered } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import { type Draft, settleCanned } from "../draft.ts";
import { checkAgainst } from "../evidence/check-statement.ts";
import { tellRows } from "../evidence/tell-rows.ts";

/** A statement with the marks behind it. */
const MARKED = /[；。]?([^；。[\]](?:[^[]|\[(?!\d{1,2}\]))*)((?:\[\d{1,2}\])+)/gu;

/**
 * The last gate, whoever wrote the text: an extract's statements must be borne out by what they cite, and an
 * answer without a citation is not one. A model's sentences have passed the same check before they were told.
 */
export function checkAnswer(draft: Draft, _context: AnswerContext): void {
  // What lists say is composed of their cells, each cited; it is no sentence that could be entailed.
  if (draft.outcome === "answered_extract" && draft.register === null) dropUnsupported(draft);
  if (isAnswered(draft.outcome) && draft.citations.length === 0) settleCanned(draft, "no_source");
  if (!isAnswered(draft.outcome)) draft.citations = [];
}

interface Statement {
  text: string;
  cited: Citation[];
}

/** Leaves out statements that their citations do not bear out, and puts the rest together anew. */
function dropUnsupported(draft: Draft): void {
  // A text with footnote marks of its own can't be told apart from ours.
  if (draft.citations.some(({ shown }) => /\[\d{1,2}\]/.test(shown))) return;
  const statements = readStatements(draft);
  const kept = statements.filter(isSupported);
  if (kept.length === statements.length && kept.length > 0) return;
  const citations = [...new Set(kept.flatMap(({ cited }) => cited))];
  const marksOf = ({ cited }: Statement) => cited.map((one) => `[${citations.indexOf(one) + 1}]`).join("");
  draft.text = `${kept.map((statement) => statement.text + marksOf(statement)).join("；")}。`;
  draft.citations = citations.map((citation, index) => ({ ...citation, number: index + 1 }));
}

function readStatements({ text, citations }: Draft): Statement[] {
  return Array.from(text.matchAll(MARKED), ([, statement = "", marks = ""]) => {
    const numbers = (marks.match(/\d+/g) ?? []).map(Number);
    return { text: statement, cited: citations.filter(({ number }) => numbers.includes(number)) };
  });
}

/** A statement that ends in the cited words themselves, or is entailed by them. */
function isSupported({ text, cited }: Statement): boolean {
  const plain = squeezed(text);
  if (cited.some(({ shown, quote }) => plain.endsWith(squeezed(tellRows(shown, quote))))) return true;
  const evidence = cited.map(({ shown, title, region, headings }) => ({
    text: shown,
    frame: `《${title}》 ${region ?? ""} ${headings.join(" ")}`,
  }));
  return checkAgainst(text, evidence).ok;
}

/** Without white space and commas: cells of a table are told with commas between them. */
function squeezed(text: string): string {
  return fold(text).replace(/[\s,，]+/g, "");
}
