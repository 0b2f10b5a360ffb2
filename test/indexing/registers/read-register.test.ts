import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeText } from "../../../src/indexing/formats/compose-text.ts";
import { groupTables } from "../../../src/indexing/registers/group-tables.ts";
import { readRegister } from "../../../src/indexing/registers/read-register.ts";
import { merged, readSheet, workbook } from "../../support/sheets.ts";

const HEAD = ["序号", "证明材料名称", "别名", "处理方式", "责任单位", "设定依据"];
const ROWS = [
  ["1", "居住证明", "暂住证明、居住登记证明", "取消，改为部门核查", "市公安局", "示发〔2018〕47号"],
  [
    "2",
    "婚姻状况证明",
    "单身证明/未婚证明",
    "以数据共享代替（通过市大数据平台核验）",
    "市民政局",
    "示发〔2018〕47号",
  ],
  ["3", "无犯罪记录证明", "—", "保留", "市公安局", ""],
];
const sheet = (...more: string[][]) => [
  merged("示范市青湖区取消证明事项清单（2025年版）", 6),
  HEAD,
  ...ROWS,
  ...more,
];

describe("readRegister", () => {
  it("reads rows with every cell on the row's line", () => {
    const { composed, read } = readSheet(sheet());
    const { register, title } = read ?? {};
    expect(title).toBe("示范市青湖区取消证明事项清单（2025年版）");
    expect(register).toMatchObject({
      name: "取消证明事项清单",
      edition: { label: "2025年版", date: null, isComplete: false, completeFrom: null },
    });
    expect(register?.columns.map(({ field }) => field)).toEqual([
      "ordinal",
      "name",
      "aliases",
      "status",
      "department",
      "basis",
    ]);
    expect(register?.rows[0]).toMatchObject({
      name: "居住证明",
      aliases: ["暂住证明", "居住登记证明"],
      status: "取消，改为部门核查",
      disposition: "replaced_by_department_check",
      replacedBy: "部门核查",
      department: "市公安局",
      basis: "示发〔2018〕47号",
    });
    expect(register?.rows[2]).toMatchObject({ aliases: [], disposition: "kept", basis: null });
    for (const row of register?.rows ?? []) {
      const line = composed.text.slice(row.start, row.end);
      expect(line.split("\t")).toEqual(row.cells.map(({ value }) => value));
    }
  });

  it.each<[string, string[], string[][], string[]]>([
    [
      "a list of powers",
      ["序号", "职权编码", "职权名称", "实施主体", "行使层级", "法律依据", "备注"],
      [["1", "3301-01", "甲许可", "市发改局", "县级", "甲法", ""]],
      ["ordinal", "code", "name", "department", "level", "basis", "other"],
    ],
    [
      "a list of service points",
      ["编号", "服务点名称", "所属镇街", "地址", "联系电话"],
      [["1", "古楼代办点", "古楼街道", "东路1号", "0571-12345"]],
      ["ordinal", "name", "region", "other", "other"],
    ],
    [
      "transfers to organisations",
      ["项次", "职能事项", "转出部门", "承接主体", "生效日期", "截止日期"],
      [["1", "职称评审", "市人社局", "工程师学会", "2025年1月1日", "2026-12-31"]],
      ["ordinal", "name", "department", "replacedBy", "from", "to"],
    ],
    [
      "a second department",
      ["事项", "索要单位", "开具单位", "取消后办理方式", "取消时间"],
      [["居住证明", "市教育局", "社区居委会", "个人承诺", "2018.9.30"]],
      ["name", "department", "other", "replacedBy", "from"],
    ],
    [
      "a way of replacing beside the status",
      ["证明名称", "俗称", "清理意见", "替代方式", "牵头单位"],
      [["收入证明", "工资证明", "取消", "部门核查", "市人社局"]],
      ["name", "aliases", "status", "replacedBy", "department"],
    ],
    [
      "ways that are the status",
      ["证明事项名称", "改革方式", "主管部门"],
      [["收入证明", "数据共享", "市人社局"]],
      ["name", "status", "department"],
    ],
    [
      "a way of replacing that says what stays",
      ["证明事项名称", "替代方式", "主管部门"],
      [["收入证明", "取消", "市人社局"]],
      ["name", "status", "department"],
    ],
    [
      "a number that is a code",
      ["编号", "事项名称", "实施部门"],
      [["QH-001-甲", "甲许可", "市发改局"]],
      ["code", "name", "department"],
    ],
  ])("takes the columns of %s for what they are", (_, labels, rows, fields) => {
    const body = [0, 1, 2].flatMap((n) =>
      rows.map((cells) => cells.map((cell) => (cell === "" ? "" : `${cell}${n || ""}`))),
    );
    const { read } = readSheet([merged("青湖区事项清单", labels.length), labels, ...body]);
    expect(read?.register.columns.map(({ field }) => field)).toEqual(fields);
  });

  it("lets a correction win over the guess", () => {
    const mapping = { 责任单位: "other", 设定依据: "department" } as const;
    const { read } = readSheet(sheet(), { mapping });
    expect(read?.register.columns.map(({ field }) => field).slice(4)).toEqual(["other", "department"]);
  });

  it.each<[string, string[][]]>([
    [
      "a table of service guides",
      [["事项名称", "受理条件", "申请材料", "责任单位"], ...ROWS.map((row) => row.slice(0, 4))],
    ],
    ["two rows", [HEAD, ...ROWS.slice(0, 2)]],
    [
      "a table without names",
      [
        ["年份", "数量", "占比"],
        ["2023", "1", "2"],
        ["2024", "1", "2"],
        ["2025", "1", "2"],
      ],
    ],
    [
      "figures",
      [
        ["项目", "数量", "单位"],
        ["房租", "300", "元"],
        ["水费", "40", "元"],
        ["电费", "50", "元"],
      ],
    ],
  ])("is none for %s", (_, rows) => {
    expect(readSheet(rows).read).toBeNull();
  });

  it("takes a section for the department of the rows below, but a column first", () => {
    const { read } = readSheet([
      ["序号", "职权名称", "职权编码", "行使层级", "所属镇街"],
      merged("一、市公安局（2项）", 5),
      ["1", "甲许可", "A1", "县级", ""],
      ["2", "乙许可", "A2", "县级", "古楼街道"],
      merged("东园镇", 5),
      ["3", "丙许可", "A3", "", ""],
      merged("二、市民政局", 5),
      ["4", "丁许可", "A4", "县级", ""],
    ]);
    expect(read?.register.rows.map(({ department, region }) => [department, region])).toEqual([
      ["市公安局", null],
      ["市公安局", "古楼街道"],
      ["市公安局", "东园镇"],
      ["市民政局", null],
    ]);
  });

  it("keeps two entries of one name, refuses an exact repetition and a row without a name", () => {
    const other = ["4", "居住证明", "", "保留", "市教育局", ""];
    const { read } = readSheet(
      sheet(other, ["9", ...(ROWS[2] ?? []).slice(1)], ["6", "", "", "取消", "市公安局", ""]),
    );
    expect(read?.register.rows.map(({ name }) => name)).toEqual([
      "居住证明",
      "婚姻状况证明",
      "无犯罪记录证明",
      "居住证明",
    ]);
    expect(read?.refused.map(({ row, code }) => [row, code])).toEqual([
      [7, "register.duplicate"],
      [8, "register.no_name"],
    ]);
  });

  it("refuses a row whose end is before its beginning", () => {
    const rows = [
      ["甲", "2025-01-01", "2024-01-01"],
      ["乙", "2025-01-01", "2026-01-01"],
      ["丙", "", ""],
    ];
    const { read } = readSheet([["事项名称", "生效日期", "截止日期"], ...rows]);
    expect(read).toBeNull();
    const named = readSheet([
      merged("青湖区事项清单", 3),
      ["事项名称", "生效日期", "截止日期"],
      ...rows,
    ]).read;
    expect(named?.refused.map(({ code }) => code)).toEqual(["register.bad_period"]);
    expect(named?.register.rows).toHaveLength(2);
  });

  it("warns of a status whose words say nothing certain", () => {
    const { read } = readSheet(sheet(["4", "亲属关系证明", "", "拟取消", "市公安局", ""]));
    expect(read?.register.rows.at(-1)).toMatchObject({ status: "拟取消", disposition: null });
    expect(read?.warnings.map(({ code }) => code)).toEqual(["register.unknown_status"]);
  });

  it("lets the list's name say what became of entries without a status", () => {
    const rows = [
      ["甲证明", "市公安局", ""],
      ["乙证明", "市公安局", "数据共享"],
      ["丙证明", "市公安局", ""],
    ];
    const { read } = readSheet([
      merged("取消证明材料目录", 3),
      ["证明名称", "责任单位", "替代方式"],
      ...rows,
    ]);
    expect(read?.register.rows.map(({ disposition }) => disposition)).toEqual([
      "cancelled",
      "replaced_by_data_sharing",
      "cancelled",
    ]);
  });

  it("joins the sheets of one header and a table that goes on without one", () => {
    const { read } = readSheet({
      户政: sheet(),
      民政: [HEAD, ...ROWS.map(([n, name, ...rest]) => [n ?? "", `${name}（二）`, ...rest])],
      续表: ROWS.map(([n, name, ...rest]) => [n ?? "", `${name}（三）`, ...rest]),
      说明: [["本清单由市审批局编制"]],
    });
    expect(read?.register.rows).toHaveLength(9);
  });

  it("groups the tables of a file by their lists", () => {
    const powers = [
      ["职权名称", "职权编码", "实施主体"],
      ...[1, 2, 3].map((n) => [`许可${n}`, `A${n}`, "市发改局"]),
    ];
    const file = workbook({ 取消: sheet(), 权力清单: powers, 说明: [["本表由市审批局编制"]] });
    const parts = groupTables(file);
    const names = parts.map((part) => readRegister(part, composeText(part))?.register.name ?? null);
    expect(names).toEqual(["取消证明事项清单", "权力清单", null]);
    expect(groupTables(workbook({ 取消: sheet() }))).toHaveLength(1);
  });
});

