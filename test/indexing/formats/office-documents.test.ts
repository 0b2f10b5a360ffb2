import { describe, expect, it } from "vitest";
import { readOfficeDocuments } from "../../../src/indexing/formats/office-documents.ts";
import type { ParsedBlock } from "../../../src/parsing/parsed-file.ts";

const table = (rows: string[][], name: string | null = null): ParsedBlock => ({
  type: "table",
  name,
  rows,
  page: null,
});
const read = (...blocks: ParsedBlock[]) =>
  readOfficeDocuments({ path: "a.xlsx", bytes: new Uint8Array() }, { blocks, warnings: [] });

const GUIDE = ["事项名称", "受理条件", "办理材料", "办理流程", "咨询电话"];

describe("documents of an office file", () => {
  it("gives each of many guides of few names an id of its own", () => {
    const names = ["老年优待证办理", "高龄津贴申领"];
    const rows = Array.from({ length: 20_000 }, (_, at) => [
      names[at % 2] ?? "",
      "年满60周岁",
      "身份证",
      "申请",
      "12345",
    ]);
    const ids = read(table([GUIDE, ...rows])).map(({ id }) => id);
    expect(new Set(ids).size).toBe(20_000);
    expect(ids.slice(0, 4)).toEqual([
      "a/老年优待证办理",
      "a/高龄津贴申领",
      "a/老年优待证办理~2",
      "a/高龄津贴申领~2",
    ]);
  });

  it("reads a sheet of as many columns as there can be", () => {
    const labels = [
      "序号",
      "事项名称",
      "责任部门",
      ...Array.from({ length: 16_000 }, (_, at) => `第${at % 90}类情况`),
    ];
    const rows = ["甲", "乙", "丙"].map((one, at) => [
      `${at + 1}`,
      `${one}事项`,
      "市公安局",
      ...labels.slice(3).map(() => "无"),
    ]);
    expect(read(table([labels, ...rows])).map(({ register }) => register?.rows.length)).toEqual([3]);
  });
});
