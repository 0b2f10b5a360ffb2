import { type ComposedText, composeText } from "../../src/indexing/formats/compose-text.ts";
import {
  type ReadRegister,
  type RegisterHints,
  readRegister,
} from "../../src/indexing/registers/read-register.ts";
import type { ParsedFile } from "../../src/parsing/parsed-file.ts";

/** A row that is one cell merged over `width` columns, as parsers hand it on. */
export const merged = (text: string, width: number): string[] => Array.from({ length: width }, () => text);

/** A workbook by its sheets' rows, made rectangular. */
export function workbook(sheets: Record<string, string[][]>): ParsedFile {
  const blocks = Object.entries(sheets).map(([name, rows]) => {
    const width = Math.max(...rows.map((cells) => cells.length));
    const full = rows.map((cells) => [...cells, ...Array.from({ length: width - cells.length }, () => "")]);
    return { type: "table" as const, name, rows: full, page: null };
  });
  return { blocks, warnings: [] };
}

/** A sheet read as a list, with the text its ranges refer to. */
export function readSheet(
  rows: string[][] | Record<string, string[][]>,
  hints: RegisterHints = {},
): { composed: ComposedText; read: ReadRegister | null } {
  const parsed = workbook(Array.isArray(rows) ? { Sheet1: rows } : rows);
  const composed = composeText(parsed);
  return { composed, read: readRegister(parsed, composed, hints) };
}
