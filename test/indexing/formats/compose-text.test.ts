import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellSpans, composeText, flatten } from "../../../src/indexing/formats/compose-text.ts";
import type { ParsedBlock, ParsedFile, ParsedTable } from "../../../src/parsing/parsed-file.ts";

const paragraph = (text: string, level: number | null = null, page: number | null = null): ParsedBlock => ({
  type: "paragraph",
  text,
  level,
  page,
});
const table = (rows: string[][], page: number | null = null): ParsedTable => ({
  type: "table",
  name: null,
  rows,
  page,
});
const compose = (...blocks: ParsedBlock[]) => composeText({ blocks, warnings: [] });

describe("the stored text of an office file", () => {
  it("has a line per paragraph and per row, cells separated by a tab", () => {
    const { text } = compose(
      paragraph("标题", 1),
      table([
        ["名称", "份数"],
        ["身份证", "1"],
      ]),
    );
    expect(text).toBe("标题\n名称\t份数\n身份证\t1");
  });

  it.each([
    ["line ends in a cell", "甲\n乙\r\n丙", "甲 乙 丙"],
    ["a tab in a cell", "甲\t乙", "甲 乙"],
    ["outer white space", " 甲 ", "甲"],
  ])("has %s as one space or none", (_, cell, flat) => {
    expect(compose(table([["号", cell]])).text).toBe(`号\t${flat}`);
  });

  it("writes a title that was merged over its table once, and two equal cells twice", () => {
    const { text } = compose(
      table([
        ["清单", "清单"],
        ["原名", "现名"],
        ["渡口", "渡口"],
      ]),
      table([
        ["a", "b", "c"],
        ["一、总则", "一、总则", "一、总则"],
      ]),
    );
    expect(text).toBe("清单\n原名\t现名\n渡口\t渡口\na\tb\tc\n一、总则");
  });

  it("leaves out lines of characters without any width", () => {
    expect(compose(paragraph("甲"), paragraph("\u200b\u2060 "), table([["\u200b"]])).text).toBe("甲");
  });

  it("leaves out what has no words, and knows pages and headings by their places", () => {
    const { text, pages, headingLevels, lines } = compose(
      paragraph("", 1, 1),
      paragraph("甲", 2, 1),
      table([["", ""]], 2),
      paragraph("乙", null, 3),
    );
    expect({ text, pages, headingLevels }).toEqual({
      text: "甲\n乙",
      pages: [
        { page: 1, start: 0 },
        { page: 3, start: 2 },
      ],
      headingLevels: [{ start: 0, level: 2 }],
    });
    expect(lines).toEqual([
      { block: 1, row: null, start: 0, end: 1 },
      { block: 3, row: null, start: 2, end: 3 },
    ]);
  });
});

const cell = fc.string({ maxLength: 8 }).map((text) => text.trim());
const rows = fc
  .integer({ min: 1, max: 5 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
  );
const file: fc.Arbitrary<ParsedFile> = fc
  .array(
    fc.oneof(
      cell.map((text) => paragraph(text)),
      rows.map((cells) => table(cells)),
    ),
    { maxLength: 6 },
  )
  .map((blocks) => ({ blocks, warnings: [] }));

describe("whatever the file", () => {
  it("each line and each cell stands in the text where it is said to", () => {
    fc.assert(
      fc.property(file, (parsed) => {
        const composed = composeText(parsed);
        expect(composed.lines.map(({ start, end }) => composed.text.slice(start, end)).join("\n")).toBe(
          composed.text,
        );
        for (const line of composed.lines) {
          const block = parsed.blocks[line.block];
          if (block?.type !== "table") continue;
          const told = cellSpans(composed, line, block).map(({ start, end }) =>
            composed.text.slice(start, end),
          );
          expect(told).toEqual(block.rows[line.row ?? -1]?.map(flatten));
        }
      }),
    );
  });
});
