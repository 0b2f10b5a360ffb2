import type { Comparison, Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import { createCitations } from "../citations.ts";
import { type Draft, settleCanned } from "../draft.ts";
import { answerLength } from "../evidence/extract.ts";
import { LIST_LIMIT } from "../length-limits.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { addNotices } from "../steps/add-notices.ts";
import { askedFields, namedFields } from "./asked-fields.ts";
import { chooseBranch, wantedTraits } from "./choose-branch.ts";
import {
  type ComparedCell,
  type ComparedGuide,
  fitCells,
  isLeftToOthers,
  isSame,
  smallestOf,
} from "./compared-cells.ts";
import { fieldsFor, labelOfKey } from "./field-groups.ts";
import { findComparedGuides } from "./find-compared-guides.ts";
import { findSpokenGuides } from "./find-spoken-guides.ts";
import { type Contrast, readContrast } from "./read-contrast.ts";
import { readSpokenContrast, type SpokenContrast } from "./read-spoken-contrast.ts";

/** What is told of guides that are compared as such, the first of them that differ. */
const TELLING = ["conditions", "fee", "timeLimit", "validity", "materials", "place"];
const MOST_COLUMNS = 3;
const FEWEST = 2;
const WHICH_ARE_MEANT = "您想比较哪几件事？请说出它们的名称，例如“身份证换领和补领哪个快”。";
/** Fewer characters in a cell say too little. */
const LEAST_ROOM = 36;
/** What is said of the guide with the smallest figure. */
const LEAST: Readonly<Record<string, string>> = { timeLimit: "时限更短", fee: "收费更低" };
/** Stands for a cell whose words are not found in the document as it is stored. */
const UNCITED = { text: "见原文", citations: [] };

interface Column {
  key: string;
  label: string;
  cells: ComparedCell[];
}

/**
 * Answers a question that sets two to four guides against each other, or the guides of two to four places, with a
 * line for each and a table of the same. False where the question compares no guides or they lack what is asked.
 */
export async function compareGuides(
  draft: Draft,
  question: UnderstoodQuestion,
  context: AnswerContext,
): Promise<boolean> {
  if (question.years.length > 0) return false;
  const spoken = readSpokenContrast(question.own);
  if (spoken !== null) return compareSpoken(draft, question, spoken, context);
  const contrast = readContrast(question.own, question.previous);
  if (contrast === null) return false;
  // What a place did is told by its documents; its guides are compared where that is what is asked.
  if (!contrast.isOfDifference && question.places.some(({ from }) => from === "question")) return false;
  const compared = await findComparedGuides(draft, question, contrast, context);
  return tellCompared(draft, { own: question.own, said: question.folded, contrast, compared }, context);
}

/** Compares the guides that the conversation was about (两个收费一样吗); asks which are meant where it can't be told. */
async function compareSpoken(
  draft: Draft,
  question: UnderstoodQuestion,
  contrast: SpokenContrast,
  context: AnswerContext,
): Promise<boolean> {
  const { own, places } = question;
  // Who asks no field of both (两个都要去吗) may well speak of two persons.
  if (!contrast.isOfDifference && askedFields(own, context.lexicon).keys.length === 0) return false;
  const compared = await findSpokenGuides(draft, question, contrast.count, context);
  if (await tellCompared(draft, { own, said: own, contrast, compared }, context)) return true;
  const areKnown = compared.length >= FEWEST;
  // Figures of places are compared by what their documents say.
  const isOfPlaces = compared.length === 0 && places.length > 0;
  if (!areKnown && (!contrast.isOfDifference || isOfPlaces)) return false;
  if (areKnown) settleCanned(draft, "not_in_guide", compared.map(({ label }) => `《${label}》`).join(""));
  else {
    draft.outcome = "clarify";
    draft.text = WHICH_ARE_MEANT;
  }
  draft.related = compared.map(({ document }) => ({ documentId: document.id, title: document.title }));
  return true;
}

/** Guides set against each other by a question. */
interface Comparing {
  /** What the turn says itself, and what it says with what it takes over; folded. */
  own: string;
  said: string;
  contrast: Pick<Contrast, "keys">;
  compared: readonly ComparedGuide[];
}

/** Lays guides side by side; false where they are none or lack what is asked. */
async function tellCompared(
  draft: Draft,
  { own, said, contrast, compared }: Comparing,
  context: AnswerContext,
): Promise<boolean> {
  if (compared.length < FEWEST) return false;
  const keys = keysOf(own, contrast, compared, context);
  const wanted = wantedTraits(said);
  const fieldsOf = (document: Document, key: string) =>
    fieldsFor(chooseBranch(document.procedure?.fields ?? [], wanted), key);
  const columns = layOut(keys, compared, fieldsOf, keys.length === 0);
  if (columns.length === 0) return false;
  await compose(draft, compared, columns, context);
  return true;
}

/** The fields that are asked for, beside the words of the guides' own names. */
function keysOf(
  own: string,
  contrast: Pick<Contrast, "keys">,
  compared: readonly ComparedGuide[],
  { lexicon }: AnswerContext,
): string[] {
  const names = compared.flatMap(({ document }) => [
    document.title,
    ...(document.procedure?.aliases ?? []).filter((name) => name.length > 2),
  ]);
  const rest = names.map(fold).reduce((text, name) => text.replaceAll(name, " "), own);
  const named = compared.flatMap(({ document }) => namedFields(rest, document.procedure?.fields ?? [], []));
  const asked = [...askedFields(rest, lexicon).keys, ...named.map(({ key }) => key)];
  const told = asked.filter((key) => labelOfKey(key) !== undefined);
  return [...new Set([...contrast.keys, ...told])].slice(0, MOST_COLUMNS);
}

/** The columns that have something to tell, with cells that fit an answer together. */
function layOut(
  asked: readonly string[],
  compared: readonly ComparedGuide[],
  fieldsOf: (document: Document, key: string) => ProcedureField[],
  isOpen: boolean,
): Column[] {
  const whole = (isOpen ? TELLING : asked).map((key) => {
    const column = compared.map(({ document }) => fieldsOf(document, key));
    return { key, label: labelOfKey(key) ?? key, column };
  });
  const telling = whole.filter(({ column }) => {
    const isTold = column.some((fields) => fields.length > 0);
    return isOpen ? !column.every(isLeftToOthers) && !isSame(column) : isTold;
  });
  const names = compared.reduce((sum, { label }) => sum + answerLength(label) + 2, 0);
  const roomFor = (columns: typeof telling) => {
    const labels = columns.reduce((sum, { label }) => sum + answerLength(label) + 2, 0);
    return Math.floor(
      (LIST_LIMIT - 24 - names - labels * compared.length) / (columns.length * compared.length),
    );
  };
  let kept = telling.slice(0, MOST_COLUMNS);
  while (kept.length > 1 && roomFor(kept) < LEAST_ROOM) kept = kept.slice(0, -1);
  return kept.map(({ key, label, column }) => ({ key, label, cells: fitCells(column, roomFor(kept)) }));
}

async function compose(
  draft: Draft,
  compared: readonly ComparedGuide[],
  columns: readonly Column[],
  { corpus }: AnswerContext,
): Promise<void> {
  const { citations, citeStored } = createCitations(draft.settings, draft.today);
  const rows: Comparison["rows"] = [];
  for (const [at, { label, document }] of compared.entries()) {
    const passages = await corpus.passages(document.id, draft.request.audience);
    const cells: Comparison["rows"][number]["cells"] = [];
    for (const { cells: column } of columns) {
      const { text = "", fields = [] } = column[at] ?? {};
      const numbers: number[] = [];
      for (const field of fields) numbers.push((await citeStored(document, passages, field)) ?? 0);
      // What can't be cited is not said.
      cells.push(numbers.includes(0) ? UNCITED : { text, citations: [...new Set(numbers)] });
    }
    rows.push({ label, cells });
  }
  draft.outcome = "answered_procedure";
  draft.generatedBy = "procedure";
  draft.table = { columns: columns.map(({ label }) => label), rows };
  draft.text = [...verdict(compared, columns), ...rows.map((row) => lineOf(row, columns))].join("\n");
  draft.citations = citations;
  addNotices(
    draft,
    compared.map(({ document }) => document),
  );
}

/** What can be said at once of a single column: that all say the same, or which says the least. */
function verdict(compared: readonly ComparedGuide[], columns: readonly Column[]): string[] {
  const [only, ...others] = columns;
  if (!only || others.length > 0) return [];
  const column = only.cells.map(({ fields }) => fields);
  if (isSame(column)) return column.every(isLeftToOthers) ? [] : [`${only.label}相同：`];
  const least = LEAST[only.key] === undefined ? null : smallestOf(only.cells);
  const label = least === null ? undefined : compared[least]?.label;
  return label === undefined ? [] : [`${label}的${LEAST[only.key]}：`];
}

function lineOf({ label, cells }: Comparison["rows"][number], columns: readonly Column[]): string {
  const told = cells.map(({ text, citations }, at) => {
    const marks = citations.map((number) => `[${number}]`).join("");
    return `${columns[at]?.label ?? ""}：${text}${marks}`;
  });
  return told.length === 1 ? `${label}的${told.join()}` : `${label}：${told.join("；")}`;
}
