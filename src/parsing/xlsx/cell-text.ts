import { cleanCell } from "../clean-cell.ts";
import type { XmlElement } from "../xml-events.ts";

/** Puts together the text of one string item (`x:si`, `x:is`), with its runs and without its readings. */
export interface StringItem {
  open(element: XmlElement): void;
  text(text: string): void;
  close(name: string): void;
  /** The text so far; the item begins anew. */
  take(): string;
}

const ESCAPED = /_x([0-9A-Fa-f]{4})_/g;

/** Readings (`x:rPh`) stand beside the text for those who can't read its characters; they are no part of it. */
export function createStringItem(): StringItem {
  let text = "";
  let isText = false;
  let isReading = false;
  return {
    open({ name }) {
      if (name === "x:rPh") isReading = true;
      if (name === "x:t") isText = !isReading;
    },
    text(more) {
      if (isText) text += more;
    },
    close(name) {
      if (name === "x:rPh") isReading = false;
      if (name === "x:t") isText = false;
    },
    take() {
      const taken = cleanCellText(text);
      text = "";
      return taken;
    },
  };
}

/** A cell's text: escapes of the form `_x000D_` resolved (ECMA-376 part 1, 22.9.2.19). */
export function cleanCellText(text: string): string {
  const resolved = text.includes("_x")
    ? text.replace(ESCAPED, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
  return cleanCell(resolved);
}
