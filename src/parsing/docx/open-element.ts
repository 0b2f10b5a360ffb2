import { createParagraphDraft } from "./finish-paragraph.ts";
import { isOn, readCount } from "./read-numbering.ts";
import { createContainer, type ParagraphDraft, type RunDraft, type Story, styleOf } from "./story-state.ts";
import { readSymbol, readSymbols } from "./symbols.ts";
import { createCellDraft, createRowDraft, createTableDraft } from "./table-draft.ts";

type Attributes = Record<string, string>;
type Opener = (story: Story, attributes: Attributes, parent: string) => void;

/** What the opening of an element does, by its name; see ISO/IEC 29500-1, 17. */
const OPENERS: Record<string, Opener> = {
  "w:p": (story) => {
    story.paragraphs.push(createParagraphDraft(story.defaultStyleId));
  },
  "w:pStyle": onParagraph((draft, { "w:val": id = "" }) => {
    draft.styleId = id;
  }),
  "w:numId": onParagraph((draft, { "w:val": id = "" }) => {
    draft.numId = id;
  }),
  "w:ilvl": onParagraph((draft, { "w:val": level }) => {
    draft.numLevel = readCount(level, 0);
  }),
  "w:outlineLvl": onParagraph((draft, { "w:val": outline }) => {
    draft.outline = readCount(outline, 9);
  }),
  "w:r": (story) => {
    story.runs.push({ isHidden: null, styleId: null, font: "" });
  },
  "w:rStyle": onRun((run, { "w:val": id }) => {
    run.styleId = id ?? null;
  }),
  "w:rFonts": onRun((run, attributes) => {
    run.font = (attributes["w:ascii"] ?? attributes["w:hAnsi"] ?? "").slice(0, 100);
  }),
  "w:vanish": (story, { "w:val": value }) => {
    const draft = story.paragraphs.at(-1);
    if (story.path.at(-3) === "w:pPr" && draft) draft.isEndHidden = isOn(value);
    else hideRun(story, { "w:val": value ?? "1" }, "w:rPr");
  },
  "w:tab": inRun(() => "\t"),
  "w:ptab": inRun(() => "\t"),
  "w:cr": inRun(() => "\n"),
  "w:br": inRun(() => "\n"),
  "w:noBreakHyphen": inRun(() => "-"),
  "w:sym": inRun(({ "w:char": char = "", "w:font": font = "" }) =>
    readSymbol(Number.parseInt(char, 16) || 0, font),
  ),
  "w:fldChar": (story, { "w:fldCharType": type }) => {
    if (type === "begin") story.fields.push("code");
    else if (type === "end") story.fields.pop();
    else if (type === "separate" && story.fields.pop()) story.fields.push("result");
  },
  "w:footnoteReference": noteOpener("footnote"),
  "w:endnoteReference": noteOpener("endnote"),
  "w:txbxContent": (story) => {
    const isMuted = story.containers.at(-1)?.isMuted === true || isHidden(story);
    story.containers.push(createContainer(isMuted));
  },
  "w:altChunk": (story) => {
    story.hasForeign = true;
  },
  "w:sdt": (story) => {
    story.controls.push(false);
  },
  "w:showingPlcHdr": (story, { "w:val": value }) => {
    if (story.controls.length > 0) story.controls[story.controls.length - 1] = isOn(value);
  },
  "mc:AlternateContent": (story) => {
    story.alternatives.push(false);
  },
  "w:tbl": (story) => {
    story.tables.push({ table: createTableDraft(), row: null, cell: null });
  },
  "w:tr": (story) => {
    const open = story.tables.at(-1);
    if (open) open.row = createRowDraft();
  },
  "w:gridBefore": onRow((row, { "w:val": count }) => {
    row.before = readCount(count, 0);
  }),
  "w:gridAfter": onRow((row, { "w:val": count }) => {
    row.after = readCount(count, 0);
  }),
  "w:tc": (story) => {
    const open = story.tables.at(-1);
    if (!open) return;
    open.cell = createCellDraft();
    story.containers.push({ ...createContainer(story.containers.at(-1)?.isMuted), blocks: open.cell.blocks });
  },
  "w:gridSpan": onCell((cell, { "w:val": count }) => {
    cell.span = Math.max(1, readCount(count, 1));
  }),
  "w:vMerge": mergeOpener("above"),
  "w:hMerge": mergeOpener("beside"),
  "w:cellDel": onCell((cell) => {
    cell.isDeleted = true;
  }),
  "w:del": (story, _attributes, parent) => {
    const draft = story.paragraphs.at(-1);
    const row = story.tables.at(-1)?.row;
    if (parent === "w:trPr" && row) row.isDeleted = true;
    else if (draft) draft.isEndDeleted = true;
  },
};

