import type { Archive } from "../archive.ts";
import type { ParsedBlock } from "../parsed-file.ts";
import { readXmlPart } from "../xml-events.ts";
import { finishParagraph } from "./finish-paragraph.ts";
import { addText, openElement } from "./open-element.ts";
import { addBlocks, createContainer, type Story } from "./story-state.ts";
import { addCell, addRow, finishTable } from "./table-draft.ts";

/** What stands in these is not the document as it is now, or no words of it. */
const ASIDE = new Set([
  "w:moveFrom",
  "w:delText",
  "w:instrText",
  "w:delInstrText",
  "w:fldData",
  "w:ffData",
  "w:rt",
  "w:sectPr",
]);

/**
 * The blocks of a part's running text.
 * @param onNote takes the notes of a part that holds them, with the attributes of each
 */
export async function readStory(
  archive: Archive,
  part: string,
  story: Story,
  onNote?: (attributes: Record<string, string>, blocks: ParsedBlock[]) => void,
): Promise<ParsedBlock[]> {
  let aside = 0;
  const open: Record<string, string>[] = [];
  await readXmlPart(archive, part, {
    onOpen: ({ name, attributes }) => {
      if (aside > 0 || isAside(story, name)) {
        aside++;
        return;
      }
      story.path.push(name);
      if (isNote(name)) {
        open.push(attributes);
        story.containers.push(createContainer());
      } else openElement(story, name, attributes);
    },
    onText: (text) => {
      const within = story.path.at(-1);
      if (aside === 0 && (within === "w:t" || within === "m:t")) addText(story, text);
    },
    onClose: (name) => {
      if (aside > 0) {
        aside--;
        return;
      }
      story.path.pop();
      if (isNote(name)) onNote?.(open.pop() ?? {}, closeContainer(story));
      else closeElement(story, name);
    },
  });
  return closeContainer(story);
}

function isNote(name: string): boolean {
  return name === "w:footnote" || name === "w:endnote";
}

/** Whether an element that opens is passed over with all that it holds. */
function isAside(story: Story, name: string): boolean {
  const parent = story.path.at(-1) ?? "";
  if (name === "w:del") return parent !== "w:rPr" && parent !== "w:trPr";
  if (name === "w:sdtContent") return story.controls.at(-1) === true;
  if (name === "mc:Choice" || name === "mc:Fallback") return !takeAlternative(story);
  if (parent === "w:sdtPr") return name !== "w:showingPlcHdr";
  return ASIDE.has(name) || (name.startsWith("w:") && name.endsWith("Change"));
}

/** The alternatives say the same in different ways: the first one is read. */
function takeAlternative(story: Story): boolean {
  const isTaken = story.alternatives.at(-1) ?? false;
  if (!isTaken && story.alternatives.length > 0) story.alternatives[story.alternatives.length - 1] = true;
  return !isTaken;
}

const CLOSERS: Record<string, (story: Story) => void> = {
  "w:p": (story) => {
    const draft = story.paragraphs.pop();
    if (draft) finishParagraph(story, draft);
  },
  "w:r": (story) => {
    story.runs.pop();
  },
  "w:txbxContent": (story) => {
    const blocks = closeContainer(story);
    const draft = story.paragraphs.at(-1);
    if (draft) draft.after.push(...blocks);
    else addBlocks(story, blocks);
  },
  "w:sdt": (story) => {
    story.controls.pop();
  },
  "mc:AlternateContent": (story) => {
    story.alternatives.pop();
  },
  "w:tc": (story) => {
    const open = story.tables.at(-1);
    if (!open?.cell) return;
    closeContainer(story);
    if (open.row) addCell(open.table, open.row, open.cell);
    open.cell = null;
  },
  "w:tr": (story) => {
    const open = story.tables.at(-1);
    if (open?.row) addRow(open.table, open.row);
    if (open) open.row = null;
  },
  "w:tbl": (story) => {
    const open = story.tables.pop();
    if (open) addBlocks(story, finishTable(open.table));
  },
};

function closeElement(story: Story, name: string): void {
  if (Object.hasOwn(CLOSERS, name)) CLOSERS[name]?.(story);
}

/** The blocks of the innermost container, with text that waited for a paragraph that never came. */
function closeContainer(story: Story): ParsedBlock[] {
  const container = story.containers.pop();
  const text = container?.carried.trim() ?? "";
  if (container && text !== "") container.blocks.push({ type: "paragraph", text, level: null, page: null });
  return container?.blocks ?? [];
}
