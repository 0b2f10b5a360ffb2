import { type Archive, openArchive } from "../archive.ts";
import { cleanAsides } from "../asides.ts";
import { readRelations, warnOfMacros } from "../package-parts.ts";
import type { ParsedFile, ParsedTable } from "../parsed-file.ts";
import { tableTooLarge } from "../table-errors.ts";
import { type BuiltTable, buildTable } from "../xlsx/build-table.ts";
import { readRange } from "../xlsx/cell-range.ts";
import type { CellContext } from "../xlsx/cell-value.ts";
import { readSheet } from "../xlsx/read-sheet.ts";
import { readSharedStrings } from "../xlsx/shared-strings.ts";
import { readCellFormats } from "../xlsx/styles.ts";
import { readWorkbook, type Workbook } from "../xlsx/workbook.ts";
import { readXmlPart } from "../xml-events.ts";

/** Cells of all tables of one file. */
const MOST_CELLS = 5_000_000;
/** Tables within one sheet that are looked at for their filters. */
const MOST_TABLES = 200;

/**
 * A workbook: one table a sheet, in the order of the tabs, with its cells as a reader sees them. Formulas show
 * the value that the file holds of them. Hidden sheets, rows and columns, notes and charts are left out.
 * @throws WenbanError `ingest.not_an_xlsx`, `ingest.table_too_large`, and as `openArchive`, `readXml` do
 */
export async function parseXlsx(bytes: Uint8Array): Promise<ParsedFile> {
  const archive = await openArchive(bytes);
  const workbook = await readWorkbook(archive);
  const context: CellContext = {
    strings: await readSharedStrings(archive, workbook.stringsPart),
    formats: await readCellFormats(archive, workbook.stylesPart),
    is1904: workbook.is1904,
  };
  const file: ParsedFile = {
    blocks: [],
    warnings: [...warnOfMacros(archive), ...warnOfHiddenSheets(workbook)],
  };
  const asides: string[] = [];
  let cells = 0;
  for (const sheet of workbook.sheets.filter(({ isHidden }) => !isHidden)) {
    const { table, margins, warnings } = await parseSheet(archive, sheet, context);
    file.warnings.push(...warnings);
    asides.push(sheet.name, ...margins);
    if (table === null) continue;
    file.blocks.push(table);
    cells += table.rows.length * (table.rows[0]?.length ?? 0);
    if (cells > MOST_CELLS) throw tableTooLarge("500 万个单元格");
  }
  return { ...file, asides: cleanAsides(asides) };
}

async function parseSheet(
  archive: Archive,
  { name, part }: Workbook["sheets"][number],
  context: CellContext,
) {
  const sheet = await readSheet(archive, part, context);
  if (sheet.hiddenRows.size > 0) sheet.filters.push(...(await readTableFilters(archive, part)));
  const { rows, hidden } = buildTable(sheet);
  const table: ParsedTable | null = rows.length === 0 ? null : { type: "table", name, rows, page: null };
  return { table, margins: sheet.margins, warnings: warnOfHiddenCells(name, hidden) };
}

/** Ranges of the filters that belong to tables within a sheet; they stand in parts of their own. */
async function readTableFilters(archive: Archive, part: string) {
  const tables = (await readRelations(archive, part)).filter(({ type }) => type === "table");
  const filters: (string | undefined)[] = [];
  for (const { target } of tables.slice(0, MOST_TABLES).filter((table) => archive.has(table.target))) {
    await readXmlPart(archive, target, {
      onOpen({ name, attributes }) {
        if (name === "x:autoFilter") filters.push(attributes.ref);
      },
    });
  }
  return filters.map(readRange).filter((range) => range !== null);
}

function warnOfHiddenSheets({ sheets }: Workbook): ParsedFile["warnings"] {
  const hidden = sheets.filter(({ isHidden }) => isHidden).map(({ name }) => `「${name}」`);
  if (hidden.length === 0) return [];
  return [{ code: "ingest.hidden_sheet", message: `隐藏的工作表未收录：${hidden.join("")}。` }];
}

function warnOfHiddenCells(name: string, { rows, columns }: BuiltTable["hidden"]): ParsedFile["warnings"] {
  if (rows + columns === 0) return [];
  const parts = [rows > 0 ? `${rows} 行` : "", columns > 0 ? `${columns} 列` : ""].filter(
    (part) => part !== "",
  );
  const message = `工作表「${name}」有隐藏的内容未收录：${parts.join("、")}。`;
  return [{ code: "ingest.hidden_cells", message }];
}
