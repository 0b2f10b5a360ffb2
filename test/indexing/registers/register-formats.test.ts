import { afterAll, describe, expect, it } from "vitest";
import type { RegisterRow } from "../../../src/domain.ts";
import type { SourceDocument } from "../../../src/indexing/loader.ts";
import { loadFile } from "../../../src/indexing/loaders/index.ts";
import { closeParsers } from "../../../src/parsing/parse-file.ts";
import { makeDocx, type WordCell, wordParagraph, wordTable } from "../../support/office-files.ts";
import { makePdf } from "../../support/pdf-files.ts";
import { flowPages } from "../../support/pdf-layout.ts";
import { makeXlsx } from "../../support/xlsx-files.ts";

afterAll(() => closeParsers());

const TITLE = "示范市青湖区取消证明事项清单（2025年版）";
const REMARK = "备注：本清单之外一律不得要求提供证明。";
const DEPARTMENTS = ["市公安局", "市民政局", "市人社局"];
const STATUSES = ["取消", "保留", "以数据共享代替", "取消，改为部门核查", "以个人承诺代替"];
const LABELS = ["序号", "证明材料名称", "别名", "处理方式", "责任单位", "设定依据"];

/** One list; the department is the same for a third of it each, so that its cells can be merged. */
const ENTRIES = Array.from({ length: 60 }, (_, n) => ({
  name: `第${n + 1}类情况证明`,
  alias: n % 4 === 0 ? `${n + 1}号证明、情况证明之${n + 1}` : "",
  status: STATUSES[n % STATUSES.length] ?? "",
  department: DEPARTMENTS[Math.floor(n / 20)] ?? "",
  basis: `示发〔2020〕${n + 10}号`,
}));
const ROWS = ENTRIES.map((entry, n) => [
  String(n + 1),
  entry.name,
  entry.alias,
  entry.status,
  entry.department,
  entry.basis,
]);

const utf8 = (text: string) => new TextEncoder().encode(text);
const csvLine = (cells: readonly string[]) => cells.map((cell) => `"${cell}"`).join(",");
const isFirst = (n: number) => n % 20 === 0;

/** The list with its title, 附件1 and a remark merged over the width, and departments merged downwards. */
function xlsx(): Uint8Array {
  const rows = [
    ["附件1"],
    [TITLE],
    ["单位：青湖区政务服务局"],
    LABELS.map((label) => [...label].join(" ")),
    ...ROWS,
    [REMARK],
  ];
  const body = rows.map((cells, at) =>
    cells.map((cell, column) =>
      column === 4 && at > 3 && cells.length > 1 && !isFirst(at - 4) ? null : cell,
    ),
  );
  const merges = ["A2:F2", "A65:F65", ...[5, 25, 45].map((from) => `E${from}:E${from + 19}`)];
  return makeXlsx({ sheets: [{ name: "Sheet1", rows: body, merges }] });
}

/** One sheet a department, each with its own header. */
function sheets(): Uint8Array {
  const parts = DEPARTMENTS.map((name, at) => ({
    name,
    rows: [
      [TITLE],
      LABELS.toSpliced(4, 1),
      ...ROWS.slice(at * 20, at * 20 + 20).map((row) => row.toSpliced(4, 1)),
    ],
    merges: ["A1:E1"],
  }));
  return makeXlsx({ sheets: [...parts, { name: "说明", rows: [[REMARK]] }] });
}

/** Sections instead of a column for the department. */
function sections(): Uint8Array {
  const lines = ROWS.flatMap((row, n) => [
    ...(isFirst(n) ? [[`${"一二三"[n / 20]}、${row[4]}（20项）`]] : []),
    row.toSpliced(4, 1),
  ]);
  return utf8([[TITLE], LABELS.toSpliced(4, 1), ...lines, [REMARK]].map(csvLine).join("\r\n"));
}

function docx(): Uint8Array {
  const rows = ROWS.map((cells, n): WordCell[] =>
    cells.map((cell, column) =>
      column === 4 ? { content: isFirst(n) ? cell : "", merge: isFirst(n) ? "restart" : "continue" } : cell,
    ),
  );
  return makeDocx({ body: [wordParagraph(TITLE), wordTable([LABELS, ...rows]), wordParagraph(REMARK)] });
}

function pdf(): Uint8Array {
  const widths = [36, 110, 110, 90, 70, 90];
  const blocks = [
    { type: "paragraph" as const, text: TITLE, size: 16, centred: true },
    { type: "table" as const, widths, rows: [LABELS, ...ROWS], header: true },
    { type: "paragraph" as const, text: REMARK },
  ];
  return makePdf({ pages: flowPages(blocks, { size: 10 }) });
}

const markdown = () =>
  utf8(
    `---\nkind: register\ntitle: ${TITLE}\n---\n| ${LABELS.join(" | ")} |\n|${"---|".repeat(6)}\n${ROWS.map((row) => `| ${row.join(" | ")} |`).join("\n")}\n\n${REMARK}\n`,
  );
const csv = () => utf8([[TITLE], LABELS, ...ROWS, [REMARK]].map(csvLine).join("\r\n"));
const json = () =>
  utf8(
    JSON.stringify({
      id: "清单",
      kind: "register",
      title: TITLE,
      register: { edition: { label: "2025年版", isComplete: true } },
      rows: ROWS.map((row) => Object.fromEntries(LABELS.map((label, at) => [label, row[at]]))),
    }),
  );

const facts = ({ name, aliases, status, department, basis }: RegisterRow) => [
  name,
  aliases.join("、"),
  status,
  department,
  basis,
];

describe("one list in every format", () => {
  it.each<[string, string, () => Uint8Array]>([
    ["merged cells", "清单.xlsx", xlsx],
    ["a sheet for each department", "清单.xlsx", sheets],
    ["sections", "清单.csv", sections],
    ["a header and rows", "清单.csv", csv],
    ["merged cells of a Word table", "清单.docx", docx],
    ["a ruled table over pages", "清单.pdf", pdf],
    ["front matter", "清单.md", markdown],
    ["rows as objects", "清单.json", json],
  ])("gives the same rows out of %s (%s)", async (_, path, make) => {
    const [document, ...more] = await loadFile({ path, bytes: make() });
    expect(more.filter((other) => other.register != null)).toEqual([]);
    const { register, text } = document as SourceDocument;
    expect(register?.rows.map(facts)).toEqual(
      ENTRIES.map(({ name, alias, status, department, basis }) => [name, alias, status, department, basis]),
    );
    expect(register).toMatchObject({
      name: "取消证明事项清单",
      edition: { label: "2025年版", isComplete: true },
    });
    for (const row of register?.rows ?? []) {
      for (const { value } of row.cells) expect(text.slice(row.start, row.end)).toContain(value);
    }
  });
});
