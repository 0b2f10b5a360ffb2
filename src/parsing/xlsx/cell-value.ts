import { cleanCellText } from "./cell-text.ts";
import type { CellFormats } from "./styles.ts";

/** What the cells of a workbook share. */
export interface CellContext {
  strings: string[];
  formats: CellFormats;
  is1904: boolean;
}

/** A cell as the file holds it: `type` and `style` are its attributes `t` and `s`, `value` is that of `x:v`. */
export interface RawCell {
  type: string;
  style: number;
  value: string;
  /** Text of `x:is`. */
  inline: string;
}

/** A cell's text as a reader sees it; empty for an empty cell (ECMA-376 part 1, 18.18.11). */
export function showCell({ type, style, value, inline }: RawCell, context: CellContext): string {
  switch (type) {
    case "inlineStr":
      return inline;
    case "s":
      return context.strings[Number.parseInt(value, 10)] ?? "";
    case "b":
      return value.trim() === "1" ? "TRUE" : value.trim() === "0" ? "FALSE" : cleanCellText(value);
    case "d":
      return showIsoDay(value.trim());
    case "n":
      return showNumber(value, style, context);
    default:
      return cleanCellText(value);
  }
}

/** What is no number stands as it is. */
function showNumber(value: string, style: number, { formats, is1904 }: CellContext): string {
  const trimmed = value.trim();
  const number = Number(trimmed);
  if (trimmed === "" || !Number.isFinite(number)) return cleanCellText(value);
  return formats(style)(number, is1904);
}

function showIsoDay(value: string): string {
  const [day = "", time = ""] = value.split("T");
  const shown = time.replace(/(?:\.\d+)?Z?$/, "");
  return shown === "" || shown === "00:00:00" ? day : `${day} ${shown}`.trim();
}
