import { checkLines } from "../csv/check-lines.ts";
import { guessDelimiter } from "../csv/guess-delimiter.ts";
import { readRecords } from "../csv/read-records.ts";
import { decodeText, typeMismatch } from "../decode-text.ts";
import type { ParsedFile } from "../parsed-file.ts";
import { tableTooLarge } from "../table-errors.ts";

const MOST_CELLS = 5_000_000;
/** A first line by which Excel is told the delimiter. */
const DELIMITER_LINE = /^sep=([^\r\n])\r?\n/i;
const WEB_PAGE = /^\s{0,100}<(?:!doctype\s{1,10}html|html|table|\?xml)/i;

/**
 * A text table, its cells separated by `,`, `;`, `|` or tabs, as one table without a name. Every cell is text,
 * also one that looks like a formula. Rows are filled up to one length; empty edges are cut off.
 * @throws WenbanError `ingest.line_too_long`, `ingest.table_too_large`, and as `decodeText` does
 */
export async function parseCsv(bytes: Uint8Array): Promise<ParsedFile> {
  checkLines(bytes);
  const { text, warnings } = decodeText(bytes);
  if (WEB_PAGE.test(text)) throw typeMismatch("网页或 XML 文件");
  const [line = "", told] = DELIMITER_LINE.exec(text) ?? [];
  const body = text.slice(line.length);
  const { rows, isRepaired } = readRecords(body, told ?? guessDelimiter(body));
  const table = squareRows(rows);
  const notes = isRepaired ? [{ code: "ingest.bad_quotes", message: "引号不成对，已按普通文字读取。" }] : [];
  return {
    blocks: table.length === 0 ? [] : [{ type: "table", name: null, rows: table, page: null }],
    warnings: [...warnings, ...notes],
  };
}

/** Rows of one length, from the first to the last row and column that hold something. */
function squareRows(rows: string[][]): string[][] {
  const used = rows.map((row) => row.findLastIndex((cell) => cell !== "") + 1);
  const top = used.findIndex((width) => width > 0);
  if (top < 0) return [];
  const bottom = used.findLastIndex((width) => width > 0) + 1;
  const right = used.reduce((widest, width) => Math.max(widest, width), 0);
  const left = rows.reduce((least, row) => Math.min(least, firstUsed(row, right)), right);
  if ((bottom - top) * (right - left) > MOST_CELLS) throw tableTooLarge("500 万个单元格");
  return rows
    .slice(top, bottom)
    .map((row) => Array.from({ length: right - left }, (_, i) => row[left + i] ?? ""));
}

function firstUsed(row: string[], most: number): number {
  const first = row.findIndex((cell) => cell !== "");
  return first < 0 ? most : first;
}
