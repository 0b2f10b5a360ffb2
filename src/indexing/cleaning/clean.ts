import type { OffsetRun } from "../../domain.ts";
import { repairByteShift } from "./clean-byte-shift.ts";
import { normalizeCharacters, removeInvisible } from "./clean-characters.ts";
import { repairEncoding } from "./clean-encoding.ts";
import { type FurnitureLine, layOut } from "./clean-layout.ts";
import { removeMarkup } from "./clean-markup.ts";
import { removeReadings } from "./clean-readings.ts";
import { joinSpacedCharacters } from "./clean-spacing.ts";
import { type CellName, nameColumns, putNames } from "./clean-tables.ts";
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

/** What is known of a text before it is cleaned. */
export interface CleanOptions {
  /** False for a text that is no page, such as a guide held as fields: it keeps every line. Default true. */
  hasFurniture?: boolean;
  /** Names of columns, each with the stored offset of the cell it heads, in order; else tables name their own. */
  cellNames?: readonly CellName[];
}

/**
 * Makes the shown text: what a reader should see of the stored text. The stored text never changes; every
 * shown character maps to the stored one it stands for. Linear in the length of the text.
 */
export function cleanText(stored: string, options: CleanOptions = {}): CleanText {
  const { hasFurniture = true, cellNames } = options;
  const encoded = repairEncoding(startDraft(stored));
  const shifted = repairByteShift(encoded.draft);
  const visible = removeInvisible(cellNames ? putNames(shifted.draft, cellNames) : shifted.draft);
  const marked = normalizeCharacters(removeMarkup(visible.draft));
  const spaced = joinSpacedCharacters(removeReadings(marked));
  const layout = layOut(nameColumns(spaced, cellNames === undefined), hasFurniture);
  return {
    shown: layout.draft.text,
    offsets: layout.draft.offsets,
    declaredLevels: layout.declaredLevels,
    furniture: layout.furniture,
    warnings: [
      ...warnIf(
        encoded.repaired !== null,
        "repaired_encoding",
        `文字曾以错误的编码读取（${encoded.repaired}），显示时已还原。`,
      ),
      ...warnIf(shifted.repaired > 0, "repaired_shift", `有 ${shifted.repaired} 处文字错位，显示时已还原。`),
      ...warnIf(
        visible.deceiving,
        "invisible_characters_removed",
        "有看不见的字符（零宽、方向或标签字符），显示时已去掉。",
      ),
      ...warnIf(visible.stacked, "normalised", "有成堆的附加符号，显示时已去掉。"),
    ],
  };
}

function warnIf(holds: boolean, code: string, message: string): CleanText["warnings"] {
  return holds ? [{ code: `ingest.${code}`, message }] : [];
}
