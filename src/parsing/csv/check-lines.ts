import { WenbanError } from "../../errors.ts";

/** Longest line and longest record, in bytes or characters; no list has a longer one. */
export const LONGEST_LINE = 1 << 20;

/** A line without an end is no table; found by its bytes, before anything is decoded. */
export function checkLines(bytes: Uint8Array): void {
  let from = 0;
  while (bytes.length - from > LONGEST_LINE) {
    const line = bytes.subarray(from, from + LONGEST_LINE + 1);
    const end = Math.max(line.lastIndexOf(0x0a), line.lastIndexOf(0x0d));
    if (end < 0) throw lineTooLong();
    from += end + 1;
  }
}

/** A line or quoted cell runs on for more than a megabyte. */
export function lineTooLong(): WenbanError {
  return new WenbanError("unprocessable", "ingest.line_too_long", "表格里有一行超过 1 MB，不像表格。", {
    hint: "请检查文件的换行和引号，或用 Excel、WPS 打开后另存为 .xlsx，再放入。",
  });
}
