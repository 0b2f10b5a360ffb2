import { describe, expect, it } from "vitest";
import { parsePdf } from "../../src/parsing/formats/pdf.ts";
import { makePdf, type PdfFile, type PdfFontKind, type PdfPage, type PdfText } from "../support/pdf-files.ts";
import { flowPages, widthOf } from "../support/pdf-layout.ts";

const LONG =
  "为进一步深化行政审批制度改革，优化营商环境，方便企业和群众办事，根据国家有关规定，结合本地实际，制定本办法。本办法适用于本行政区域内各级行政机关实施的政务服务事项及其监督管理活动，法律法规另有规定的从其规定。";
const OTHER =
  "申请人可以通过政务服务网或者到政务服务中心综合窗口提出申请，并对其提交材料的真实性负责；窗口收到材料后应当当场审查，材料齐全的予以受理，不齐全的一次性告知需要补正的全部内容。";

/** Paragraphs as 「text」, or 「#level text」 for headings; tables as rows of cells. */
async function read(file: PdfFile): Promise<(string | string[][])[]> {
  const { blocks } = await parsePdf(makePdf(file));
  return blocks.map((block) => {
    if (block.type === "table") return block.rows;
    return block.level === null ? block.text : `#${block.level} ${block.text}`;
  });
}

const paragraph = (text: string) => ({ type: "paragraph" as const, text });
const page = (...texts: PdfText[]): PdfPage => ({ texts });
const at = (text: string, x: number, y: number, more: Partial<PdfText> = {}): PdfText => ({
  text,
  x,
  y,
  ...more,
});

describe("text of a PDF", () => {
  it.each<PdfFontKind>(["gbk", "ucs2", "identity"])("is read from %s fonts", async (kind) => {
    const pages = flowPages([paragraph("第一条 办理时限：15个工作日，收费20.50元。"), paragraph(LONG)]);
    expect(await read({ pages, fonts: { F: kind } })).toEqual([
      "第一条 办理时限：15个工作日，收费20.50元。",
      LONG,
    ]);
  });

  it("keeps the order of lines, whatever the order in the file", async () => {
    const texts = [at("丙", 72, 160), at("甲", 72, 100), at("丁", 200, 160), at("乙", 72, 130)];
    expect(await read({ pages: [page(...texts)] })).toEqual(["甲", "乙", "丙 丁"]);
  });

  it("has its wrapped lines joined into paragraphs", async () => {
    expect(await read({ pages: flowPages([paragraph(LONG), paragraph(OTHER)]) })).toEqual([LONG, OTHER]);
  });

  it("has paragraphs joined that go on over the page end", async () => {
    const blocks = Array.from({ length: 24 }, (_, i) => paragraph(`${i + 1}、${i % 2 === 0 ? LONG : OTHER}`));
    const pages = flowPages(blocks);
    expect(pages.length).toBeGreaterThan(1);
    expect(await read({ pages })).toEqual(blocks.map(({ text }) => text));
  });

  it("keeps short lines, items and articles apart", async () => {
    const lines = [
      "一、申请材料",
      "1. 身份证原件",
      "2.户口簿",
      "（一）本人办理",
      "第二条 本办法自公布之日起施行。",
    ];
    expect(await read({ pages: flowPages(lines.map(paragraph)) })).toEqual(lines);
  });

  it("keeps a heading in brackets apart from a full line above it, and no number of a document", async () => {
    const full = "申".repeat(37);
    const lines = [`${full}`, "【办理材料】", `${full}〔2025〕6号`, "身份证"];
    const blocks = lines.map((text) => ({ ...paragraph(text), indent: 0 }));
    expect(await read({ pages: flowPages(blocks) })).toEqual(lines);
  });

  it("has page numbers on its blocks", async () => {
    const pages = [page(at("甲", 72, 100)), page(at("乙", 72, 100)), page(at("丙", 72, 100))];
    const { blocks } = await parsePdf(makePdf({ pages }));
    expect(blocks.map((block) => block.page)).toEqual([1, 2, 3]);
  });

  it("is read column by column where a page has two", async () => {
    const wrapped = flowPages([paragraph(LONG), paragraph(OTHER)], { left: 60, right: 310 })[0]?.texts ?? [];
    const beside = wrapped.map((text) => ({ ...text, x: text.x + 260 }));
    const other = beside.map((text) => ({ ...text, text: text.text.replaceAll("。", "！") }));
    const blocks = await read({ pages: [page(...wrapped, ...other)] });
    expect(blocks).toEqual([LONG, OTHER, LONG.replaceAll("。", "！"), OTHER.replaceAll("。", "！")]);
  });

  it("is read from vertical columns, right to left", async () => {
    const pages = [page(at("第二列在左。", 270, 100), at("第一列在右。", 300, 100))];
    expect(await read({ pages, fonts: { F: "vertical" } })).toEqual(["第一列在右。", "第二列在左。"]);
  });

  it("is read where the page is turned", async () => {
    const pages = [
      page(at("横排的表格标题", 300, 400, { rotate: 90 }), at("第二行文字", 330, 400, { rotate: 90 })),
    ];
    expect(await read({ pages })).toEqual(["横排的表格标题", "第二行文字"]);
  });
});

