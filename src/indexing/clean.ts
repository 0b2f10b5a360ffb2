import type { OffsetRun } from "../domain.ts";
import { normalizeCharacters, removeInvisible } from "./clean-characters.ts";
import { type FurnitureLine, layOut } from "./clean-layout.ts";
import { removeMarkup } from "./clean-markup.ts";
import { removeReadings } from "./clean-readings.ts";
import { joinSpacedCharacters } from "./clean-spacing.ts";
import { startDraft } from "./draft.ts";

/** The shown text of a document with its map to the stored text, and what was learnt on the way. */
export interface CleanText {
  shown: string;
  offsets: OffsetRun[];
  /** Shown start of a line → level 1 to 6 where markup says so, 0 for a list item. */
  declaredLevels: Map<number, number>;
  /** Lines left out of the shown text, such as breadcrumbs and by-lines, in their order. */
  furniture: FurnitureLine[];
  warnings: { code: string; message: string }[];
}

/**
 * Makes the shown text: what a reader should see of the stored text. The stored text never changes; every
 * shown character maps to the stored one it stands for. Linear in the length of the text.
 */
export function cleanText(stored: string): CleanText {
  const visible = removeInvisible(startDraft(stored));
  const marked = normalizeCharacters(removeMarkup(visible.draft));
  const layout = layOut(joinSpacedCharacters(removeReadings(marked)));
  return {
    shown: layout.draft.text,
    offsets: layout.draft.offsets,
    declaredLevels: layout.declaredLevels,
    furniture: layout.furniture,
    warnings: listWarnings(visible),
  };
}

function listWarnings(visible: { deceiving: boolean; stacked: boolean }): CleanText["warnings"] {
  const warnings: CleanText["warnings"] = [];
  if (visible.deceiving)
    warnings.push({
      code: "ingest.invisible_characters",
      message: "文中有看不见的字符（零宽、方向或标签字符），已从显示文本中去掉。",
    });
  if (visible.stacked)
    warnings.push({ code: "ingest.normalised", message: "文中有成堆的附加符号，已从显示文本中去掉。" });
  return warnings;
}
