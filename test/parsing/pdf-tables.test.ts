import { describe, expect, it } from "vitest";
import { parsePdf } from "../../src/parsing/formats/pdf.ts";
import type { ParsedTable } from "../../src/parsing/parsed-file.ts";
import { makePdf, type PdfFontKind, type PdfPage } from "../support/pdf-files.ts";
import { type FlowBlock, type FlowOptions, flowPages } from "../support/pdf-layout.ts";

const GUIDE = [
  ["事项名称", "个体工商户登记（备案）"],
  [
    "受理条件",
    "具有完全民事行为能力的自然人，年满18周岁，并且在本地有固定的经营场所；不属于法律、行政法规禁止从事经营的人员。",
  ],
  ["法定时限", "15个工作日"],
  ["收费标准", "不收费"],
  ["咨询电话", "0571-88886666，0571-12345"],
];
const MATERIALS = [
  ["序号", "材料名称", "份数", "要求"],
  ...Array.from({ length: 40 }, (_, i) => [
    String(i + 1),
    i % 3 === 0 ? "个体工商户登记（备案）申请书" : "经营场所使用证明（租赁的提交租赁合同）",
    "1份",
    i % 4 === 0 ? "委托他人办理的，提交授权委托书原件和受托人身份证复印件" : "原件",
  ]),
];

async function readTables(pages: PdfPage[], kind: PdfFontKind = "ucs2"): Promise<ParsedTable[]> {
  const { blocks } = await parsePdf(makePdf({ pages, fonts: { F: kind } }));
  return blocks.filter((block) => block.type === "table");
}
const rowsOf = async (blocks: FlowBlock[], options?: FlowOptions, kind?: PdfFontKind) =>
  (await readTables(flowPages(blocks, options), kind)).map(({ rows }) => rows);
const guide: FlowBlock = { type: "table", widths: [90, 361], rows: GUIDE };
const materials: FlowBlock = { type: "table", widths: [40, 150, 50, 160], rows: MATERIALS };

/** Lines round boxes `x y width height`. */
const boxes = (...places: [number, number, number, number][]) =>
  places.map(([x, y, width, height]) => ({ x, y, width, height }));

