import { describe, expect, it } from "vitest";
import { formatNumber } from "../../src/parsing/docx/format-number.ts";
import { parseDocx } from "../../src/parsing/formats/docx.ts";
import { makeDocx, wordParagraph, wordStyle, wordTable } from "../support/office-files.ts";

interface LevelLook {
  format?: string;
  text?: string;
  /** Further elements of the level. */
  more?: string;
  start?: number;
}

function level(
  n: number,
  { format = "decimal", text = `%${n + 1}.`, more = "", start = 1 }: LevelLook = {},
): string {
  return `<w:lvl w:ilvl="${n}"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
}
const abstract = (id: number, ...levels: string[]) =>
  `<w:abstractNum w:abstractNumId="${id}">${levels.join("")}</w:abstractNum>`;
const num = (id: number, abstractId: number, overrides = "") =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${abstractId}"/>${overrides}</w:num>`;

/** Shown lines of a list whose items are given by instance and level. */
async function shown(
  numbering: string[],
  items: readonly (readonly [id: number, level: number])[],
): Promise<string[]> {
  const body = items.map((number) => wordParagraph("文", { number }));
  const { blocks } = await parseDocx(makeDocx({ body, numbering }));
  return blocks.map((block) => (block.type === "paragraph" ? block.text : ""));
}

describe("numbers of paragraphs", () => {
  const chinese = level(0, { format: "chineseCountingThousand", text: "%1、" });
  const nested = [level(0), level(1, { text: "%1.%2" }), level(2, { text: "%1.%2.%3" })];
  const own = (start: number) =>
    `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="${start}"/></w:lvlOverride>`;

  it.each<[string, string[], [number, number][], string[]]>([
    [
      "a plain list",
      [abstract(0, level(0)), num(1, 0)],
      [
        [1, 0],
        [1, 0],
      ],
      ["1. 文", "2. 文"],
    ],
    [
      "Chinese numbers",
      [abstract(0, chinese), num(1, 0)],
      [
        [1, 0],
        [1, 0],
      ],
      ["一、文", "二、文"],
    ],
    [
      "levels start again below a higher one",
      [abstract(0, ...nested), num(1, 0)],
      [
        [1, 0],
        [1, 1],
        [1, 1],
        [1, 2],
        [1, 0],
        [1, 1],
      ],
      ["1. 文", "1.1 文", "1.2 文", "1.2.1 文", "2. 文", "2.1 文"],
    ],
    [
      "a level that never starts again",
      [abstract(0, level(0), level(1, { text: "第%2条", more: '<w:lvlRestart w:val="0"/>' })), num(1, 0)],
      [
        [1, 0],
        [1, 1],
        [1, 0],
        [1, 1],
      ],
      ["1. 文", "第1条 文", "2. 文", "第2条 文"],
    ],
    [
      "a level that starts again after the first one only",
      [abstract(0, level(0), level(1), level(2, { more: '<w:lvlRestart w:val="1"/>' })), num(1, 0)],
      [
        [1, 0],
        [1, 1],
        [1, 2],
        [1, 1],
        [1, 2],
        [1, 0],
        [1, 2],
      ],
      ["1. 文", "1. 文", "1. 文", "2. 文", "2. 文", "2. 文", "1. 文"],
    ],
    [
      "instances of one definition go on",
      [abstract(0, level(0)), num(1, 0), num(2, 0)],
      [
        [1, 0],
        [2, 0],
        [1, 0],
      ],
      ["1. 文", "2. 文", "3. 文"],
    ],
    [
      "an instance with its own start",
      [abstract(0, level(0)), num(1, 0), num(2, 0, own(5))],
      [
        [1, 0],
        [2, 0],
        [2, 0],
      ],
      ["1. 文", "5. 文", "6. 文"],
    ],
    [
      "a level defined anew",
      [abstract(0, level(0)), num(1, 0, `<w:lvlOverride w:ilvl="0">${chinese}</w:lvlOverride>`)],
      [[1, 0]],
      ["一、文"],
    ],
    [
      "two lists count for themselves",
      [abstract(0, level(0)), abstract(1, chinese), num(1, 0), num(2, 1)],
      [
        [1, 0],
        [2, 0],
        [1, 0],
      ],
      ["1. 文", "一、文", "2. 文"],
    ],
    [
      "all levels in digits",
      [abstract(0, chinese, level(1, { text: "%1.%2", more: "<w:isLgl/>" })), num(1, 0)],
      [
        [1, 0],
        [1, 1],
      ],
      ["一、文", "1.1 文"],
    ],
    [
      "what stands between number and text",
      [abstract(0, level(0, { more: '<w:suff w:val="nothing"/>' }), level(1, { text: "（%2）" })), num(1, 0)],
      [
        [1, 0],
        [1, 1],
      ],
      ["1.文", "（1）文"],
    ],
    ["a bullet", [abstract(0, level(0, { format: "bullet", text: "\uf0b7" })), num(1, 0)], [[1, 0]], ["文"]],
    [
      "no list",
      [abstract(0, level(0)), num(1, 0)],
      [
        [0, 0],
        [7, 0],
        [1, 8],
      ],
      ["文", "文", "文"],
    ],
    [
      "another start",
      [abstract(0, level(0, { start: 3 })), num(1, 0)],
      [
        [1, 0],
        [1, 0],
      ],
      ["3. 文", "4. 文"],
    ],
    [
      "a level above that was left out",
      [abstract(0, ...nested), num(1, 0)],
      [
        [1, 1],
        [1, 1],
      ],
      ["1.1 文", "1.2 文"],
    ],
    [
      "digits with zeros",
      [
        abstract(
          0,
          level(0, { format: "decimal", text: "%1" }).replace(
            '<w:numFmt w:val="decimal"/>',
            '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>',
          ),
        ),
        num(1, 0),
      ],
      [[1, 0]],
      ["001 文"],
    ],
  ])("%s", async (_name, numbering, items, expected) => {
    expect(await shown(numbering, items)).toEqual(expected);
  });

  it("go on after other text, and fill cells that hold nothing else", async () => {
    const item = wordParagraph("文", { number: [1, 0] });
    const numbering = [abstract(0, level(0, { text: "%1" })), num(1, 0)];
    const number = wordParagraph("", { number: [1, 0] });
    const table = wordTable([
      [number, "甲"],
      [number, "乙"],
    ]);
    const { blocks } = await parseDocx(makeDocx({ body: [item, "插入的话", item, table], numbering }));
    expect(blocks).toMatchObject([
      { text: "1 文" },
      { text: "插入的话" },
      { text: "2 文" },
      {
        rows: [
          ["3", "甲"],
          ["4", "乙"],
        ],
      },
    ]);
  });

  it("come by styles, on the level that names the style", async () => {
    const numbering = [
      abstract(
        0,
        level(0, { format: "chineseCounting", text: "第%1章", more: '<w:pStyle w:val="h1"/>' }),
        level(1, {
          format: "chineseCounting",
          text: "第%2条",
          more: '<w:pStyle w:val="h2"/><w:lvlRestart w:val="0"/>',
        }),
      ),
      num(3, 0),
    ];
    const list = '<w:numPr><w:numId w:val="3"/></w:numPr>';
    const styles = [
      wordStyle("h1", "heading 1", list),
      wordStyle("h2", "heading 2", list),
      wordStyle("h2b", "自己的", "", "h2"),
      wordStyle("plain", "无编号", '<w:numPr><w:numId w:val="0"/></w:numPr>', "h1"),
    ];
    const body = ["h1", "h2", "h2b", "h1", "h2", "plain"].map((style) => wordParagraph("文", { style }));
    const { blocks } = await parseDocx(makeDocx({ body, styles, numbering }));
    expect(blocks.map((block) => block.type === "paragraph" && [block.text, block.level])).toEqual([
      ["第一章 文", 1],
      ["第一条 文", 2],
      ["第二条 文", 2],
      ["第二章 文", 1],
      ["第三条 文", 2],
      ["文", 1],
    ]);
  });

  it("follow a link to the style that holds the definition", async () => {
    const numbering = [
      '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>',
      abstract(1, level(0, { text: "(%1)" })),
      num(1, 0),
      num(2, 1),
    ];
    const styles = [
      '<w:style w:type="numbering" w:styleId="L"><w:name w:val="l"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>',
    ];
    const body = [wordParagraph("文", { number: [1, 0] }), wordParagraph("文", { number: [2, 0] })];
    const { blocks } = await parseDocx(makeDocx({ body, styles, numbering }));
    expect(blocks).toMatchObject([{ text: "(1) 文" }, { text: "(2) 文" }]);
  });
});

describe("formatted numbers", () => {
  it.each<[string, Record<number, string>]>([
    ["decimal", { 1: "1", 12: "12" }],
    ["decimalZero", { 1: "01", 12: "12" }],
    ["upperRoman", { 4: "IV", 1994: "MCMXCIV", 4000: "4000" }],
    ["lowerRoman", { 9: "ix" }],
    ["upperLetter", { 1: "A", 26: "Z", 28: "BB" }],
    ["lowerLetter", { 27: "aa", 99999: "99999" }],
    ["ordinal", { 1: "1st", 2: "2nd", 11: "11th", 23: "23rd", 112: "112th" }],
    ["chineseCounting", { 0: "零", 9: "九", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○" }],
    [
      "chineseCountingThousand",
      {
        10: "十",
        19: "十九",
        21: "二十一",
        100: "一百",
        101: "一百零一",
        110: "一百一十",
        111: "一百一十一",
        1001: "一千零一",
        10000: "一万",
        10020: "一万零二十",
        12345: "一万二千三百四十五",
      },
    ],
    ["japaneseCounting", { 10: "十", 101: "百一", 111: "百十一", 1110: "千百十" }],
    ["ideographDigital", { 10: "一〇", 105: "一〇五" }],
    ["taiwaneseDigital", { 10: "一○" }],
    ["ideographTraditional", { 1: "甲", 10: "癸", 11: "11" }],
    ["ideographZodiac", { 1: "子", 12: "亥", 13: "13" }],
    ["ideographZodiacTraditional", { 1: "甲子", 60: "癸亥", 61: "甲子" }],
    ["chineseLegalSimplified", { 3: "叁", 10: "壹拾", 15: "壹拾伍", 104: "壹佰零肆" }],
    ["ideographEnclosedCircle", { 1: "㊀", 10: "㊉", 11: "11" }],
    ["decimalEnclosedCircle", { 1: "①", 20: "⑳", 21: "21" }],
    ["decimalEnclosedCircleChinese", { 10: "⑩", 11: "11" }],
    ["decimalEnclosedParen", { 1: "⑴" }],
    ["decimalEnclosedFullstop", { 1: "⒈" }],
    ["decimalFullWidth", { 12: "１２" }],
    ["none", { 1: "" }],
    ["constructor", { 7: "7" }],
    ["chineseCountingThousand", { 999999999: "999999999" }],
  ])("%s", (format, table) => {
    for (const [n, written] of Object.entries(table)) expect(formatNumber(Number(n), format)).toBe(written);
  });
});
