import { afterAll, describe, expect, it } from "vitest";
import { loadFile } from "../../../src/indexing/loaders/index.ts";
import { closeParsers } from "../../../src/parsing/parse-file.ts";
import { makeDocx, wordParagraph } from "../../support/office-files.ts";
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

  const column = (label: string, ...values: string[]) =>
    LIST.map((row, at) => [...row, at === 0 ? label : (values[at - 1] ?? "")]);

  it.each<[string, string[][]]>([
    ["in a column of levels", column("密级", "公开", "", "秘密")],
    ["in a column that asks for it", column("是否涉密", "否", "是", "否")],
    ["behind the title", [["某区清单（2024年版）（秘密）", "", ""], ...LIST]],
    ["with a star among the labels", column("机密★5年")],
    ["beside other words above the labels", [["某区清单", "绝密★长期", "2025年"], ...LIST]],
    [
      "beside their label, far below",
      [...LIST, ...LIST, ...LIST, ...LIST, ["保密等级", "机密", ""], ...LIST],
    ],
  ])("of secrecy refuse all of it %s", async (_, sheet) => {
    await expect(load(sheet, GUIDES)).rejects.toMatchObject({ code: "ingest.classified" });
  });

  it.each<[string, string[][], string | undefined]>([
    ["closed entries", column("公开方式", "主动公开", "不予公开", "主动公开"), "internal"],
    ["entries with a range of readers", column("公开范围", "社会公众", "内部", "社会公众"), "internal"],
    ["entries of a level below secrecy", column("密级", "内部", "内部", ""), "internal"],
    ["entries for staff", column("可见范围", "公开", "仅限工作人员"), "internal"],
    ["entries with a range that is open", column("公开范围", "全社会", "公开", "社会公众"), undefined],
    ["entries that are not for the public", column("是否公开", "是", "是", "否"), "internal"],
    ["open entries", column("公开方式", "主动公开", "主动公开", "主动公开"), undefined],
    ["words that only sound like marks", column("备注", "商业秘密除外", "否", "密级另定"), undefined],
  ])("of %s hold for the list", async (_, sheet, visibility) => {
    const documents = await load(sheet);
    expect(documents.map(({ declared }) => declared.visibility)).toEqual([visibility]);
  });

  it("of secrecy refuse all of it", async () => {
    await expect(load([["机密★10年"], ...GUIDES])).rejects.toMatchObject({ code: "ingest.classified" });
  });

  it("that are none leave it public", async () => {
    const documents = await load(GUIDES, LIST);
    expect(documents.map(({ declared }) => declared.visibility)).toEqual(documents.map(() => undefined));
  });
});

describe("marks at the head and foot of pages", () => {
  const wordFile = (head: string) =>
    makeDocx({
      body: ["关于开展便民服务的通知", "各单位要按时开展便民服务。"],
      header: [wordParagraph(`<w:r>${head}</w:r>`)],
    });
  const sheetFile = (head: string) => {
    const cells = LIST.map((row) => `<row>${row.map(inlineCell).join("")}</row>`).join("");
    const xml = `<sheetData>${cells}</sheetData><headerFooter><oddHeader>${head}</oddHeader></headerFooter>`;
    return makeXlsx({ sheets: [{ name: "清单", xml }] });
  };
  const inlineCell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;

  it.each<[string, string, Uint8Array]>([
    ["a.docx", "the head of a Word file", wordFile("<w:t>内部资料 请勿外传</w:t>")],
    ["a.xlsx", "the head of a sheet", sheetFile("&amp;L&amp;&quot;宋体&quot;&amp;9内部资料&amp;R第&amp;P页")],
  ])("keep %s inside by %s", async (path, _, bytes) => {
    const [document] = await loadFile({ path, bytes });
    expect(document?.declared.visibility).toBe("internal");
    expect(document?.text).not.toContain("内部");
  });

  it.each<[string, string, Uint8Array]>([
    ["a.docx", "a watermark", wordFile('<w:pict><v:shape><v:textpath string="机密"/></v:shape></w:pict>')],
    ["a.docx", "a line", wordFile("<w:t>秘密★</w:t><w:t>3年</w:t>")],
    ["a.xlsx", "the head of a sheet", sheetFile("&amp;C秘密★3年")],
  ])("refuse %s by %s", async (path, _, bytes) => {
    await expect(loadFile({ path, bytes })).rejects.toMatchObject({ code: "ingest.classified" });
  });

  it("leave other heads out of it", async () => {
    const [document] = await loadFile({ path: "a.docx", bytes: wordFile("<w:t>示范市政务服务局</w:t>") });
    expect(document?.declared.visibility).toBeUndefined();
  });
});
