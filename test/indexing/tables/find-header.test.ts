import { describe, expect, it } from "vitest";
import { findHeader } from "../../../src/indexing/tables/find-header.ts";
import { readBody } from "../../../src/indexing/tables/read-body.ts";
import { merged } from "../../support/sheets.ts";

const LABELS = ["序号", "证明材料名称", "处理方式", "责任单位"];
const ROW = ["1", "居住证明", "取消", "市公安局"];
const header = (...above: string[][]) => [...above, LABELS, ROW, ROW, ROW];

describe("findHeader", () => {
  it.each<[string, string[][], number]>([
    ["the first row", header(), 0],
    ["a merged title", header(merged("青湖区取消证明事项清单（2025年版）", 4)), 1],
    ["a title in one cell", header(["青湖区取消证明事项清单", "", "", ""]), 1],
    [
      "附件1, a title and a blank row",
      header(["附件1", "", "", ""], merged("证明清单", 4), ["", "", "", ""]),
      3,
    ],
    ["单位 and a date", header(merged("清单", 4), ["单位：市审批局", "", "", "填报日期：2025年6月30日"]), 2],
    ["pairs of label and value", header(["填报单位", "市审批局", "填报日期", "2025.6.30"]), 1],
    ["pairs whose values are words", header(["填报单位", "市审批局", "填报人", "张某"]), 1],
    ["a remark above", header(merged("说明：本清单由市审批局编制，请各单位核对后报送。", 4)), 1],
  ])("below %s", (_, rows, at) => {
    expect(findHeader(rows)).toEqual({
      headerRows: [at],
      labels: LABELS,
      groups: ["", "", "", ""],
      bodyStart: at + 1,
    });
  });

  it.each<[string, string[], string[]]>([
    ["line ends", ["序\n号", "证明材料\n名称"], ["序号", "证明材料名称"]],
    ["spaces", ["序　号", "事 项 名 称"], ["序号", "事项名称"]],
    ["marks of a form", ["*序号", "事项名称（必填）", "责任单位＊"], ["序号", "事项名称", "责任单位"]],
    ["notes that tell columns apart", ["事项名称", "责任单位（盖章）"], ["事项名称", "责任单位（盖章）"]],
  ])("cleans labels of %s", (_, written, labels) => {
    expect(findHeader([written, written.map(() => "甲")])?.labels).toEqual(labels);
  });

  const GROUPED = [
    ["序号", "职权名称", "责任单位", "责任单位", "设定依据", "设定依据"],
    ["序号", "职权名称", "牵头单位", "配合单位", "法律", "文件"],
  ];
  it.each<[string, string[][], string[]]>([
    ["merged cells", GROUPED, ["序号", "职权名称", "牵头单位", "配合单位", "法律", "文件"]],
    [
      "blanks where cells were merged",
      [
        ["序号", "职权名称", "责任单位", "", "设定依据", ""],
        ["", "", "牵头单位", "配合单位", "法律", "文件"],
      ],
      ["序号", "职权名称", "牵头单位", "配合单位", "法律", "文件"],
    ],
    [
      "parts of equal names",
      [
        ["事项名称", "受理", "受理", "决定", "决定"],
        ["事项名称", "单位", "时限", "单位", "时限"],
      ],
      ["事项名称", "受理 · 单位", "受理 · 时限", "决定 · 单位", "决定 · 时限"],
    ],
  ])("joins two levels with %s", (_, rows, labels) => {
    const body = labels.map((__, i) => `值${i}`);
    const found = findHeader([merged("青湖区权力清单", labels.length), ...rows, body, body, body]);
    expect(found).toMatchObject({ headerRows: [1, 2], labels, bodyStart: 3 });
  });

  it("takes a full row of short words where no label is known", () => {
    expect(
      findHeader([
        ["甲乙", "丙丁"],
        ["1", "2"],
      ]),
    ).toMatchObject({ headerRows: [0], labels: ["甲乙", "丙丁"] });
  });

  it.each<[string, string[][]]>([
    ["no rows", []],
    [
      "numbers alone",
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    ["one line of text", [["关于做好工作的通知"], ["各单位："]]],
  ])("finds none in %s", (_, rows) => {
    expect(findHeader(rows)).toBeNull();
  });
});

describe("readBody", () => {
  const read = (...rows: string[][]) => {
    const all = [LABELS, ...rows];
    const found = findHeader(all);
    if (found === null) throw new Error("no header");
    const body = readBody(all, found);
    return {
      entries: body.entries.map(({ row, sections }) => [all[row]?.[1], ...sections]),
      notes: body.notes.map(({ text }) => text),
    };
  };
  const entry = (name: string) => ["1", name, "取消", "市公安局"];

  it.each<[string, string[]]>([
    ["a repeated header", LABELS],
    ["a blank row", ["", " ", "", ""]],
    ["numbers of columns", ["（1）", "（2）", "（3）", "（4）"]],
  ])("leaves %s out", (_, row) => {
    expect(read(entry("甲"), row, entry("乙"))).toEqual({ entries: [["甲"], ["乙"]], notes: [] });
  });

  it.each<[string, string[], string]>([
    ["merged over the width", merged("一、市公安局", 4), "一、市公安局"],
    ["with a count", merged("市民政局（12项）", 4), "市民政局（12项）"],
    ["in the first cell", ["二、市民政局", "", "", ""], "二、市民政局"],
    ["beside a Chinese number", ["三", "市教育局", "", ""], "市教育局"],
  ])("takes a section %s for the entries below", (_, row, section) => {
    expect(read(entry("甲"), row, entry("乙"), entry("丙"))).toEqual({
      entries: [["甲"], ["乙", section], ["丙", section]],
      notes: [],
    });
  });

  it("keeps sections of two ranks", () => {
    const rows = [
      merged("一、市公安局", 4),
      merged("（一）户籍", 4),
      entry("甲"),
      merged("（二）出入境", 4),
      entry("乙"),
    ];
    expect(read(...rows, merged("二、市民政局", 4), entry("丙")).entries).toEqual([
      ["甲", "一、市公安局", "（一）户籍"],
      ["乙", "一、市公安局", "（二）出入境"],
      ["丙", "二、市民政局"],
    ]);
  });

  it.each<[string, string[]]>([
    ["备注", merged("备注：本清单自印发之日起施行", 4)],
    ["注", ["注：以上事项由各区实施。", "", "", ""]],
    ["a total", ["合计", "300", "", ""]],
    ["a total in words", merged("共300项", 4)],
    ["signatures", ["填表人：张某", "", "审核人：李某", "日期：6月30日"]],
    [
      "a long remark",
      merged("各单位要严格执行本清单，不得擅自增加证明事项，确需增加的应当按程序报批并及时向社会公布。", 4),
    ],
  ])("does not take %s for an entry", (_, row) => {
    const { entries, notes } = read(entry("甲"), row);
    expect(entries).toEqual([["甲"]]);
    expect(notes).toHaveLength(1);
  });

  it("keeps an entry of nothing but a name", () => {
    expect(read(["12", "无犯罪记录证明", "", ""]).entries).toEqual([["无犯罪记录证明"]]);
  });
});
