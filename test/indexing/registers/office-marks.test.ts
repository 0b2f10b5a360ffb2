import { afterAll, describe, expect, it } from "vitest";
import { loadFile } from "../../../src/indexing/loaders/index.ts";
import { closeParsers } from "../../../src/indexing/parsing/parse-file.ts";
import { makeXlsx } from "../../support/xlsx-files.ts";

afterAll(() => closeParsers());

const GUIDES = [
  ["事项名称", "受理条件", "申请材料", "办结时限", "办理地点"],
  ["老年优待证办理", "年满60周岁", "身份证", "5个工作日", "东路1号"],
  ["高龄津贴申领", "年满80周岁", "身份证", "5个工作日", "东路1号"],
];
const LIST = [
  ["证明名称", "处理方式", "责任单位"],
  ...["甲", "乙", "丙"].map((one) => [`${one}证明`, "取消", "市公安局"]),
];
const load = (...sheets: string[][][]) => {
  const parts = sheets.map((rows, at) => ({ name: `第${at + 1}页`, rows }));
  return loadFile({ path: "a.xlsx", bytes: makeXlsx({ sheets: parts }) });
};

describe("marks of a workbook", () => {
  it.each<[string, string[][][]]>([
    ["above a table of guides", [[["内部资料"], ...GUIDES]]],
    ["above one of two tables", [LIST, [["内部文件，请勿外传"], ...GUIDES]]],
    ["on a sheet of its own", [LIST, GUIDES, [["内部资料"]]]],
  ])("keep all of it inside when they stand %s", async (_, sheets) => {
    const documents = await load(...sheets);
    expect(documents.length).toBeGreaterThan(1);
    expect(documents.map(({ declared }) => declared.visibility)).toEqual(documents.map(() => "internal"));
  });

  it("of secrecy refuse all of it", async () => {
    await expect(load([["机密★10年"], ...GUIDES])).rejects.toMatchObject({ code: "ingest.classified" });
  });

  it("that are none leave it public", async () => {
    const documents = await load(GUIDES, LIST);
    expect(documents.map(({ declared }) => declared.visibility)).toEqual(documents.map(() => undefined));
  });
});
