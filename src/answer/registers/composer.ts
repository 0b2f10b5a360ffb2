import type { Answer, Document, Notice, Passage, RegisterRow, Span } from "../../domain.ts";
import { blotPersonalData, findWithheldData } from "../../language/personal-data.ts";
import type { AnswerContext } from "../answer-context.ts";
import { createCitations } from "../citations.ts";
import type { Draft } from "../draft.ts";
import { addNotices } from "../steps/add-notices.ts";
import { completenessSpan, titleSpan } from "./edition-words.ts";
import type { ListEdition, ListEntry } from "./list-edition.ts";

export interface SettledList {
  text: string;
  /** The edition that answers, and the rows of it that do. */
  edition: ListEdition;
  rows: readonly RegisterRow[];
  /** Other editions that the text rests on. */
  others?: readonly ListEdition[];
  options?: Answer["options"];
  notices?: readonly Notice[];
}

/** Cites rows and editions of lists, and settles a draft with what was composed of them. */
export interface Composer {
  /** Marks for a row; values that stand in an earlier line, where cells are merged, are cited there too. */
  citeRow(entry: ListEntry, values?: readonly (string | null)[]): Promise<string>;
  /** The mark for the line that says which list and edition this is. */
  citeTitle(edition: ListEdition): Promise<string>;
  /** The marks for the lines that say that an edition is complete. */
  citeWhole(edition: ListEdition): Promise<string>;
  /** The mark for a line of the list. */
  citeLine(edition: ListEdition, line: Span): Promise<string>;
  settle(settled: SettledList): void;
}

export function createComposer(draft: Draft, { corpus }: AnswerContext): Composer {
  const { citations, citeStored } = createCitations(draft.settings, draft.today);
  const passages = new Map<string, Promise<Passage[]>>();

  async function citeLine({ document }: ListEdition, line: Span): Promise<string> {
    const known = passages.get(document.id) ?? corpus.passages(document.id, draft.request.audience);
    passages.set(document.id, known);
    const span = withoutPersonalData(document, line);
    const number = span && (await citeStored(document, await known, span));
    return number === null ? "" : `[${number}]`;
  }

  return {
    citeLine,
    citeTitle: (edition) => citeLine(edition, titleSpan(edition)),
    async citeWhole(edition) {
      const said = completenessSpan(edition);
      const title = await citeLine(edition, titleSpan(edition));
      return said === null ? title : title + (await citeLine(edition, said)).replace(title, "");
    },
    async citeRow({ edition, row }, values = []) {
      const marks = [await citeLine(edition, row)];
      for (const value of values) {
        const merged = value === null ? null : lineAbove(edition, row, value);
        if (merged) marks.push(await citeLine(edition, merged));
      }
      return [...new Set(marks)].join("");
    },
    settle({ text, edition, rows, others = [], options = [], notices = [] }) {
      draft.outcome = "answered_extract";
      draft.generatedBy = "extract";
      draft.text = text;
      draft.citations = citations;
      draft.options = [...options];
      draft.notices.push(...notices);
      draft.register = {
        documentId: edition.document.id,
        name: edition.register.name,
        edition: edition.register.edition,
        rows: rows.map(blotRow),
      };
      addNotices(draft, [edition.document, ...others.map(({ document }) => document)]);
    },
  };
}

/** As much of a line as stands before a personal number: a quote must not tell one. Null where nothing is left. */
function withoutPersonalData({ text }: Document, { start, end }: Span): Span | null {
  const [first] = findWithheldData(text.slice(start, end));
  const shorter = first ? start + first.start : end;
  return text.slice(start, shorter).trim() === "" ? null : { start, end: shorter };
}

function blotRow(row: RegisterRow): RegisterRow {
  const blotted = blotPersonalData(JSON.stringify(row));
  return JSON.parse(blotted) as RegisterRow;
}

const ABOVE = 200;

/** The nearest row above whose line holds a value that a row's own line does not: its cell is merged. */
function lineAbove({ document, register }: ListEdition, row: RegisterRow, value: string): Span | null {
  const holds = ({ start, end }: Span) => document.text.slice(start, end).includes(value);
  if (value === "" || holds(row)) return null;
  const at = register.rows.indexOf(row);
  for (let i = at - 1; i >= Math.max(0, at - ABOVE); i--) {
    const above = register.rows[i];
    if (above && holds(above)) return above;
  }
  return null;
}
