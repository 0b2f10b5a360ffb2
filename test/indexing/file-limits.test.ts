import { describe, expect, it } from "vitest";
import { largestFile } from "../../src/indexing/run/file-limits.ts";

const MEGABYTE = 1024 * 1024;

describe("the largest file", () => {
  it.each([
    ["a text", "通知.txt", undefined, 20],
    ["a page", "a/b.html", undefined, 20],
    ["a workbook", "清单.XLSX", undefined, 100],
    ["a text table", "清单.csv", undefined, 100],
    ["a Word file", "指南.docx", undefined, 100],
    ["a PDF", "指南.pdf", undefined, 100],
    ["a workbook, with a limit set", "清单.xlsx", 5, 5],
    ["a text, with a limit set", "通知.txt", 300, 300],
  ])("of %s", (_name, path, set, expected) => {
    expect(largestFile(path, set === undefined ? undefined : set * MEGABYTE)).toBe(expected * MEGABYTE);
  });
});
