import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WenbanError } from "../../src/errors.ts";
import { parseCsv } from "../../src/parsing/formats/csv.ts";
import { makeXlsx } from "../support/xlsx-files.ts";

const encode = (text: string) => new TextEncoder().encode(text);

async function rowsOf(content: string | Uint8Array): Promise<string[][] | undefined> {
  const { blocks } = await parseCsv(typeof content === "string" ? encode(content) : content);
  const [table] = blocks;
  return table?.type === "table" ? table.rows : undefined;
}

async function codeOf(bytes: Uint8Array): Promise<string> {
  const error = await parseCsv(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof WenbanError ? error.code : String(error);
}

function utf16(text: string): Uint8Array {
  return Uint8Array.from([
    0xff,
    0xfe,
    ...Array.from(text, (char) => char.charCodeAt(0)).flatMap((code) => [code & 255, code >> 8]),
  ]);
}

/** 「名称,状态\n甲,取消」 in GB18030. */
const GB18030 = Uint8Array.of(
  ...[0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xd7, 0xb4, 0xcc, 0xac, 0x0a],
  ...[0xbc, 0xd7, 0x2c, 0xc8, 0xa1, 0xcf, 0xfb],
);

describe("a text table", () => {
  const expected = [
    ["名称", "状态"],
    ["甲", "取消"],
  ];

  it.each([
    ["UTF-8", encode("名称,状态\n甲,取消")],
    ["UTF-8 with its mark", encode("\ufeff名称,状态\n甲,取消\n")],
    ["GB18030", GB18030],
    ["UTF-16", utf16("名称\t状态\r\n甲\t取消\r\n")],
    ["tabs", encode("名称\t状态\n甲\t取消")],
    ["semicolons", encode("名称;状态\n甲;取消")],
    ["bars", encode("名称|状态\n甲|取消")],
    ["line ends of Windows", encode("名称,状态\r\n甲,取消\r\n")],
    ["line ends of old Macs", encode("名称,状态\r甲,取消\r")],
    ["quotes", encode('"名称","状态"\n"甲","取消"')],
    ["spaces around cells", encode(" 名称 , 状态\n甲 ,取消 ")],
    ["empty edges", encode(",,,\n,名称,状态,\n,甲,取消,\n,,,\n")],
    ["a line that tells the delimiter", encode("sep=;\n名称;状态\n甲;取消")],
  ])("is read with %s", async (_name, bytes) => {
    expect(await rowsOf(bytes)).toEqual(expected);
  });

  it.each([
    [
      "full-width commas in cells",
      "名称，别名\t甲，乙\n丙，丁\t戊",
      [
        ["名称，别名", "甲，乙"],
        ["丙，丁", "戊"],
      ],
    ],
    [
      "another mark in some cells",
      "a,b;c\nd,e\nf,g;h;i",
      [
        ["a", "b;c"],
        ["d", "e"],
        ["f", "g;h;i"],
      ],
    ],
    [
      "decimal commas between semicolons",
      "名;额;年\na;1,5;1\nb;2,5;2",
      [
        ["名", "额", "年"],
        ["a", "1,5", "1"],
        ["b", "2,5", "2"],
      ],
    ],
    ["one column", "名称\n甲", [["名称"], ["甲"]]],
    [
      "marks and line ends in quotes",
      'a,"b,1\nc ""d"""\ne,f',
      [
        ["a", 'b,1\nc "d"'],
        ["e", "f"],
      ],
    ],
    [
      "a quote within a cell",
      '5" 管,甲\n6" 管,乙',
      [
        ['5" 管', "甲"],
        ['6" 管', "乙"],
      ],
    ],
    [
      "rows of different lengths",
      "a\nb,c,d\ne,f",
      [
        ["a", "", ""],
        ["b", "c", "d"],
        ["e", "f", ""],
      ],
    ],
    [
      "an empty row between others",
      "a,b\n\n,\nc,d",
      [
        ["a", "b"],
        ["", ""],
        ["", ""],
        ["c", "d"],
      ],
    ],
    [
      "what looks like a formula",
      "=1+1,@SUM(A1)\n+1,-1",
      [
        ["=1+1", "@SUM(A1)"],
        ["+1", "-1"],
      ],
    ],
  ])("keeps its cells with %s", async (_name, text, rows) => {
    expect(await rowsOf(text)).toEqual(rows);
  });

  it("drops single control characters", async () => {
    const rows = await rowsOf(`a\u0001b,c\0${"\nx,y".repeat(50)}`);
    expect(rows?.[0]).toEqual(["ab", "c"]);
  });

  it("has no name and no page", async () => {
    expect((await parseCsv(encode("a,b"))).blocks).toEqual([
      { type: "table", name: null, rows: [["a", "b"]], page: null },
    ]);
  });

  it("does not lose rows behind a quote that is never closed, and says so", async () => {
    const { blocks, warnings } = await parseCsv(encode('a,"b\nc,d\ne,f'));
    expect(blocks).toMatchObject([
      {
        rows: [
          ["a", '"b'],
          ["c", "d"],
          ["e", "f"],
        ],
      },
    ]);
    expect(warnings).toMatchObject([{ code: "ingest.bad_quotes" }]);
  });

  it("gives back the cells that were written", async () => {
    const cell = fc
      .string({
        unit: fc.constantFrom("甲", "a", " ", ",", '"', "\n", ";", "\t", "|", "=", "𠮷"),
        maxLength: 8,
      })
      .map((text) => text.trim());
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom("\n", "\r\n"), async (drawn, end) => {
        const framed = [["名", "一", "二", "末"], ...drawn.map((row) => ["行", ...row])];
        const text = framed.map((row) => row.map(quote).join(",")).join(end);
        expect(await rowsOf(text)).toEqual(framed);
      }),
    );
  });

  it("is rectangular and keeps every word, whatever the text", async () => {
    const text = fc.string({ unit: fc.constantFrom("甲", ",", '"', "\n", "\t", ";", " ") });
    await fc.assert(
      fc.asyncProperty(text, async (drawn) => {
        const rows = (await rowsOf(`甲${drawn}`)) ?? [];
        expect(new Set(rows.map((row) => row.length)).size).toBe(1);
        const count = (whole: string) => whole.split("甲").length;
        expect(count(rows.flat().join(""))).toBe(count(`甲${drawn}`));
      }),
    );
  });
});

