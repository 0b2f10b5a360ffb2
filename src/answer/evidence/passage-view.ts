import type { Document, Passage, Span } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { type Figure, findFigures, findYears } from "../../language/numerals.ts";
import { splitClauses, splitSentences } from "../../language/sentences.ts";
import type { RetrievedPassage } from "../../retrieval/corpus.ts";
import { readRoles, type SentenceRole } from "./sentence-roles.ts";

/** A clause; offsets are into the document's shown text. */
export interface Clause extends Span {
  folded: string;
  figures: Figure[];
  /** Index of the sentence it belongs to. */
  sentence: number;
}

/** A passage cut into sentences and clauses, with all that says what they are about. */
export interface PassageView {
  document: Document;
  passage: Passage;
  clauses: Clause[];
  /** Folded sentences. */
  sentences: string[];
  /** Per sentence: what it does among its neighbours. */
  roles: SentenceRole[];
  /** Sentences that are rows for other cases than the asker's, or lead to them: they are not quoted. */
  otherCases: ReadonlySet<number>;
  /** Years each sentence names. */
  years: number[][];
  /** Folded heading path and document title. */
  headings: string;
  title: string;
  /** Share of the best retrieval score, 0 to 1. */
  retrieval: number;
}

/** Cuts retrieved passages for scoring. */
export type ViewPassages = (retrieved: readonly RetrievedPassage[]) => PassageView[];

/** All of a view that is the same for every question. */
type CutPassage = Omit<PassageView, "retrieval" | "otherCases">;

/** Cuts passages once, and keeps what was cut as long as the passage itself is kept. */
export function createPassageCutter(): ViewPassages {
  const kept = new WeakMap<Passage, CutPassage>();
  return (retrieved) => {
    const best = retrieved[0]?.score ?? 0;
    return retrieved.map((found) => {
      const known = kept.get(found.passage);
      const cut = known?.document === found.document ? known : cutPassage(found);
      if (cut !== known) kept.set(found.passage, cut);
      return { ...cut, otherCases: new Set(), retrieval: best > 0 ? found.score / best : 0 };
    });
  };
}

/** Cuts passages for scoring, and keeps nothing. */
export function viewPassages(retrieved: readonly RetrievedPassage[]): PassageView[] {
  return createPassageCutter()(retrieved);
}

function cutPassage({ passage, document }: RetrievedPassage): CutPassage {
  const spans = questionsJoined(passage.shown, splitSentences(passage.shown)).filter(
    (span) => !isApparatus(passage.shown, span, document),
  );
  const sentences = spans.map((span) => fold(passage.shown.slice(span.start, span.end)));
  const headings = fold(passage.headings.join(" "));
  const title = fold(document.title);
  return {
    document,
    passage,
    clauses: spans.flatMap((span, sentence) => clausesOf(passage, span, sentence)),
    sentences,
    roles: readRoles(passage.shown, spans, sentences, headings, title),
    years: sentences.map((sentence) => findYears(sentence).map((year) => year.year)),
    headings,
    title,
  };
}

/** Questions in a row on one line are one question: 「可以提前还款吗？有没有违约金？」. */
function questionsJoined(shown: string, spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const asks = last !== undefined && isQuestion(shown, last) && isQuestion(shown, span);
    if (asks && !shown.slice(last.end, span.start).includes("\n")) last.end = span.end;
    else joined.push({ ...span });
  }
  return joined;
}

function isQuestion(shown: string, { start, end }: Span): boolean {
  return /[?？]\s*$/.test(shown.slice(Math.max(start, end - 4), end));
}

/** A guide's headings and its lines that name a source say nothing about the item, nor do a table's labels. */
function isApparatus(shown: string, span: Span, { kind, register }: Document): boolean {
  const line = shown.slice(span.start, span.end);
  if (kind === "procedure" && /^(?:#|来源[:：])/.test(line)) return true;
  return isHeader(line, register?.columns.map(({ label }) => label) ?? []);
}

/** Whether a line of a table holds labels only: those of the list, or others behind 序号. */
function isHeader(line: string, labels: readonly string[]): boolean {
  const cells = line.split(/[\t|]/).map((cell) => cell.trim());
  const filled = cells.filter((cell) => cell !== "");
  if (filled.length < 2) return false;
  return filled[0] === "序号" || filled.every((cell) => labels.some((label) => label.includes(cell)));
}

function clausesOf(passage: Passage, span: Span, sentence: number): Clause[] {
  const text = passage.shown.slice(span.start, span.end);
  return splitClauses(text).map((clause) => {
    const folded = fold(text.slice(clause.start, clause.end));
    const start = passage.shownStart + span.start + clause.start;
    const figures = withLabelUnit(findFigures(folded), folded, fold(text.slice(0, clause.start)));
    return { start, end: start + clause.end - clause.start, folded, figures, sentence };
  });
}

/** The unit that a table's label gives for the values under it: 个人缴费(元/人):430. */
const LABEL_UNIT = /\((元|万元|亿元|%|天|工作日|月|年|人|户|个|平方米|岁)(?:\/[^()]{1,6})?\)\s*:\s*$/;

/** A bare figure at the beginning of a cell, in the unit of its label. */
function withLabelUnit(figures: Figure[], folded: string, before: string): Figure[] {
  const [first, ...more] = figures;
  if (first === undefined || first.unit !== "" || folded.slice(0, first.start).trim() !== "") return figures;
  const unit = LABEL_UNIT.exec(before.slice(-LONGEST_LABEL))?.[1];
  return unit === undefined ? figures : [{ ...first, unit }, ...more];
}

/** Characters of a label that are looked at for its unit. */
const LONGEST_LABEL = 40;
