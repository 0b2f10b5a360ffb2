import type { ParsedBlock } from "../parsed-file.ts";
import type { ParagraphCounter } from "./count-paragraphs.ts";
import type { Style, Styles } from "./read-styles.ts";
import type { CellDraft, RowDraft, TableDraft } from "./table-draft.ts";

/** Where blocks are collected: the body, a cell, a text box, a note. */
export interface Container {
  blocks: ParsedBlock[];
  /** Text of paragraphs whose end was deleted: it belongs to the next one. */
  carried: string;
  /** Whether what stands in it is not shown, as in a cell that another one covers. */
  isMuted: boolean;
}

export interface ParagraphDraft {
  styleId: string;
  numId: string | null;
  numLevel: number | null;
  outline: number | null;
  isEndDeleted: boolean;
  isEndHidden: boolean;
  text: string;
  /** What stands in text boxes that hang on it. */
  after: ParsedBlock[];
}

/** A stretch of text that looks the same. */
export interface RunDraft {
  isHidden: boolean | null;
  styleId: string | null;
  font: string;
}

/** The reading of one part with running text: the body, the footnotes. */
export interface Story {
  readonly styles: Styles;
  readonly defaultStyleId: string;
  readonly counter: ParagraphCounter;
  /** Texts of notes by kind and id, such as `footnote:3`. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
  /** Names of the open elements. */
  path: string[];
  containers: Container[];
  paragraphs: ParagraphDraft[];
  runs: RunDraft[];
  tables: { table: TableDraft; row: RowDraft | null; cell: CellDraft | null }[];
  /** Open fields: what is in `code` is not shown. */
  fields: ("code" | "result")[];
  /** Open alternatives: whether one has been taken. */
  alternatives: boolean[];
  /** Open content controls: whether they show nothing but their prompt. */
  controls: boolean[];
  pendingNotes: string[];
  hasHidden: boolean;
  hasForeign: boolean;
}

export function createStory(given: Pick<Story, "styles" | "defaultStyleId" | "counter" | "notes">): Story {
  return {
    ...given,
    path: [],
    containers: [createContainer()],
    paragraphs: [],
    runs: [],
    tables: [],
    fields: [],
    alternatives: [],
    controls: [],
    pendingNotes: [],
    hasHidden: false,
    hasForeign: false,
  };
}

export function createContainer(isMuted = false): Container {
  return { blocks: [], carried: "", isMuted };
}

/** Puts blocks where the reading is; notes follow the block of the outermost text that they belong to. */
export function addBlocks(story: Story, blocks: readonly ParsedBlock[]): void {
  const container = story.containers.at(-1);
  if (container === undefined || container.isMuted) return;
  for (const block of blocks) container.blocks.push(block);
  if (story.containers.length > 1) return;
  for (const text of story.pendingNotes.splice(0)) {
    container.blocks.push({ type: "paragraph", text, level: null, page: null });
  }
}

export function styleOf(story: Story, id: string | null): Style | undefined {
  return id === null ? undefined : story.styles.get(id);
}
