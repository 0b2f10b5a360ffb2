import type { Document, Passage } from "../../domain.ts";
import type { Statement } from "./statement.ts";
import { wholeAnswer } from "./whole-answer.ts";

/** A range of shown text that goes into the answer as it stands. */
export interface Extract {
  document: Document;
  passage: Passage;
  /** Shown offsets. */
  start: number;
  end: number;
  /** Stands before the extract: the place it speaks of, where the answer compares or must name it. */
  label: string;
}

/** Extracts of one passage this near are joined into one, so that a sentence is not cut for a comma. */
const JOIN_GAP = 24;
/** Two statements are completed towards their whole sentences up to this length each, more up to less. */
const COMFORTABLE = 100;
/** Longest sentence that stands beside another. */
const BESIDE = 70;
const LEADING =
  /^(?:答[:：]|[一二三四五六七八九十]是|同时|其中|此外|另外|并且|而且|即|例如|比如|据了解|据统计|据悉)?[,，、:：;；。.\s]*/;
const TRAILING = /[,，、;；:：。.\s…]+$/;

/** Statements as extracts in reading order, neighbours joined, none twice. */
export function extractsOf(
  statements: readonly Statement[],
  labelOf: (statement: Statement) => string,
  limit: number,
): Extract[] {
  const extracts: Extract[] = [];
  for (const statement of statements) {
    const label = labelOf(statement);
    const room = roomFor(statement, statements, limit - label.length);
    const { view, first, last } = wholeAnswer(statement, room);
    const start = view.clauses[first]?.start ?? 0;
    const end = view.clauses[last]?.end ?? 0;
    const extract = { document: view.document, passage: view.passage, start, end, label };
    if (!joinInto(extracts, extract, limit)) extracts.push(extract);
  }
  return extracts.map(trimmed);
}

/** Characters a statement may be completed to; one beside another takes what that leaves. */
function roomFor({ isBeside }: Statement, statements: readonly Statement[], whole: number): number {
  if (isBeside) return BESIDE;
  const main = statements.filter((statement) => !statement.isBeside).length;
  if (main < statements.length) return COMFORTABLE;
  return main === 1 ? whole : COMFORTABLE / (main / 2);
}

function joinInto(extracts: Extract[], next: Extract, limit: number): boolean {
  const near = extracts.find(
    (extract) =>
      extract.passage.id === next.passage.id &&
      next.start - extract.end <= JOIN_GAP &&
      extract.start - next.end <= JOIN_GAP &&
      Math.max(extract.end, next.end) - Math.min(extract.start, next.start) <= limit,
  );
  if (!near) return false;
  near.start = Math.min(near.start, next.start);
  near.end = Math.max(near.end, next.end);
  return true;
}

/** Without the punctuation and the connectives at its ends. */
export function trimmed(extract: Extract): Extract {
  const text = extract.document.shown.slice(extract.start, extract.end);
  const lead = LEADING.exec(text)?.[0].length ?? 0;
  const tail = TRAILING.exec(text)?.[0].length ?? 0;
  if (lead + tail >= text.length) return extract;
  return { ...extract, start: extract.start + lead, end: extract.end - tail };
}

/** Length as the contract counts it: code points without white space and [n] marks. */
export function answerLength(text: string): number {
  return [...text.replace(/\[\d+\]/g, "").replace(/\s+/g, "")].length;
}