describe("words of a PDF", () => {
  it("have no spaces between Chinese characters that are set apart, one between Latin words", async () => {
    const texts = [
      ...[..."办事指南"].map((char, i) => at(char, 72 + i * 16, 100)),
      at("Business", 72, 130),
      at("Licence", 72 + widthOf("Business", 12) + 4, 130),
      at("2024", 72, 160),
      at("年", 72 + widthOf("2024", 12) + 3, 160),
    ];
    expect(await read({ pages: [page(...texts)] })).toEqual(["办事指南", "Business Licence", "2024年"]);
  });

  it.each([
    ["附  件", "附件"],
    ["目 录", "目录"],
    ["人民路 88 号", "人民路 88 号"],
    ["联系人：张三  电话：123", "联系人：张三 电话：123"],
  ])("of 「%s」 are 「%s」", async (set, words) => {
    expect(await read({ pages: [page(at(set, 72, 100))] })).toEqual([words]);
  });

  it("are joined where a line end cut them, and parted where it stood between them", async () => {
    const words =
      "The applicant shall submit the registration form to the competent authority in writing within fifteen days.";
    expect(await read({ pages: flowPages([paragraph(words)], { left: 90, right: 90 }) })).toEqual([words]);
    const hyphenated = [at("This is about the com-", 72, 100), at("petent authority.", 72, 118)];
    const narrow = { pages: [page(...hyphenated)], width: 72 + 72 + widthOf("This is about the com-", 12) };
    expect(await read(narrow)).toEqual(["This is about the competent authority."]);
  });

  it("drawn twice to look bold are read once", async () => {
    const bold = [0, 0.3, 0.6].map((shift) => at("重要提示11", 72 + shift, 100));
    expect(await read({ pages: [page(...bold)] })).toEqual(["重要提示11"]);
  });

  it("have ordinary characters for radicals and compatibility forms, and keep all other marks", async () => {
    const pages = [page(at("⼈⼒资源①：㎡（⺠政）", 72, 100))];
    expect(await read({ pages, fonts: { F: "identity" } })).toEqual(["人力资源①：㎡（民政）"]);
  });

  it("raised above their line stay in it", async () => {
    const texts = [at("面积100m", 72, 100), at("2", 72 + widthOf("面积100m", 12), 96, { size: 7 })];
    const after = at("以内", 72 + widthOf("面积100m", 12) + 4, 100);
    expect(await read({ pages: [page(...texts, after)] })).toEqual(["面积100m2以内"]);
  });
});

describe("what is no text of a PDF", () => {
  const body = (n: number) => [
    at(`第${n}页上的正文内容，说明办理事项。`, 72, 120),
    at("申请人提交材料。", 72, 150),
  ];

  it.each([
    ["— 1 —", (n: number) => `— ${n} —`],
    ["- 1 -", (n: number) => `- ${n} -`],
    ["第1页 共3页", (n: number) => `第${n}页 共3页`],
    ["1", (n: number) => `${n}`],
    ["1/3", (n: number) => `${n}/3`],
  ])("are page numbers such as %s", async (_name, foot) => {
    const pages = [1, 2, 3].map((n) => page(...body(n), at(foot(n), 280, 810, { size: 9 })));
    expect(await read({ pages })).toEqual([1, 2, 3].flatMap((n) => body(n).map(({ text }) => text)));
  });

  it("are running heads, also with a number that counts on", async () => {
    const pages = [1, 2, 3].map((n) =>
      page(at(`示例市政务服务指南（2024年版）  ${n + 16}`, 72, 40, { size: 9 }), ...body(n)),
    );
    expect((await read({ pages })).join("")).not.toContain("示例市");
  });

  it("are not headings of the text at the head of a page", async () => {
    const pages = [1, 2, 3].map((n) => page(at(`附件${n}`, 72, 60), ...body(n)));
    expect(await read({ pages })).toEqual(expect.arrayContaining(["附件1", "附件2", "附件3"]));
    const titled = [1, 2].map((n) => page(at("办事指南", 72, 60, { size: 20 }), ...body(n)));
    expect(
      (await read({ pages: titled })).filter((block) => String(block).includes("办事指南")),
    ).toHaveLength(2);
  });

  it("are slanted and large light watermarks", async () => {
    const marks = [
      at("内部样张", 150, 600, { size: 60, rotate: 45, gray: 0.8 }),
      at("仅供预览", 100, 400, { size: 80, gray: 0.9 }),
    ];
    const pages = [1, 2].map((n) => page(...marks, ...body(n)));
    expect(await read({ pages })).toEqual([1, 2].flatMap((n) => body(n).map(({ text }) => text)));
  });
});

describe("headings of a PDF", () => {
  it("are told by their size, the largest first, over several lines", async () => {
    const blocks = [
      {
        type: "paragraph" as const,
        text: "关于进一步深化政务服务改革优化营商环境若干措施的通知",
        size: 24,
        centred: true,
      },
      { type: "paragraph" as const, text: "一、总体要求", size: 16 },
      paragraph(LONG),
      { type: "paragraph" as const, text: "二、主要任务", size: 16 },
      paragraph(OTHER),
    ];
    expect(await read({ pages: flowPages(blocks) })).toEqual([
      "#1 关于进一步深化政务服务改革优化营商环境若干措施的通知",
      "#2 一、总体要求",
      LONG,
      "#2 二、主要任务",
      OTHER,
    ]);
  });

  it("are told by a bold font", async () => {
    const bold = { type: "paragraph" as const, text: "申请条件", font: "B" };
    const pages = flowPages([bold, paragraph(LONG), { ...bold, text: "办理流程" }, paragraph(OTHER)]);
    const fonts = { F: "ucs2" as const, B: { kind: "ucs2" as const, bold: true } };
    expect(await read({ pages, fonts })).toEqual(["#1 申请条件", LONG, "#1 办理流程", OTHER]);
  });
});