describe("a file is refused", () => {
  it.each([
    ["that is empty", encode(""), "ingest.empty_file"],
    ["of white space", encode(" \n\n"), "ingest.empty_file"],
    ["that is a workbook", makeXlsx({ sheets: [{ name: "S", rows: [["a"]] }] }), "ingest.type_mismatch"],
    ["that is a web page", encode("<html><table><tr><td>a</td></tr></table></html>"), "ingest.type_mismatch"],
    ["that is XML", encode('<?xml version="1.0"?><Workbook/>'), "ingest.type_mismatch"],
    ["that is binary", Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) % 32), "ingest.type_mismatch"],
    ["with a line that does not end", encode("x".repeat((1 << 20) + 1)), "ingest.line_too_long"],
    [
      "with such a line, and NULs",
      encode("=cmd|x!A1,".padEnd((1 << 20) + 5, "a\0,")),
      "ingest.line_too_long",
    ],
    ["with such a line behind others", encode(`a,b\n${"x,".repeat(600_000)}\nc`), "ingest.line_too_long"],
    [
      "with a line of a million cells beside many rows",
      encode(`${",".repeat(50_000)}x\n${"a\n".repeat(200)}`),
      "ingest.table_too_large",
    ],
  ])("%s", async (_name, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });

  it("but not for its length where its lines end", async () => {
    const rows = await rowsOf(`${"x".repeat(1000)}\n`.repeat(2000));
    expect(rows).toHaveLength(2000);
  });

  it("for its rows, a million and one", async () => {
    expect(await codeOf(encode("a\n".repeat(1_000_001)))).toBe("ingest.table_too_large");
  });
});