const hideRun = onRun((run, { "w:val": value }) => {
  run.isHidden = isOn(value);
});

/** Does what the opening of an element means. The element is the last of the story's path. */
export function openElement(story: Story, name: string, attributes: Attributes): void {
  if (Object.hasOwn(OPENERS, name)) OPENERS[name]?.(story, attributes, story.path.at(-2) ?? "");
}

/** Adds text that the document shows to the open paragraph. */
export function addText(story: Story, text: string): void {
  const draft = story.paragraphs.at(-1);
  if (draft === undefined || story.fields.includes("code")) return;
  if (isHidden(story)) story.hasHidden ||= text.trim() !== "";
  else draft.text += readSymbols(text, story.runs.at(-1)?.font ?? "");
}

/** A run says so itself, or by its style, or by the style of its paragraph. */
function isHidden(story: Story): boolean {
  const run = story.runs.at(-1);
  if (run === undefined) return false;
  const byStyle = styleOf(story, run.styleId)?.isHidden === true;
  return (
    run.isHidden ?? (byStyle || styleOf(story, story.paragraphs.at(-1)?.styleId ?? null)?.isHidden === true)
  );
}

function onParagraph(set: (draft: ParagraphDraft, attributes: Attributes) => void): Opener {
  return (story, attributes) => {
    const draft = story.paragraphs.at(-1);
    if (draft && story.path.includes("w:pPr")) set(draft, attributes);
  };
}

function onRun(set: (run: RunDraft, attributes: Attributes) => void): Opener {
  return (story, attributes, parent) => {
    const run = story.runs.at(-1);
    if (run && parent === "w:rPr" && story.path.at(-3) !== "w:pPr") set(run, attributes);
  };
}

function onRow(set: (row: { before: number; after: number }, attributes: Attributes) => void): Opener {
  return (story, attributes) => {
    const row = story.tables.at(-1)?.row;
    if (row) set(row, attributes);
  };
}

function onCell(
  set: (cell: ReturnType<typeof createCellDraft>, attributes: Attributes, story: Story) => void,
): Opener {
  return (story, attributes, parent) => {
    const cell = story.tables.at(-1)?.cell;
    if (cell && parent === "w:tcPr") set(cell, attributes, story);
  };
}

/** What a covered cell holds is not shown, and its paragraphs take no numbers. */
function mergeOpener(direction: "above" | "beside"): Opener {
  return onCell((cell, { "w:val": value }, story) => {
    if (value === "restart") return;
    cell.goesOn = direction;
    const container = story.containers.at(-1);
    if (container) container.isMuted = true;
  });
}

/** Marks that stand in a run; elements of the same name elsewhere are settings. */
function inRun(read: (attributes: Attributes) => string): Opener {
  return (story, attributes, parent) => {
    if (parent === "w:r") addText(story, read(attributes));
  };
}

function noteOpener(kind: "footnote" | "endnote"): Opener {
  return (story, { "w:id": id = "" }) => {
    const isShown = !isHidden(story) && story.containers.at(-1)?.isMuted !== true;
    if (isShown) story.pendingNotes.push(...(story.notes.get(`${kind}:${id}`) ?? []));
  };
}
