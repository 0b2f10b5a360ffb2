import { describe, expect, it } from "vitest";
import { parseDocx } from "../../src/parsing/formats/docx.ts";
import type { ParsedTable } from "../../src/parsing/parsed-file.ts";
import {
  makeDocx,
  type WordParts,
  wordParagraph,
  wordRun,
  wordStyle,
  wordTable,
} from "../support/office-files.ts";

const parse = (parts: WordParts) => parseDocx(makeDocx(parts));
async function lines(body: readonly string[], parts: Omit<WordParts, "body"> = {}): Promise<string[]> {
  const { blocks } = await parse({ body, ...parts });
  return blocks.map((block) => (block.type === "paragraph" ? block.text : JSON.stringify(block.rows)));
}
async function tables(body: readonly string[]): Promise<string[][][]> {
  const { blocks } = await parse({ body });
  return blocks.filter((block): block is ParsedTable => block.type === "table").map(({ rows }) => rows);
}
const field = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
const textBox = (inner: string) => `<w:txbxContent>${inner}</w:txbxContent>`;

describe("a Word file's text", () => {
  it.each<[string, string, string[]]>([
    ["runs join", `${wordRun("办理")}${wordRun("时限")}`, ["办理时限"]],
    [
      "tabs, hyphens and signs",
      `<w:r><w:t>满意</w:t><w:tab/><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>0571</w:t><w:noBreakHyphen/><w:t>12345</w:t><w:softHyphen/></w:r>`,
      ["满意\t☑0571-12345"],
    ],
    ["a line break ends a line", "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r>", ["一", "二"]],
    ["links keep their words", `<w:hyperlink r:id="r9">${wordRun("网上办理")}</w:hyperlink>`, ["网上办理"]],
    [
      "insertions are kept, deletions are not",
      `${wordRun("收费")}<w:del>${wordRun("10元")}<w:r><w:delText>二十</w:delText></w:r></w:del><w:ins>${wordRun("20元")}</w:ins><w:moveFrom>${wordRun("旧")}</w:moveFrom><w:moveTo>${wordRun("新")}</w:moveTo>`,
      ["收费20元新"],
    ],
    [
      "fields show their result",
      `${wordRun("第")}${field("begin")}<w:r><w:instrText>PAGE \\* 码</w:instrText></w:r>${wordRun("码")}${field("separate")}${wordRun("3")}${field("end")}${wordRun("页")}`,
      ["第3页"],
    ],
    ["a field that never ends loses nothing after it", `${field("begin")}${wordRun("码")}`, ["下一段"]],
    ["a simple field", `<w:fldSimple w:instr="DATE">${wordRun("5月")}</w:fldSimple>`, ["5月"]],
    [
      "smart tags and content controls",
      `<w:smartTag>${wordRun("甲")}</w:smartTag><w:sdt><w:sdtPr><w:alias w:val="名"/><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent>${wordRun("乙")}</w:sdtContent></w:sdt>`,
      ["甲乙"],
    ],
    [
      "a prompt nobody filled in",
      `${wordRun("联系人：")}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${wordRun("单击输入")}</w:sdtContent></w:sdt>`,
      ["联系人："],
    ],
    [
      "readings above the words",
      `<w:r><w:ruby><w:rt>${wordRun("shè")}</w:rt><w:rubyBase>${wordRun("社")}</w:rubyBase></w:ruby></w:r>${wordRun("保")}`,
      ["社保"],
    ],
    [
      "one of two alternatives, after its paragraph",
      `${wordRun("正文")}<w:r><mc:AlternateContent><mc:Choice Requires="wps">${textBox(wordParagraph("框中"))}</mc:Choice><mc:Fallback>${textBox(wordParagraph("框中"))}</mc:Fallback></mc:AlternateContent></w:r>${wordRun("续")}`,
      ["正文续", "框中"],
    ],
    ["references and entities", wordRun('A&B <甲> "乙"'), ['A&B <甲> "乙"']],
  ])("%s", async (_name, xml, expected) => {
    const after = expected.includes("下一段") ? ["下一段"] : [];
    expect(await lines([wordParagraph(xml), ...after])).toEqual(expected);
  });

  it("joins a paragraph whose end was deleted with the next one", async () => {
    const open = `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>${wordRun("由窗口")}</w:p>`;
    expect(await lines([open, "办理"])).toEqual(["由窗口办理"]);
    expect(await lines([open])).toEqual(["由窗口"]);
  });

  it("ignores what a paragraph was before a change", async () => {
    const changed = `<w:p><w:pPr><w:outlineLvl w:val="1"/><w:pPrChange><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange></w:pPr>${wordRun("二级")}</w:p>`;
    expect((await parse({ body: [changed] })).blocks).toMatchObject([{ text: "二级", level: 2 }]);
  });

  it("leaves hidden text out and says so", async () => {
    const styles = [
      '<w:style w:type="character" w:styleId="H"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>',
    ];
    const runs = [
      wordRun("见"),
      wordRun("藏一", "<w:vanish/>"),
      wordRun("藏二", '<w:rStyle w:val="H"/>'),
      wordRun("现", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>'),
    ];
    const { blocks, warnings } = await parse({ body: [wordParagraph(runs.join(""))], styles });
    expect(blocks).toMatchObject([{ text: "见现" }]);
    expect(warnings.map(({ code }) => code)).toEqual(["ingest.hidden_text"]);
  });

  it("puts notes after the paragraph or table that refers to them", async () => {
    const footnotes = [
      `<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>`,
      `<w:footnote w:id="2">${wordParagraph("自2024年起。")}</w:footnote>`,
    ];
    const mark = '<w:r><w:footnoteReference w:id="2"/></w:r>';
    const table = wordTable([["甲", wordParagraph(wordRun("乙") + mark)]]);
    expect(await lines([wordParagraph(wordRun("免费") + mark), "下一段", table], { footnotes })).toEqual([
      "免费",
      "自2024年起。",
      "下一段",
      '[["甲","乙"]]',
      "自2024年起。",
    ]);
  });
});

describe("headings", () => {
  it.each<[string, string[], number | null]>([
    ["the outline level of its style", [wordStyle("a", "章", '<w:outlineLvl w:val="0"/>')], 1],
    ["the name of its style", [wordStyle("a", "heading 2")], 2],
    ["the Chinese name", [wordStyle("a", "标题 3")], 3],
    [
      "the style that its style is based on",
      [wordStyle("a", "我的", "", "b"), wordStyle("b", "heading 4")],
      4,
    ],
    ["a title", [wordStyle("a", "Title")], 1],
    ["a level too deep", [wordStyle("a", "heading 9")], 6],
    [
      "running text based on a heading",
      [wordStyle("a", "正文", '<w:outlineLvl w:val="9"/>', "b"), wordStyle("b", "heading 1")],
      null,
    ],
    ["styles based on each other", [wordStyle("a", "甲", "", "b"), wordStyle("b", "乙", "", "a")], null],
    ["no such style", [], null],
  ])("by %s", async (_name, styles, level) => {
    const { blocks } = await parse({ body: [wordParagraph("总则", { style: "a" })], styles });
    expect(blocks).toEqual([{ type: "paragraph", text: "总则", level, page: null }]);
  });

  it("over two lines are one heading", async () => {
    const heading = wordParagraph("<w:r><w:t>关于印发</w:t><w:br/><w:t>指南的通知</w:t></w:r>", {
      style: "a",
    });
    const { blocks } = await parse({ body: [heading], styles: [wordStyle("a", "heading 1")] });
    expect(blocks).toMatchObject([{ text: "关于印发指南的通知", level: 1 }]);
  });
});

describe("tables", () => {
  it.each<[string, string, string[][][]]>([
    ["cells of several lines", wordTable([["事项", "一\n二"]]), [[["事项", "一\n二"]]]],
    [
      "cells merged over columns and rows repeat their value",
      wordTable([
        [
          { content: "部门", merge: "restart" },
          { content: "事项", span: 2 },
        ],
        [{ content: "不显示", merge: "continue" }, "名称", "依据"],
        ["民政", "低保", "条例"],
      ]),
      [
        [
          ["部门", "事项", "事项"],
          ["部门", "名称", "依据"],
          ["民政", "低保", "条例"],
        ],
      ],
    ],
    [
      "short rows are filled up",
      wordTable([["a", "b", "c"], ["d"]]),
      [
        [
          ["a", "b", "c"],
          ["d", "", ""],
        ],
      ],
    ],
    [
      "a table in a cell becomes its text",
      wordTable([
        [
          "材料",
          wordTable([
            ["身份证", "原件"],
            ["照片", "两张"],
          ]),
        ],
      ]),
      [[["材料", "身份证 原件\n照片 两张"]]],
    ],
    [
      "a span beyond reason",
      wordTable([[{ content: "宽", span: 99_999_999 }]]).replace(
        "</w:tr>",
        `</w:tr><w:tr><w:tc>${wordParagraph("b")}</w:tc></w:tr>`,
      ),
      [[Array(256).fill("宽"), ["b", ...Array(255).fill("")]]],
    ],
    [
      "a deleted row is gone",
      wordTable([
        ["a", "b"],
        ["c", "d"],
      ]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>"),
      [[["c", "d"]]],
    ],
    [
      "free columns before and after",
      wordTable([["a", "b", "c"], ["d"]]).replace(
        /<w:tr>(?=<w:tc><w:tcPr><\/w:tcPr><w:p><w:pPr><\/w:pPr><w:r><w:rPr><\/w:rPr><w:t xml:space="preserve">d)/,
        '<w:tr><w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>',
      ),
      [
        [
          ["a", "b", "c"],
          ["", "d", ""],
        ],
      ],
    ],
    ["a table without words is none", wordTable([["", ""]]), []],
  ])("%s", async (_name, xml, expected) => {
    expect(await tables([xml])).toEqual(expected);
  });

  it("of one cell are a frame around what is in them", async () => {
    const inner = `${wordParagraph("温馨提示")}${wordTable([["a", "b"]])}`;
    expect(await lines([wordTable([[inner]])])).toEqual(["温馨提示", '[["a","b"]]']);
  });
});

describe("what is around the text", () => {
  it("headers, footers and links to the outside are not read", async () => {
    const parts = {
      "word/header1.xml": "<x>页眉</x>",
      "word/vbaProject.bin": new Uint8Array([0xd0, 0xcf]),
    };
    const { blocks, warnings } = await parse({
      body: ["正文", '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>'],
      parts,
      mainType: "application/vnd.ms-word.document.macroEnabled.main+xml",
    });
    expect(blocks).toMatchObject([{ text: "正文" }]);
    expect(warnings.map(({ code }) => code)).toEqual(["ingest.macro_ignored"]);
  });

  it.each([
    ["a spreadsheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"],
    ["nothing known", "application/xml"],
  ])("a main part that is %s is refused", async (_name, mainType) => {
    await expect(parse({ body: ["x"], mainType })).rejects.toMatchObject({ code: "ingest.not_a_docx" });
  });
});
