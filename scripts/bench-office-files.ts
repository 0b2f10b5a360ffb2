import {
  escapeXml,
  makeDocx,
  makeZip,
  wordParagraph,
  wordStyle,
  wordTable,
} from "../test/support/office-files.ts";
import { makePdf } from "../test/support/pdf-files.ts";
import { type FlowBlock, flowPages } from "../test/support/pdf-layout.ts";

/** What stands on a page: paragraphs, and a small table. */
export interface BenchPage {
  heading: string;
  paragraphs: readonly string[];
  rows: readonly (readonly string[])[];
}

const NUMBERING = [
  '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>',
  '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
];

/** Files of the office formats that hold the pages; a workbook holds 40 rows for each. */
export const OFFICE_FILES: Record<string, (pages: readonly BenchPage[]) => Uint8Array> = {
  docx: (pages) =>
    makeDocx({
      styles: [wordStyle("h", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr>')],
      numbering: NUMBERING,
      body: pages.flatMap(({ heading, paragraphs, rows }) => [
        wordParagraph(heading, { style: "h" }),
        ...paragraphs.map((text) => wordParagraph(text)),
        wordTable(rows),
      ]),
    }),
  pdf: (pages) =>
    makePdf({
      pages: flowPages(
        pages.flatMap(({ heading, paragraphs, rows }): FlowBlock[] => [
          { type: "paragraph", text: heading, size: 16 },
          ...paragraphs.map((text) => ({ type: "paragraph", text, indent: 24 }) as const),
          { type: "table", widths: rows[0]?.map(() => 110) ?? [], rows },
        ]),
      ),
    }),
  xlsx: (pages) => makeWorkbook(pages.flatMap(sheetRows)),
};

function sheetRows({ heading, paragraphs, rows }: BenchPage): string[][] {
  const text = paragraphs.join("");
  return Array.from({ length: 40 }, (_, n) => [
    `${heading}${n + 1}`,
    text.slice(n * 15, n * 15 + 15),
    ...(rows[n % rows.length] ?? []),
  ]);
}

function makeWorkbook(rows: readonly (readonly string[])[]): Uint8Array {
  const header = ["序号", "项目", "说明", "甲", "乙", "丙", "丁"];
  const cell = (text: string) => `<c t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`;
  const sheet = [header, ...rows.map((row, n) => [String(n + 1), ...row])]
    .map((row) => `<row>${row.map(cell).join("")}</row>`)
    .join("");
  const packaging = "http://schemas.openxmlformats.org/package/2006";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const relation = (type: string, target: string) =>
    `<Relationships xmlns="${packaging}/relationships"><Relationship Id="r1" Type="${office}/${type}" Target="${target}"/></Relationships>`;
  return makeZip([
    {
      name: "[Content_Types].xml",
      content: `<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
    },
    { name: "_rels/.rels", content: relation("officeDocument", "xl/workbook.xml") },
    {
      name: "xl/workbook.xml",
      content: `<workbook ${main} xmlns:r="${office}"><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    { name: "xl/_rels/workbook.xml.rels", content: relation("worksheet", "worksheets/sheet1.xml") },
    {
      name: "xl/worksheets/sheet1.xml",
      content: `<worksheet ${main}><sheetData>${sheet}</sheetData></worksheet>`,
    },
  ]);
}