describe("odd lists", () => {
  it("keeps editions and lists of one header apart, and joins parts of one", () => {
    const part = (title: string) => [merged(title, 6), HEAD, ...ROWS];
    const file = workbook({
      一: part("取消证明清单（2024年版）"),
      二: part("取消证明清单（2025年版）"),
      三: [HEAD, ...ROWS.map(([n, name, ...rest]) => [n ?? "", `${name}二`, ...rest])],
      四: part("保留证明清单（2025年版）"),
    });
    const read = groupTables(file).map((one) => readRegister(one, composeText(one))?.register);
    expect(read.map((list) => [list?.name, list?.edition.label, list?.rows.length])).toEqual([
      ["取消证明清单", "2024年版", 3],
      ["取消证明清单", "2025年版", 6],
      ["保留证明清单", "2025年版", 3],
    ]);
  });

  it("keeps lists of one header apart by the paragraphs above them", () => {
    const paragraph = (text: string) => ({ type: "paragraph" as const, text, level: null, page: null });
    const table = { type: "table" as const, name: null, rows: [HEAD, ...ROWS], page: null };
    const blocks = [paragraph("取消证明事项清单"), table, paragraph("保留证明事项清单"), table];
    const parts = groupTables({ blocks, warnings: [] });
    const names = parts.map((part) => readRegister(part, composeText(part))?.register.name);
    expect(names).toEqual(["取消证明事项清单", "保留证明事项清单"]);
  });

  it("takes a sheet's name for the department of its rows", () => {
    const head = ["序号", "证明名称", "处理方式", "依据"];
    const rows = ["甲", "乙", "丙"].map((name, i) => [String(i + 1), `${name}证明`, "取消", "示发1号"]);
    const { read } = readSheet({ 市公安局: [head, ...rows], 市民政局: [head, ...rows] });
    expect(read?.register.rows.map(({ department }) => department)).toEqual([
      ...merged("市公安局", 3),
      ...merged("市民政局", 3),
    ]);
    expect(read?.refused).toEqual([]);
  });

  it("reads other names in the brackets of a name", () => {
    const { read } = readSheet(
      sheet(["4", "居住情况证明（又称住所证明、住址证明）", "居住地证明", "取消", "市公安局", ""]),
    );
    expect(read?.register.rows.at(-1)).toMatchObject({
      name: "居住情况证明（又称住所证明、住址证明）",
      aliases: ["居住情况证明", "住所证明", "住址证明", "居住地证明"],
    });
    const kept = readSheet(sheet(["4", "身份证（原件）", "", "取消", "市公安局", ""])).read;
    expect(kept?.register.rows.at(-1)?.aliases).toEqual([]);
  });

  it("knows what 同上 stands for", () => {
    const rows = [
      ["4", "甲证明", "", "取消", "市教育局", "甲法第1条"],
      ["5", "乙证明", "", "同上", "同上", "〃"],
    ];
    expect(readSheet(sheet(...rows)).read?.register.rows.at(-1)).toMatchObject({
      status: "取消",
      disposition: "cancelled",
      department: "市教育局",
      basis: "甲法第1条",
    });
  });

  it("reads a tick under the status it stands for", () => {
    const head = [
      ["序号", "证明名称", "处理意见", "处理意见", "处理意见", "责任单位"],
      ["序号", "证明名称", "取消", "保留", "数据共享", "责任单位"],
    ];
    const rows = [
      ["1", "甲证明", "√", "", "", "市公安局"],
      ["2", "乙证明", "", "√", "", "市公安局"],
      ["3", "丙证明", "", "", "√", "市公安局"],
      ["4", "丁证明", "", "", "", "市公安局"],
    ];
    const { read } = readSheet([merged("青湖区证明事项清单", 6), ...head, ...rows]);
    expect(read?.register.rows.map(({ status, disposition }) => [status, disposition])).toEqual([
      ["取消", "cancelled"],
      ["保留", "kept"],
      ["数据共享", "replaced_by_data_sharing"],
      [null, null],
    ]);
  });

  it("reads any table without a fault, each row on its own line", () => {
    const word = fc.constantFrom(
      "序号",
      "证明名称",
      "处理方式",
      "责任单位",
      "取消",
      "一、市公安局",
      "备注：甲",
      "合计",
      "",
      "1",
      "甲\n乙",
      "—",
    );
    const rows = fc.array(
      fc.array(fc.oneof(word, fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 6 }),
      {
        minLength: 1,
        maxLength: 15,
      },
    );
    fc.assert(
      fc.property(rows, fc.boolean(), (cells, isTitled) => {
        const { composed, read } = readSheet(isTitled ? [merged("取消证明事项清单", 4), ...cells] : cells);
        for (const row of read?.register.rows ?? []) {
          const line = composed.text.slice(row.start, row.end);
          expect(line).not.toContain("\n");
          for (const { value } of row.cells) expect(line).toContain(value);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("takes a cell merged over status and replacement once", () => {
    const head = ["证明名称", "清理意见", "替代或办理方式", "责任单位"];
    const rows = [
      ["甲证明", "取消", "取消", "市公安局"],
      ["乙证明", "取消", "部门核查", "市公安局"],
      ["丙证明", "保留", "继续由派出所开具", "市公安局"],
    ];
    const { read } = readSheet([merged("证明清理清单", 4), head, ...rows]);
    expect(read?.register.rows.map(({ replacedBy }) => replacedBy)).toEqual([
      null,
      "部门核查",
      "继续由派出所开具",
    ]);
  });
});

describe("the edition", () => {
  const editionOf = (title: string, ...notes: string[]) => {
    const { read } = readSheet([merged(title, 6), HEAD, ...ROWS, ...notes.map((note) => merged(note, 6))]);
    return read?.register;
  };

  it.each([
    ["示范市青湖区取消证明事项清单（2025年版）", "取消证明事项清单", "2025年版"],
    ["青湖区取消证明事项清单（第二批）", "取消证明事项清单", "第二批"],
    ["青湖区权力清单（2024年修订）", "权力清单", "2024年修订"],
    ["2025年度青湖区权力清单", "权力清单", "2025年度"],
    ["2024年第二批取消证明材料目录", "取消证明材料目录", "2024年第二批"],
    ["浙江省杭州市余杭区便民服务代办点名单（2023版）", "便民服务代办点名单", "2023版"],
    ["关于公布青湖区保留证明事项清单的通知", "保留证明事项清单", null],
    ["市级行政权力清单", "市级行政权力清单", null],
    ["城市管理事项清单", "城市管理事项清单", null],
    ["住宅小区服务事项清单", "住宅小区服务事项清单", null],
    ["示政〔2025〕12号取消证明事项清单", "示政〔2025〕12号取消证明事项清单", null],
  ])("of %s", (title, name, label) => {
    expect(editionOf(title)).toMatchObject({ name, edition: { label } });
  });

  it.each([
    ["截至2025年6月30日", "2025-06-30"],
    ["公布日期：2025年7月1日", "2025-07-01"],
    ["本清单数据截至2025.3.1，共300项。", "2025-03-01"],
    ["2025年8月8日", "2025-08-08"],
    ["本清单2025年编制", null],
  ])("dated by 「%s」", (note, date) => {
    expect(editionOf("青湖区取消证明事项清单", note)?.edition.date).toBe(date);
  });

  it.each([
    ["青湖区取消证明事项清单（全部）", ""],
    ["青湖区取消证明事项清单（完整版）", ""],
    ["青湖区取消证明事项全量清单", ""],
    ["青湖区取消证明事项清单", "本清单之外一律不得要求群众提供证明。"],
    ["青湖区取消证明事项清单", "凡未列入本清单的证明事项，一律不得索要。"],
    ["青湖区取消证明事项清单", "本清单收录了我区全部取消的证明事项。"],
    ["青湖区取消证明事项清单", "是否完整：是"],
    ["青湖区代办点名单", "截至2025年10月，全区共60个代办点，名单完整。"],
    ["青湖区行政权力清单", "（截至2025年12月31日，全区保留和调整的全部行政权力）"],
  ])("is complete by the words of %s %s", (title, note) => {
    const { edition } = editionOf(title, ...(note === "" ? [] : [note])) ?? {};
    expect(edition?.isComplete).toBe(true);
    expect(edition?.completeFrom).toMatch(/^text:\d+-\d+$/);
  });

  it.each([
    ["青湖区取消证明事项清单", "共300项"],
    ["青湖区取消证明事项清单", "备注：以上事项全部取消。"],
    ["青湖区取消证明事项清单（第一批）", "本清单之外一律不得要求提供。"],
    ["青湖区取消证明事项清单（部分）", "是否完整：是"],
    ["青湖区取消证明事项清单（节选）", "本清单之外一律不得要求提供。"],
    ["青湖区取消证明事项清单（征求意见稿）", "本清单收录了全部事项。"],
    ["青湖区取消证明事项清单（示例）", "完整版"],
    ["青湖区取消证明事项清单", "是否完整：否"],
    ["青湖区取消证明事项清单", "本清单不是完整版，其余事项另行公布。"],
    ["青湖区取消证明事项清单", "经梳理全部证明事项"],
    ["青湖区取消证明事项清单", "本表仅列部分事项，全部清单见官网。"],
  ])("is not complete by %s %s", (title, note) => {
    expect(editionOf(title, note)?.edition).toMatchObject({ isComplete: false, completeFrom: null });
  });

  it("takes a flag, but not for a part", () => {
    expect(readSheet(sheet(), { isComplete: true }).read?.register.edition).toMatchObject({
      isComplete: true,
      completeFrom: "flag",
    });
    const part = readSheet([merged("取消证明清单（第一批）", 6), HEAD, ...ROWS], { isComplete: true }).read;
    expect(part?.register.edition.isComplete).toBe(false);
    expect(part?.warnings.map(({ code }) => code)).toContain("register.not_complete");
    const whole = readSheet(sheet(merged("是否完整：是", 6)), { isComplete: false }).read;
    expect(whole?.register.edition.isComplete).toBe(false);
  });

  it.each<[string, Record<string, string[][]>, string, string]>([
    [
      "the sheet's name",
      { "取消证明事项清单（2024年版）": [HEAD, ...ROWS] },
      "清单.xlsx",
      "取消证明事项清单（2024年版）",
    ],
    [
      "the file's name",
      { Sheet1: [HEAD, ...ROWS] },
      "a/青湖区取消证明事项清单（2024年版）.xlsx",
      "青湖区取消证明事项清单（2024年版）",
    ],
  ])("comes from %s where the sheet has no title", (_, sheets, fileName, title) => {
    const { read } = readSheet(sheets, { fileName });
    expect(read?.title).toBe(title);
    expect(read?.register).toMatchObject({ name: "取消证明事项清单", edition: { label: "2024年版" } });
  });

  it.each([
    ["发布单位：青湖区政务服务局", "青湖区政务服务局"],
    ["单位：青湖区政务服务局", "青湖区政务服务局"],
    ["单位：项", null],
  ])("names the publisher by 「%s」", (line, publisher) => {
    const rows = [merged("取消证明事项清单", 6), [line, "", "", "", "", ""], HEAD, ...ROWS];
    expect(readSheet(rows).read?.publisher).toBe(publisher);
  });
});
