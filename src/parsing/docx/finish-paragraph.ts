import type { ParsedBlock } from "../parsed-file.ts";
import { outlineToHeading } from "./read-styles.ts";
import { addBlocks, type ParagraphDraft, type Story, styleOf } from "./story-state.ts";

export function createParagraphDraft(styleId: string): ParagraphDraft {
  return {
    styleId,
    numId: null,
    numLevel: null,
    outline: null,
    isEndDeleted: false,
    isEndHidden: false,
    text: "",
    after: [],
  };
}

/** Makes blocks of a paragraph that has been read: its number, its lines, and what hangs on it. */
export function finishParagraph(story: Story, draft: ParagraphDraft): void {
  const container = story.containers.at(-1);
  if (container === undefined || container.isMuted) return;
  // A field that shows no result by the end of its paragraph has none: nothing after it may be lost.
  story.fields = story.fields.filter((phase) => phase === "result");
  const text = container.carried + draft.text;
  container.carried = "";
  if (draft.isEndDeleted) {
    container.carried = text;
    addBlocks(story, draft.after);
    return;
  }
  const isShown = text.trim() !== "" || !draft.isEndHidden;
  const number = isShown ? numberOf(story, draft) : "";
  addBlocks(story, [...paragraphBlocks(number, text, levelOf(story, draft)), ...draft.after]);
}

function paragraphBlocks(number: string, text: string, level: number | null): ParsedBlock[] {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  // A heading over two lines is one heading.
  const [first = "", ...rest] = level === null ? lines : [joinLines(lines)];
  return [`${number}${first}`.trim(), ...rest]
    .filter((line) => line !== "")
    .map((line) => ({ type: "paragraph", text: line, level, page: null }));
}

/** Latin words need a space between them, Chinese ones none. */
function joinLines(lines: readonly string[]): string {
  return lines.reduce((before, line) => {
    const needsSpace = /[\w.,;:!?)]$/.test(before) && /^[\w(]/.test(line);
    return before + (needsSpace ? " " : "") + line;
  }, "");
}

function levelOf(story: Story, { outline, styleId }: ParagraphDraft): number | null {
  return outline === null ? (styleOf(story, styleId)?.headingLevel ?? null) : outlineToHeading(outline);
}

/** What the paragraph says of its list goes before what its style says. */
function numberOf(story: Story, draft: ParagraphDraft): string {
  const style = styleOf(story, draft.styleId);
  const numId = draft.numId ?? style?.numId ?? null;
  if (numId === null || numId === "0") return "";
  const byStyle = draft.numId === null && draft.numLevel === null;
  return story.counter.next(
    numId,
    draft.numLevel ?? style?.numLevel ?? 0,
    byStyle ? (style?.numStyleId ?? null) : null,
  );
}
