import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WenbanError } from "../../src/errors.ts";
import { parseXlsx } from "../../src/parsing/formats/xlsx.ts";
import type { ParsedTable } from "../../src/parsing/parsed-file.ts";
import { makeDocx } from "../support/office-files.ts";
import { makeXlsx, relations, type SheetParts, type WorkbookParts } from "../support/xlsx-files.ts";

async function tablesOf(workbook: WorkbookParts): Promise<ParsedTable[]> {
  const { blocks } = await parseXlsx(makeXlsx(workbook));
  return blocks.filter((block) => block.type === "table");
}

async function rowsOf(sheet: Omit<SheetParts, "name">, workbook: Omit<WorkbookParts, "sheets"> = {}) {
  const [table] = await tablesOf({ ...workbook, sheets: [{ name: "S", ...sheet }] });
  return table?.rows;
}

async function codeOf(bytes: Uint8Array): Promise<string> {
  const error = await parseXlsx(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof WenbanError ? error.code : String(error);
}

/** A sheet of raw rows. */
const data = (xml: string, rest = "") => ({ xml: `<sheetData>${xml}</sheetData>${rest}` });

describe("a workbook", () => {
  it("is a table for each sheet, in the order of the tabs", async () => {
    const sheets = [
      { name: "乙 & 丙", rows: [["1"]] },
      { name: "空", rows: [] },
      { name: "甲", rows: [["2", "3"]] },
    ];
    expect(await tablesOf({ sheets })).toEqual([
      { type: "table", name: "乙 & 丙", rows: [["1"]], page: null },
      { type: "table", name: "甲", rows: [["2", "3"]], page: null },
    ]);
  });

  it("gives back the cells that were written", async () => {
    const text = fc
      .string({
        unit: fc.constantFrom("甲", "a", " ", "\n", "<", "&", "_x000D_", "_", "𠮷", "=1+1", "0"),
        maxLength: 12,
      })
      .map((drawn) => drawn.trim());
    const cells = fc.array(fc.array(text, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(cells, fc.boolean(), async (rows, isShared) => {
        // A frame of filled cells keeps the edges, as empty edges are cut off.
        const framed = [["┌", "─", "─", "─", "┐"], ...rows.map((row) => ["│", ...row])];
        const escaped = framed.map((row) => row.map((cell) => cell.replaceAll("_x", "_x005F_x")));
        const expected = framed.map((row) => row.map((cell) => cell));
        expect(await rowsOf({ rows: escaped }, { isShared })).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it("shows every kind of cell as a reader sees it", async () => {
    const cells = [
      '<c r="A1" t="s"><v>0</v></c>',
      '<c r="B1" t="s"><v>1</v></c>',
      '<c r="C1" t="inlineStr"><is><r><t>甲</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 乙</t></r></is></c>',
      '<c r="D1" t="str"><f>A1&amp;"x"</f><v>公式</v></c>',
      '<c r="E1"><f>1+1</f><v>2</v></c>',
      '<c r="F1" t="b"><v>1</v></c>',
      '<c r="G1" t="b"><v>0</v></c>',
      '<c r="H1" t="e"><v>#N/A</v></c>',
      '<c r="I1" t="d"><v>2024-05-01T00:00:00</v></c>',
      '<c r="J1" s="1"><v>45413</v></c>',
      '<c r="K1" s="2"><v>0.5</v></c>',
      '<c r="L1" t="s"><v>99</v></c>',
      '<c r="M1" t="inlineStr"><is><t>一_x000D_\n二</t></is></c>',
    ];
    const strings = [
      "<si><t>普通</t></si>",
      "<si><r><t>富</t></r><r><t>文本</t></r><rPh sb='0' eb='1'><t>ふ</t></rPh><phoneticPr fontId='1'/></si>",
    ];
    const rows = await rowsOf(data(`<row r="1">${cells.join("")}</row>`), { strings, formats: [14, "0%"] });
    expect(rows).toEqual([
      [
        "普通",
        "富文本",
        "甲 乙",
        "公式",
        "2",
        "TRUE",
        "FALSE",
        "#N/A",
        "2024-05-01",
        "2024-05-01",
        "50%",
        "一\n二",
      ],
    ]);
  });

  it("counts days from 1904 where it says so", async () => {
    const rows = [[{ value: 43951, format: 0 }]];
    expect(await rowsOf({ rows }, { formats: ["yyyy-mm-dd"], is1904: true })).toEqual([["2024-05-01"]]);
  });

  it("places cells that do not say where they stand", async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const xml = `<row>${cell("a")}${cell("b")}</row><row r="2">${cell("c")}<c r="B2"/></row>`;
    expect(await rowsOf(data(xml))).toEqual([
      ["a", "b"],
      ["c", ""],
    ]);
  });

  it("reads what other producers write: prefixes, the strict namespace, absolute targets", async () => {
    const strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    const sheet = `<z:worksheet xmlns:z="${strict}"><z:sheetData><z:row><z:c t="inlineStr"><z:is><z:t>甲</z:t></z:is></z:c></z:row></z:sheetData></z:worksheet>`;
    const parts = {
      "xl/worksheets/sheet1.xml": sheet,
      "xl/_rels/workbook.xml.rels": relations([["worksheet", "/XL/worksheets/Sheet1.xml"]]),
      "xl/styles.xml": null,
      "xl/sharedStrings.xml": null,
    };
    expect(await tablesOf({ sheets: [{ name: "S" }], parts })).toMatchObject([{ rows: [["甲"]] }]);
  });
});

describe("merged cells", () => {
  it("repeat their value in every cell of the table that they cover", async () => {
    const rows = [
      ["清单", null, null],
      ["部门", "事项", "材料"],
      ["公安", "甲", "a"],
      [null, "乙", "b"],
    ];
    expect(await rowsOf({ rows, merges: ["A1:C1", "A3:A4"] })).toEqual([
      ["清单", "清单", "清单"],
      ["部门", "事项", "材料"],
      ["公安", "甲", "a"],
      ["公安", "乙", "b"],
    ]);
  });

  it("take their value from a corner that is hidden", async () => {
    const rows = [
      ["甲", "1"],
      [null, "2"],
      [null, "3"],
    ];
    expect(await rowsOf({ rows, merges: ["A1:A3"], hiddenRows: [1] })).toEqual([["2"], ["3"]]);
    const beside = [
      ["甲", "1"],
      ["乙", "2"],
      [null, "3"],
    ];
    expect(await rowsOf({ rows: [...beside, ["丙", "4"]], merges: ["A2:A3"], hiddenRows: [2] })).toEqual([
      ["甲", "1"],
      ["乙", "3"],
      ["丙", "4"],
    ]);
  });

  it("show nothing where all their columns are hidden", async () => {
    const rows = [
      ["甲", "1"],
      [null, "2"],
    ];
    expect(await rowsOf({ rows, merges: ["A1:A2"], hiddenColumns: [1] })).toEqual([["1"], ["2"]]);
  });

  it("may cover the whole sheet", async () => {
    expect(await rowsOf({ rows: [["合并"]], merges: ["A1:XFD1048576"] })).toEqual([["合并"]]);
  });

  it("are passed over where their range is none, or empty", async () => {
    expect(await rowsOf({ rows: [["a"], [null], ["b"]], merges: ["A0:B", "x", "A2:A3"] })).toEqual([
      ["a"],
      [""],
      ["b"],
    ]);
  });
});

describe("far and empty cells", () => {
  const cell = (at: string) => `<c r="${at}" t="inlineStr"><is><t>${at}</t></is></c>`;

  it("leave a table as large as what it holds", async () => {
    expect(await rowsOf(data(`<row r="1048576">${cell("XFD1048576")}</row>`))).toEqual([["XFD1048576"]]);
    const apart = `<row r="1">${cell("A1")}</row><row r="1048576">${cell("XFD1048576")}</row>`;
    expect(await rowsOf(data(apart))).toEqual([
      ["A1", ""],
      ["", ""],
      ["", "XFD1048576"],
    ]);
  });

  it("keep one empty row between two lists, and no empty edge", async () => {
    const rows = [[null, null], [null, "a"], [null], [null], [null, "b"], [null]];
    expect(await rowsOf({ rows })).toEqual([["a"], [""], ["b"]]);
  });

  it("stand in order whatever their order in the file; the later of two holds", async () => {
    const xml = `<row r="2">${cell("B2")}${cell("A2")}</row><row r="1">${cell("A1")}</row><row r="2">${cell("B2").replace(">B2<", ">新<")}</row>`;
    expect(await rowsOf(data(xml))).toEqual([
      ["A1", ""],
      ["A2", "新"],
    ]);
  });
});

describe("what a reader does not see", () => {
  it("is left out, sheet by sheet, with a warning", async () => {
    const sheets: SheetParts[] = [
      { name: "公开", rows: [["甲"]] },
      { name: "底稿", rows: [["乙"]], state: "hidden" },
      { name: "参数", rows: [["丙"]], state: "veryHidden" },
    ];
    const { blocks, warnings } = await parseXlsx(makeXlsx({ sheets }));
    expect(blocks).toMatchObject([{ name: "公开" }]);
    expect(warnings).toEqual([
      { code: "ingest.hidden_sheet", message: expect.stringContaining("「底稿」「参数」") },
    ]);
  });

  it("is left out, row by row and column by column, with a warning", async () => {
    const rows = [
      ["1", "2", "3"],
      ["4", "5", "6"],
      ["7", "8", "9"],
    ];
    const sheet = { name: "S", rows, hiddenRows: [2], hiddenColumns: [2, 16] };
    const { blocks, warnings } = await parseXlsx(makeXlsx({ sheets: [sheet] }));
    expect(blocks).toMatchObject([
      {
        rows: [
          ["1", "3"],
          ["7", "9"],
        ],
      },
    ]);
    expect(warnings).toEqual([
      { code: "ingest.hidden_cells", message: expect.stringContaining("1 行、1 列") },
    ]);
  });

  it("leaves no gap where rows are hidden", async () => {
    const rows = [["1"], ["2"], ["3"], ["4"]];
    expect(await rowsOf({ rows, hiddenRows: [2, 3] })).toEqual([["1"], ["4"]]);
  });

  it("is kept where a filter hides it: it belongs to the list", async () => {
    const rows = [["标题"], ["名称"], ["甲"], ["乙"], ["注"]];
    expect(await rowsOf({ rows, hiddenRows: [1, 3], autoFilter: "A2:A4" })).toEqual([
      ["名称"],
      ["甲"],
      ["乙"],
      ["注"],
    ]);
  });

  it("is kept where the filter is that of a table within the sheet", async () => {
    const parts = {
      "xl/worksheets/_rels/sheet1.xml.rels": relations([["table", "../tables/table1.xml"]]),
      "xl/tables/table1.xml":
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ref="A1:A3"><autoFilter ref="A1:A3"/></table>',
    };
    const rows = [["名称"], ["甲"], ["乙"]];
    expect(await rowsOf({ rows, hiddenRows: [2] }, { parts })).toEqual([["名称"], ["甲"], ["乙"]]);
  });
});

describe("a file", () => {
  const one = { sheets: [{ name: "S", rows: [["甲"]] }] };

  it("with macros is read without them", async () => {
    const { blocks, warnings } = await parseXlsx(makeXlsx({ ...one, parts: { "xl/vbaProject.bin": "x" } }));
    expect(blocks).toMatchObject([{ rows: [["甲"]] }]);
    expect(warnings).toMatchObject([{ code: "ingest.macro_ignored" }]);
  });

  it.each([
    ["without its list of types", makeXlsx({ ...one, parts: { "[Content_Types].xml": null } })],
    ["without a workbook", makeXlsx({ ...one, parts: { "xl/workbook.xml": null } })],
    ["without its links", makeXlsx({ ...one, parts: { "_rels/.rels": null } })],
    ["that is a Word file", makeDocx({ body: ["正文"] })],
  ])("%s is no workbook", async (_name, bytes) => {
    expect(await codeOf(bytes)).toBe("ingest.not_an_xlsx");
  });

  it("whose sheet declares a document type is refused", async () => {
    const parts = { "xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>' };
    expect(await codeOf(makeXlsx({ ...one, parts }))).toBe("ingest.xml_doctype");
  });

  it("keeps cells that look like formulas as text", async () => {
    const rows = [['=HYPERLINK("http://127.0.0.1/?"&A2,"点击")', "@SUM(1+1)*cmd|calc!A0", "+1", "-1"]];
    expect(await rowsOf({ rows })).toEqual(rows);
  });

  it("with more rows than a sheet has is refused, empty as they are", async () => {
    const row = '<row r="1"></row>';
    expect(await rowsOf(data(row.repeat(2000)))).toBeUndefined();
    expect(await codeOf(makeXlsx({ sheets: [{ name: "S", ...data(row.repeat(1_048_577)) }] }))).toBe(
      "ingest.table_too_large",
    );
  });

  it("whose few cells would span millions is refused", async () => {
    const wide = Array.from({ length: 16_000 }, (_, i) => `<c t="b"><v>${i % 2}</v></c>`).join("");
    const tall = '<row><c t="b"><v>1</v></c></row>'.repeat(400);
    expect(await codeOf(makeXlsx({ sheets: [{ name: "S", ...data(`<row>${wide}</row>${tall}`) }] }))).toBe(
      "ingest.table_too_large",
    );
  });

  it("whose merges cover millions of cells many times is refused", async () => {
    const rows = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => 1));
    const merges = Array.from({ length: 600 }, () => "A1:CV100");
    expect(await codeOf(makeXlsx({ sheets: [{ name: "S", rows, merges }] }))).toBe("ingest.table_too_large");
  });
});
