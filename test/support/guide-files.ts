import type { SourceFile } from "../../src/indexing/loader.ts";
import { makeDocx, wordParagraph, wordStyle, wordTable } from "./office-files.ts";
import { makePdf } from "./pdf-files.ts";
import { makeXlsx } from "./xlsx-files.ts";

/** A guide as its office thinks of it: labels with values, some for one case alone. */
export interface PlainGuide {
  id: string;
  title: string;
  fields: readonly { label: string; branch?: string; values: readonly string[] }[];
}

/** Ways in which offices hold a guide. */
export type GuideFormat = "md" | "headings" | "table" | "mixed" | "xlsx" | "csv" | "pdf";

const WIDTH = 595;
const LINE = 22;
const CHARACTERS = 32;

/** The file of a guide in one of the formats; its name is `id` and the format. */
export function guideFile(guide: PlainGuide, format: GuideFormat): SourceFile {
  return FILES[format](guide);
}

const FILES: Record<GuideFormat, (guide: PlainGuide) => SourceFile> = {
  md: (guide) => fileOf(guide, "md", new TextEncoder().encode(markdownOf(guide))),
  headings: (guide) => fileOf(guide, "docx", wordOf(guide, headingBlocks(guide))),
  table: (guide) => fileOf(guide, "docx", wordOf(guide, [tableBlock(guide.fields)])),
  mixed: (guide) => fileOf(guide, "docx", wordOf(guide, mixedBlocks(guide))),
  xlsx: (guide) => fileOf(guide, "xlsx", makeXlsx({ sheets: [{ name: "办事指南", rows: rowsOf([guide]) }] })),
  csv: (guide) => fileOf(guide, "csv", new TextEncoder().encode(csvOf(rowsOf([guide])))),
  pdf: (guide) => fileOf(guide, "pdf", pdfOf(guide)),
};

function fileOf({ id }: PlainGuide, extension: string, bytes: Uint8Array): SourceFile {
  return { path: `${id}.${extension}`, bytes };
}

function markdownOf({ title, fields }: PlainGuide): string {
  const sections = fields.map(
    (field) => `## ${labelOf(field)}\n\n${field.values.map((value) => `- ${value}`).join("\n")}\n`,
  );
  return `---\nkind: procedure\ntitle: ${title}\n---\n\n${sections.join("\n")}`;
}

function labelOf({ label, branch }: PlainGuide["fields"][number]): string {
  return branch === undefined ? label : `${label}（${branch}）`;
}

function wordOf({ title }: PlainGuide, blocks: readonly string[]): Uint8Array {
  return makeDocx({
    body: [wordParagraph(`${title}办事指南`, { style: "h1" }), ...blocks],
    styles: [wordStyle("h1", "heading 1"), wordStyle("h2", "heading 2")],
  });
}

const ORDINALS = "一二三四五六七八九十";

function ordinal(at: number): string {
  const tens = Math.floor((at + 1) / 10);
  const ones = (at + 1) % 10;
  return `${tens > 1 ? ORDINALS[tens - 1] : ""}${tens > 0 ? "十" : ""}${ones > 0 ? ORDINALS[ones - 1] : ""}`;
}

function headingBlocks({ fields }: PlainGuide): string[] {
  return fields.flatMap((field, at) => [
    wordParagraph(`${ordinal(at)}、${labelOf(field)}`, { style: "h2" }),
    ...field.values.map((value, n) => wordParagraph(field.values.length > 1 ? `${n + 1}.${value}` : value)),
  ]);
}

function tableBlock(fields: PlainGuide["fields"]): string {
  return wordTable(fields.map((field) => [labelOf(field), cellOf(field.values)]));
}

function cellOf(values: readonly string[]): string {
  return values.map((value, at) => (values.length > 1 ? `${at + 1}.${value}` : value)).join("\n");
}

/** Short fields in a table, the others under headings in brackets. */
function mixedBlocks({ fields }: PlainGuide): string[] {
  const short = fields.filter(({ values }) => values.length === 1);
  const long = fields.filter(({ values }) => values.length > 1);
  return [
    tableBlock(short),
    ...long.flatMap((field) => [
      wordParagraph(`【${labelOf(field)}】`),
      ...field.values.map((value, at) => wordParagraph(`（${at + 1}）${value}`)),
    ]),
  ];
}

/** A header, and a row for each guide. */
export function rowsOf(guides: readonly PlainGuide[]): string[][] {
  const labels = [...new Set(guides.flatMap(({ fields }) => fields.map(labelOf)))];
  return [
    ["序号", "事项名称", ...labels],
    ...guides.map(({ title, fields }, at) => [
      String(at + 1),
      title,
      ...labels.map((label) => cellOf(fields.find((field) => labelOf(field) === label)?.values ?? [])),
    ]),
  ];
}

function csvOf(rows: readonly string[][]): string {
  return rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n");
}

/** Lines of text down the pages, broken at a width as a printer does. */
function pdfOf({ title, fields }: PlainGuide): Uint8Array {
  const lines = [
    ...fields.flatMap((field, at) => [
      `${ordinal(at)}、${labelOf(field)}`,
      ...field.values.flatMap((value, n) =>
        brokenLines(field.values.length > 1 ? `${n + 1}.${value}` : value),
      ),
    ]),
  ];
  const pages = Array.from({ length: Math.ceil(lines.length / 28) }, (_, page) =>
    lines.slice(page * 28, page * 28 + 28),
  );
  return makePdf({
    pages: pages.map((own, page) => ({
      texts: [
        ...(page === 0
          ? [{ text: `${title}办事指南`, x: WIDTH / 2 - title.length * 11, y: 50, size: 20 }]
          : []),
        ...own.map((text, at) => ({ text, x: 80, y: 90 + at * LINE, size: 13 })),
      ],
    })),
  });
}

function brokenLines(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / CHARACTERS) }, (_, at) =>
    text.slice(at * CHARACTERS, (at + 1) * CHARACTERS),
  );
}