describe("ruled tables of a PDF", () => {
  it.each<PdfFontKind>(["gbk", "ucs2", "identity"])(
    "come back field by field from %s fonts",
    async (kind) => {
      expect(await rowsOf([guide], {}, kind)).toEqual([GUIDE]);
    },
  );

  it("have the words of a cell joined that were broken over lines, in narrow cells too", async () => {
    const rows = [
      ["材料名称", "必要性"],
      ["个体工商户登记（备案）申请书", "非必要"],
      ["身份证明", "必要"],
    ];
    expect(await rowsOf([{ type: "table", widths: [82, 24], rows }])).toEqual([rows]);
  });

  it("keep the line ends that a cell has of its own", async () => {
    const rows = [
      [
        "受理条件",
        "1.年满18周岁；\n2.有固定的经营场所，且不属于法律、行政法规规定不得作为经营场所的情形；\n3.其他条件。",
      ],
      ["办理地点", "示例市政务服务中心\n古楼街道便民服务中心"],
    ];
    expect(await rowsOf([{ type: "table", widths: [90, 300], rows }])).toEqual([rows]);
  });

  it("go on over pages as one, without the header that is repeated", async () => {
    for (const header of [true, false]) {
      const pages = flowPages([{ ...materials, header }], {
        head: "示例市办事指南",
        foot: (n) => `- ${n} -`,
      });
      expect(pages.length).toBeGreaterThan(2);
      const [table, ...rest] = await readTables(pages);
      expect(rest).toEqual([]);
      expect(table?.rows).toEqual(MATERIALS);
      expect(table?.page).toBe(1);
      expect(table?.rowPages?.at(-1)).toBe(pages.length);
    }
  });

  it.each([1, 2])(
    "have a row as one that a page end cut in two, its name on page %d of them",
    async (named) => {
      const cell = { width: 300, height: 60 };
      const first: PdfPage = {
        texts: [
          { text: "事项名称", x: 76, y: 680 },
          { text: "个体工商户登记", x: 176, y: 680 },
          ...(named === 1 ? [{ text: "受理条件", x: 76, y: 720 }] : []),
          { text: "申请人应当是具有完全民事行为能力的自然人，年满十", x: 176, y: 720 },
        ],
        boxes: boxes(
          [72, 660, 100, 40],
          [172, 660, 300, 40],
          [72, 700, 100, 60],
          [172, 700, cell.width, cell.height],
        ),
      };
      const second: PdfPage = {
        texts: [
          ...(named === 2 ? [{ text: "受理条件", x: 76, y: 90 }] : []),
          { text: "八周岁。", x: 176, y: 90 },
          { text: "收费标准", x: 76, y: 130 },
          { text: "不收费", x: 176, y: 130 },
        ],
        boxes: boxes([72, 72, 100, 40], [172, 72, 300, 40], [72, 112, 100, 40], [172, 112, 300, 40]),
      };
      expect((await readTables([first, second])).map(({ rows }) => rows)).toEqual([
        [
          ["事项名称", "个体工商户登记"],
          ["受理条件", "申请人应当是具有完全民事行为能力的自然人，年满十八周岁。"],
          ["收费标准", "不收费"],
        ],
      ]);
    },
  );

  /** The end of a page and the beginning of the next, as cells `text` or null for no wall above them, 100 wide. */
  const sheet = (top: number, rows: readonly (readonly Cell[])[]): PdfPage => ({
    texts: rows.flatMap((cells, row) =>
      cells.flatMap(({ text = "", at }) =>
        text
          .split("\n")
          .flatMap((line, n) =>
            line === "" ? [] : [{ text: line, x: 76 + at * 100, y: top + row * 40 + 15 + n * 15 }],
          ),
      ),
    ),
    boxes: boxes(
      ...rows.flatMap((cells, row) =>
        cells.map(({ at, width = 1, height = 1 }): [number, number, number, number] => [
          72 + at * 100,
          top + row * 40,
          width * 100,
          height * 40,
        ]),
      ),
    ),
  });
  interface Cell {
    text?: string;
    at: number;
    width?: number;
    height?: number;
  }
  const row = (...texts: string[]): Cell[] => texts.map((text, at) => ({ text, at }));
  const header = row("情形", "材料名称", "份数", "备注");

  it("have a row as one whose name the page end cut in two", async () => {
    const first = sheet(660, [header, row("代办", "受托人的居民身", "1", "正反面复印在一")]);
    const second = sheet(72, [row("", "份证", "", "起"), row("代办", "委托书", "1", "")]);
    expect((await readTables([first, second])).map(({ rows }) => rows)).toEqual([
      [
        ["情形", "材料名称", "份数", "备注"],
        ["代办", "受托人的居民身份证", "1", "正反面复印在一起"],
        ["代办", "委托书", "1", ""],
      ],
    ]);
  });

  it("have a row as one that the page end cut in its first cell too", async () => {
    const first = sheet(660, [row("材料名称", "份数"), row("受托人的居民身", "1")]);
    const second = sheet(72, [row("份证", ""), row("委托书", "1")]);
    expect((await readTables([first, second])).map(({ rows }) => rows)).toEqual([
      [
        ["材料名称", "份数"],
        ["受托人的居民身份证", "1"],
        ["委托书", "1"],
      ],
    ]);
  });

  it.each([false, true])(
    "repeat the value of a cell merged over a page end, with a repeated header: %s",
    async (isRepeated) => {
      const first = sheet(660, [header, row("未成年人", "出生证明", "1", "原件")]);
      const second = sheet(72, [
        ...(isRepeated ? [header] : []),
        [{ at: 0, height: 2 }, ...row("", "监护人身份证", "2", "原件").slice(1)],
        row("", "户口簿", "1", "").slice(1),
        row("代办", "委托书", "1", ""),
      ]);
      expect((await readTables([first, second])).map(({ rows }) => rows)).toEqual([
        [
          ["情形", "材料名称", "份数", "备注"],
          ["未成年人", "出生证明", "1", "原件"],
          ["未成年人", "监护人身份证", "2", "原件"],
          ["未成年人", "户口簿", "1", ""],
          ["代办", "委托书", "1", ""],
        ],
      ]);
    },
  );

  it("repeat the value of a merged cell within the row over a page end, and leave an empty one empty", async () => {
    const above = sheet(620, [
      row("名称", "部门", "备注"),
      [{ text: "收入证明", at: 0 }, { text: "民政局", at: 1, height: 2 }, { at: 2 }],
      [
        { text: "居住证明", at: 0 },
        { text: "保留", at: 2 },
      ],
    ]);
    const below = sheet(72, [row("婚姻证明", "", ""), row("学籍证明", "教育局", "取消")]);
    expect((await readTables([above, below])).map(({ rows }) => rows)).toEqual([
      [
        ["名称", "部门", "备注"],
        ["收入证明", "民政局", ""],
        ["居住证明", "民政局", "保留"],
        ["婚姻证明", "民政局", ""],
        ["学籍证明", "教育局", "取消"],
      ],
    ]);
  });

  it.each(["first", "second"])("go on where the cells of the %s page are all merged", async (merged) => {
    const wide = (label: string, value: string): Cell[] => [
      { text: label, at: 0 },
      { text: value, at: 1, width: 3 },
    ];
    const narrow = [header, row("代办", "委托书", "1", "原件")];
    const [wideRows, narrowRows] = [
      [
        ["收费", "不收费", "不收费", "不收费"],
        ["电话", "12345", "12345", "12345"],
      ],
      [
        ["情形", "材料名称", "份数", "备注"],
        ["代办", "委托书", "1", "原件"],
      ],
    ];
    const lines = [wide("收费", "不收费"), wide("电话", "12345")];
    const [one, two] = merged === "first" ? [lines, narrow] : [narrow, lines];
    const read = await readTables([sheet(660, one), sheet(72, two)]);
    expect(read.map(({ rows }) => rows)).toEqual([
      merged === "first" ? [...wideRows, ...narrowRows] : [...narrowRows, ...wideRows],
    ]);
  });

  it("repeat the value of merged cells", async () => {
    const page: PdfPage = {
      texts: [
        { text: "办理方式", x: 76, y: 110 },
        { text: "窗口办理", x: 176, y: 95 },
        { text: "网上办理", x: 176, y: 125 },
        { text: "合计", x: 76, y: 155 },
      ],
      boxes: boxes([72, 80, 100, 60], [172, 80, 200, 30], [172, 110, 200, 30], [72, 140, 300, 30]),
    };
    expect((await readTables([page])).map(({ rows }) => rows)).toEqual([
      [
        ["办理方式", "窗口办理"],
        ["办理方式", "网上办理"],
        ["合计", "合计"],
      ],
    ]);
  });

  it("are found where lines are thin filled boxes, and where the sides are open", async () => {
    const lines = [600, 570, 540].map((y) => `72 ${y} 300 0.5 re f`);
    const page: PdfPage = {
      texts: [
        { text: "名称", x: 76, y: 262 },
        { text: "数量", x: 200, y: 262 },
        { text: "申请书", x: 76, y: 292 },
        { text: "2份", x: 200, y: 292 },
      ],
      raw: [...lines, "190 540 0.5 60 re f"].join("\n"),
    };
    expect((await readTables([page])).map(({ rows }) => rows)).toEqual([
      [
        ["名称", "数量"],
        ["申请书", "2份"],
      ],
    ]);
  });

  it("stand between the paragraphs where they belong, and frames are no tables", async () => {
    const pages = flowPages([
      { type: "paragraph", text: "一、基本信息" },
      guide,
      { type: "paragraph", text: "二、申请材料" },
      { type: "table", widths: [40, 150, 50, 160], rows: MATERIALS.slice(0, 3) },
      { type: "paragraph", text: "三、其他" },
    ]).map((page) => ({ ...page, boxes: boxes([40, 40, 515, 760]) }));
    const { blocks } = await parsePdf(makePdf({ pages }));
    const kinds = blocks.map((block) => (block.type === "table" ? block.rows.length : block.text));
    expect(kinds).toEqual(["一、基本信息", 5, "二、申请材料", 3, "三、其他"]);
  });
});

describe("tables of a PDF without rules", () => {
  const rows = [
    ["序号", "材料名称", "份数"],
    ["1", "申请书", "1份"],
    ["2", "身份证复印件", "2份"],
    ["3", "户口簿", "1份"],
  ];
  const list: FlowBlock = { type: "table", widths: [80, 200, 80], rows };

  it("are told by their columns", async () => {
    const blocks: FlowBlock[] = [{ type: "paragraph", text: "申请人应当提交下列材料：" }, list];
    expect(await rowsOf(blocks, { rules: false })).toEqual([rows]);
  });

  it("have wrapped cells joined", async () => {
    const wrapped = [...rows, ["4", "经营场所使用证明（租赁的提交租赁合同复印件）", "1份"]];
    expect(await rowsOf([{ ...list, rows: wrapped }], { rules: false })).toEqual([wrapped]);
  });

  it("are none where only two lines have gaps", async () => {
    expect(await rowsOf([{ ...list, rows: rows.slice(0, 2) }], { rules: false })).toEqual([]);
  });
});
