import { describe, expect, it } from "vitest";
import { readOfficeDocuments } from "../../../src/indexing/formats/office-documents.ts";
import type { ParsedTable } from "../../../src/parsing/parsed-file.ts";

const table = (...rows: string[][]): ParsedTable => {
  const width = Math.max(...rows.map((row) => row.length));
  return {
    type: "table",
    name: "指南",
    rows: rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => "")]),
    page: null,
  };
};
const read = (...blocks: ParsedTable[]) =>
  readOfficeDocuments({ path: "guides.xlsx", bytes: new Uint8Array() }, { blocks, warnings: [] });
const fieldsOf = (blocks: ParsedTable[], at = 0) =>
  (read(...blocks)[at]?.procedure?.fields ?? []).map(({ label, branch, values }) =>
    [label, branch ?? "", ...values].join("|"),
  );

const HEADER = ["序号", "事项名称", "实施编码", "受理条件", "办理材料", "办理地点"];

describe("a table with one guide a row", () => {
  it("is found below its title, and gives ids by code, else by name", () => {
    const title = "示例区办事指南汇总表";
    const documents = read(
      table(
        Array.from({ length: 6 }, () => title),
        HEADER,
        ["1", "渡船登记", "A/01", "成年", "身份证", "渡口"],
        ["2", "木筏登记", "", "识水性", "照片", "码头"],
        ["3", "木筏登记", "", "识水性", "照片", "南码头"],
      ),
    );
    expect(documents.map(({ id }) => id)).toEqual(["guides/A_01", "guides/木筏登记"]);
    expect(documents[0]).toMatchObject({
      declared: { kind: "procedure", title: "渡船登记", siteName: title },
      procedure: { name: "渡船登记", code: "A/01" },
    });
  });

  it("stores each guide written out, one label a line", () => {
    const [document] = read(table(HEADER, ["1", "渡船登记", "A01", "成年", "1.身份证\n2.照片", "渡口"]));
    expect(document?.text).toBe(
      "渡船登记\n实施编码\nA01\n受理条件\n成年\n办理材料\n1.身份证\n2.照片\n办理地点\n渡口",
    );
    expect(document?.headingLevels?.map(({ level }) => level)).toEqual([1, 2, 2, 2, 2]);
  });

  it.each([
    ["several lines", "1.身份证\n2.照片\n3.表", ["身份证", "照片", "表"]],
    ["one line with numbers", "1.身份证；2.照片；3.表", ["身份证；", "照片；", "表"]],
    ["numbers that are none", "面积1.5亩以上，2.5亩以下", ["面积1.5亩以上，2.5亩以下"]],
    ["lines without numbers", "身份证\n照片", ["身份证", "照片"]],
    ["words before the list", "以下之一：1.身份证 2.护照", ["以下之一：", "身份证", "护照"]],
  ])("splits a cell of %s, in order", (_, cell, values) => {
    const [document] = read(table(HEADER, ["1", "渡船登记", "A01", "成年", cell, "渡口"]));
    expect(document?.procedure?.fields.find(({ key }) => key === "materials")?.values).toEqual(values);
  });

  it("reads two levels of labels as fields with cases", () => {
    const blocks = [
      table(
        ["事项名称", "受理条件", "办理材料", "办理材料", "办结时限", "办结时限", "投诉", "投诉"],
        ["事项名称", "受理条件", "本人", "代办", "法定", "承诺办结时限", "电话", "邮箱"],
        ["渡船登记", "成年", "身份证", "委托书\n身份证", "20个工作日", "5个工作日", "0570-2", "a@b.cn"],
      ),
    ];
    expect(fieldsOf(blocks)).toEqual([
      "受理条件||成年",
      "办理材料|本人|身份证",
      "办理材料|代办|委托书|身份证",
      "法定办结时限||20个工作日",
      "承诺办结时限||5个工作日",
      "投诉电话||0570-2",
      "投诉·邮箱||a@b.cn",
    ]);
  });

  it("puts rows of one guide together: a row for each material", () => {
    const blocks = [
      table(
        ["事项名称", "受理条件", "办理材料", "办理材料", "办理材料", "办理地点"],
        ["事项名称", "受理条件", "材料名称", "份数", "必要性", "办理地点"],
        ["渡船登记", "成年", "身份证", "1份", "必要", "渡口"],
        ["渡船登记", "成年", "委托书", "1", "代办时提供", "渡口"],
        ["木筏登记", "识水性", "照片", "2", "必要", "码头"],
      ),
    ];
    expect(fieldsOf(blocks)).toEqual([
      "受理条件||成年",
      "办理材料||身份证（1份，必要）|委托书（份数：1，必要性：代办时提供）",
      "办理地点||渡口",
    ]);
    expect(fieldsOf(blocks, 1)).toEqual([
      "受理条件||识水性",
      "办理材料||照片（份数：2，必要）",
      "办理地点||码头",
    ]);
  });

  it("puts rows of one guide together: a row for each case", () => {
    const blocks = [
      table(
        ["事项名称", "情形", "受理条件", "办理材料", "办理地点"],
        ["渡船证", "首次申领", "成年", "身份证", "渡口"],
        ["渡船证", "遗失补办", "成年", "遗失声明", "渡口"],
      ),
    ];
    expect(fieldsOf(blocks).filter((line) => !line.startsWith("情形"))).toEqual([
      "受理条件||成年",
      "办理材料|新办|身份证",
      "办理材料|补领|遗失声明",
      "办理地点||渡口",
    ]);
  });

  it("reads cases within a cell", () => {
    const cell = "本人办理：\n1.身份证\n2.照片\n委托代办：\n1.委托书\n2.首次申领：须面签";
    const [, materials, agent] = fieldsOf([table(HEADER.slice(1), ["渡船登记", "", "成年", cell, "渡口"])]);
    expect([materials, agent]).toEqual([
      "办理材料|本人|身份证|照片",
      "办理材料|代办|委托书|首次申领：须面签",
    ]);
  });

  it("leaves out cells that say nothing, and keeps 是, 否 and 无 as written", () => {
    const blocks = [
      table(
        [...HEADER, "是否收费", "数量限制", "中介服务"],
        ["1", "渡船登记", "/", "成年", "身份证", "渡口", "否", "无", "—"],
      ),
    ];
    expect(fieldsOf(blocks)).toEqual([
      "受理条件||成年",
      "办理材料||身份证",
      "办理地点||渡口",
      "是否收费||否",
      "数量限制||无",
    ]);
  });

  it("takes 3,000 rows", () => {
    const rows = Array.from({ length: 3000 }, (_, at) => [
      `${at}`,
      `渡船登记${at}`,
      `A${at}`,
      "成年",
      "身份证",
      "渡口",
    ]);
    expect(read(table(HEADER, ...rows))).toHaveLength(3000);
  });
});

describe("other tables", () => {
  it.each([
    ["a list of proofs", ["序号", "证明名称", "设定依据", "替代方式"]],
    ["a list of powers", ["序号", "事项名称", "事项类型", "实施主体", "设定依据"]],
    ["a list of places", ["名称", "地址", "联系电话", "办公时间"]],
    ["figures", ["月份", "受理件数", "办结件数"]],
  ])("of %s are no guides", (_, header) => {
    const rows = [1, 2, 3, 4].map((n) => header.map((label) => `${label}${n}`));
    expect(read(table(header, ...rows)).map(({ procedure }) => procedure)).toEqual([null]);
  });
});
