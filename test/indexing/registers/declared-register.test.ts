import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RegisterColumn } from "../../../src/domain.ts";
import { flatten } from "../../../src/indexing/formats/compose-text.ts";
import { readRecordDocument } from "../../../src/indexing/formats/record-document.ts";
import { loadFile } from "../../../src/indexing/loaders/index.ts";
import { registerFromText, writeRegisterText } from "../../../src/indexing/registers/register-from-text.ts";
import { readSheet } from "../../support/sheets.ts";

const COLUMNS: RegisterColumn[] = [
  { label: "证明名称", field: "name" },
  { label: "处理方式", field: "status" },
  { label: "责任单位", field: "department" },
];
const TEXT = "取消证明清单\n证明名称\t处理方式\t责任单位\n居住证明\t取消\t市公安局\n收入证明\t保留\t";
const RECORD = { id: "清单", kind: "register", title: "青湖区取消证明清单（2025年版）", text: TEXT };
const NO_EDITION = { label: null, date: null, isComplete: false, completeFrom: null };

const cell = fc.string({ unit: fc.constantFrom(..."证明取消市局、（）：|*12 a\n\t"), maxLength: 12 });
const name = cell.map((text) => `证${flatten(text)}`);

describe("registerFromText", () => {
  it("gives back the rows that were written, whatever is in their cells", () => {
    const row = fc.tuple(name, cell, cell).filter(([first]) => first !== "证明名称");
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        const labels = COLUMNS.map(({ label }) => label);
        const text = writeRegisterText({ title: "清单", labels, rows, notes: ["共若干项"] });
        const register = registerFromText(text, { name: "清单", edition: NO_EDITION, columns: COLUMNS });
        const values = register.rows.map((one) => one.cells.map(({ value }) => value));
        expect(values).toEqual(rows.map((cells) => cells.map(flatten)));
        for (const one of register.rows)
          for (const { value } of one.cells) expect(text.slice(one.start, one.end)).toContain(value);
      }),
    );
  });

  it("finds every cell of a sheet on its row's line", () => {
    const rows = fc.array(fc.tuple(name, cell, cell), { minLength: 3, maxLength: 20 });
    fc.assert(
      fc.property(rows, (body) => {
        const { composed, read } = readSheet([
          ["证明名称", "备注", "责任单位"],
          ...body.map((cells) => [...cells]),
        ]);
        for (const row of read?.register.rows ?? []) {
          const line = composed.text.slice(row.start, row.end);
          for (const { value } of row.cells) expect(line).toContain(value);
          expect(line).not.toContain("\n");
        }
      }),
    );
  });
});

describe("a record of kind register", () => {
  const read = (more: object) => readRecordDocument({ ...RECORD, ...more }, "line:1");

  it("reads rows by its columns", () => {
    const edition = { label: "2025年版", date: "2025-06-30", isComplete: true };
    const { register, text } = read({ register: { name: "取消证明清单", edition, columns: COLUMNS } });
    expect(text).toBe(TEXT);
    expect(register).toMatchObject({
      name: "取消证明清单",
      edition: { ...edition, completeFrom: "line:1" },
      rows: [
        { name: "居住证明", disposition: "cancelled", department: "市公安局" },
        { name: "收入证明", disposition: "kept", department: null },
      ],
    });
  });

  it("guesses its columns from a table of three rows", () => {
    const { register } = read({ text: `${TEXT}\n学历证明\t取消\t市教育局` });
    expect(register).toMatchObject({
      name: "取消证明清单",
      edition: { label: "2025年版", isComplete: false },
    });
    expect(register?.rows).toHaveLength(3);
  });

  it("writes rows that it gives as objects", () => {
    const rows = [
      { name: "居住证明", 处理方式: "取消", 责任单位: "市公安局" },
      { name: "收入证明", 处理方式: "保留", 责任单位: null, aliases: ["工资证明", "薪资证明"] },
    ];
    const { register, text } = read({ text: undefined, rows });
    expect(text.split("\n")[1]).toBe("名称\t处理方式\t责任单位\t别名");
    expect(register?.rows).toMatchObject([
      { name: "居住证明", disposition: "cancelled" },
      { name: "收入证明", aliases: ["工资证明", "薪资证明"], department: null },
    ]);
  });

  it.each([
    ["an unknown field", { register: { columns: [{ label: "甲", field: "whatever" }] } }],
    ["columns without a name", { register: { columns: [{ label: "甲", field: "status" }] } }],
    ["a date that is none", { register: { edition: { date: "去年" }, columns: COLUMNS } }],
    ["rows that are no objects", { text: undefined, rows: ["居住证明"] }],
    ["rows without a name", { text: undefined, rows: [{ 数量: 3 }] }],
    ["neither text nor rows", { text: undefined }],
  ])("is refused with %s", (_, more) => {
    expect(() => read(more)).toThrow(expect.objectContaining({ code: "ingest.bad_record" }));
  });

  it("tells when no rows were found, and stays a text", () => {
    const { register, warnings } = read({ text: "这里没有表格。" });
    expect(register).toBeNull();
    expect(warnings.map(({ code }) => code)).toEqual(["ingest.register_without_rows"]);
  });
});

describe("a text whose front matter says register", () => {
  const load = async (front: string, body: string) => {
    const bytes = new TextEncoder().encode(
      `---\ntitle: 青湖区取消证明清单\nkind: register\n${front}\n---\n${body}`,
    );
    return (await loadFile({ path: "清单.md", bytes }))[0];
  };
  const TABLE = `# 青湖区取消证明清单

| 证明名称 | 处理方式 | 责任单位 |
| --- | :-: | --- |
| 居住证明 | 取消 | 市公安局 |
| 收入证明 | 以数据共享代替 |  |
| 学历证明 | 保留 | 市教育局 |

本清单由市审批局编制。`;

  it("reads the table of its body", async () => {
    const document = await load("edition: 2025年版\neditionDate: 2025-06-30\ncomplete: true", TABLE);
    expect(document?.register).toMatchObject({
      name: "取消证明清单",
      edition: { label: "2025年版", date: "2025-06-30", isComplete: true, completeFrom: "front_matter" },
    });
    const lines = document?.register?.rows.map(({ start, end }) => document.text.slice(start, end));
    expect(lines?.[1]).toBe("| 收入证明 | 以数据共享代替 |  |");
    expect(document?.register?.rows.map(({ disposition }) => disposition)).toEqual([
      "cancelled",
      "replaced_by_data_sharing",
      "kept",
    ]);
  });

  it("is not complete when it does not say so", async () => {
    expect((await load("edition: 2025年版", TABLE))?.register?.edition.isComplete).toBe(false);
  });
});
