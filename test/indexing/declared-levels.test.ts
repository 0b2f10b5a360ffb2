import { describe, expect, it } from "vitest";
import { buildDocument } from "../../src/indexing/build-document.ts";
import { cleanText } from "../../src/indexing/cleaning/clean.ts";
import { withHeadingLevels } from "../../src/indexing/cleaning/declared-levels.ts";
import { readOfficeDocuments } from "../../src/indexing/formats/office-documents.ts";
import type { ParsedBlock } from "../../src/parsing/parsed-file.ts";
import { regions, TODAY } from "../support/test-corpus.ts";

describe("headings by their style", () => {
  it("come to stand where cleaning moves their lines", () => {
    const text = "来源：示例网　打印　关闭\n  总  则\n发(fā)文要清楚。\n附则\n";
    const headingLevels = [text.indexOf("  总"), text.indexOf("附则")].map((start, at) => ({
      start,
      level: at + 1,
    }));
    const clean = withHeadingLevels(cleanText(text), { headingLevels, text });
    const lines = [...clean.declaredLevels].map(([start, level]) => [
      clean.shown.slice(start).split("\n")[0],
      level,
    ]);
    expect(lines).toContainEqual(["附则", 2]);
    expect(lines.filter(([, level]) => level === 1)).toHaveLength(1);
  });

  it("head the passages of an office text, and its title", () => {
    const p = (text: string, level: number | null = null): ParsedBlock => ({
      type: "paragraph",
      text,
      level,
      page: null,
    });
    const long = "渡口的设置应当方便两岸居民，并且避开急流和礁石。".repeat(8);
    const blocks = [p("渡口设置的若干想法", 1), p("选址", 2), p(long), p("费用由谁承担", 2), p(long)];
    const [source] = readOfficeDocuments(
      { path: "a.docx", bytes: new Uint8Array() },
      { blocks, warnings: [] },
    );
    if (source === undefined) throw new Error("no document");
    const { document, passages } = buildDocument(source, { defaults: {}, regions, today: TODAY });
    expect(document.title).toBe("渡口设置的若干想法");
    expect(passages.map(({ headings }) => headings)).toEqual([["选址"], ["费用由谁承担"]]);
  });

  it("of lines that cleaning drops head nothing", () => {
    const text = "正文一句。\n——————\n";
    const clean = withHeadingLevels(cleanText(text), { headingLevels: [{ start: 6, level: 1 }], text });
    expect([...clean.declaredLevels]).toEqual([]);
  });
});
