import type { Archive } from "../archive.ts";
import { tableTooLarge } from "../table-errors.ts";
import { readXmlPart, type XmlElement, type XmlHandlers } from "../xml-events.ts";
import { MOST_COLUMNS, MOST_ROWS, readColumn, readRange } from "./cell-range.ts";
import { createStringItem } from "./cell-text.ts";
import { type CellContext, type RawCell, showCell } from "./cell-value.ts";
import { createPrintMargins } from "./print-margins.ts";
import type { Sheet, SheetRow } from "./sheet.ts";
import { isTrue } from "./workbook.ts";

/** Rows that may hold something. A sheet's rows may all be written down although they are empty. */
const MOST_FILLED_ROWS = 1_000_000;
const MOST_CELLS = 5_000_000;
/** A sheet has one filter of its own. */
const MOST_FILTERS = 100;

/** @throws WenbanError `ingest.table_too_large`, and as `readXmlPart` does */
export async function readSheet(archive: Archive, part: string, context: CellContext): Promise<Sheet> {
  const sheet: Sheet = {
    rows: [],
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: new Uint8Array(MOST_COLUMNS + 1),
    filters: [],
    margins: [],
  };
  const cells = readCells(sheet, context);
  const margins = createPrintMargins();
  await readXmlPart(archive, part, {
    onOpen(element) {
      readLayout(sheet, element);
      margins.open(element.name);
      cells.onOpen(element);
    },
    onText(text) {
      margins.text(text);
      cells.onText(text);
    },
    onClose(name) {
      margins.close(name);
      cells.onClose(name);
    },
  });
  return { ...sheet, margins: margins.lines };
}

function readLayout(sheet: Sheet, { name, attributes }: XmlElement): void {
  if (name === "x:mergeCell") {
    const range = readRange(attributes.ref);
    if (range !== null) sheet.merges.push(range);
  }
  if (name === "x:autoFilter") {
    const range = readRange(attributes.ref);
    if (range !== null && sheet.filters.length < MOST_FILTERS) sheet.filters.push(range);
  }
  if (name === "x:col" && isTrue(attributes.hidden)) {
    sheet.hiddenColumns.fill(1, Number(attributes.min), Number(attributes.max) + 1);
  }
}

function readCells(sheet: Sheet, context: CellContext): Required<XmlHandlers> {
  const inline = createStringItem();
  const raw: RawCell = { type: "n", style: 0, value: "", inline: "" };
  const count = countRows();
  let row: SheetRow = { number: 0, columns: [], texts: [] };
  let column = 0;
  let isValue = false;
  const openRow = ({ attributes }: XmlElement) => {
    count.row();
    row = { number: rowNumber(attributes.r, row.number), columns: [], texts: [] };
    column = 0;
    if (isTrue(attributes.hidden)) sheet.hiddenRows.add(row.number);
  };
  const openCell = ({ attributes }: XmlElement) => {
    column = readColumn(attributes.r ?? "") || column + 1;
    raw.type = attributes.t ?? "n";
    raw.style = Number(attributes.s ?? 0);
    raw.value = "";
    raw.inline = "";
  };
  const closeCell = () => {
    const text = showCell(raw, context);
    if (text === "") return;
    count.cell();
    if (row.columns.length === 0) count.filledRow();
    if (row.columns.length === 0) sheet.rows.push(row);
    row.columns.push(column);
    row.texts.push(text);
  };
  return {
    onOpen(element) {
      if (element.name === "x:c") openCell(element);
      else if (element.name === "x:row") openRow(element);
      else if (element.name === "x:v") isValue = true;
      else inline.open(element);
    },
    onText(text) {
      if (isValue) raw.value += text;
      else inline.text(text);
    },
    onClose(name) {
      inline.close(name);
      if (name === "x:v") isValue = false;
      else if (name === "x:is") raw.inline = inline.take();
      else if (name === "x:c") closeCell();
    },
  };
}

/** Rows without a number follow each other. */
function rowNumber(given: string | undefined, before: number): number {
  const number = Number(given);
  return Number.isInteger(number) && number >= 1 && number <= MOST_ROWS ? number : before + 1;
}

function countRows() {
  let rows = 0;
  let filled = 0;
  let cells = 0;
  return {
    row() {
      if (++rows > MOST_ROWS) throw tableTooLarge("100 万行");
    },
    filledRow() {
      if (++filled > MOST_FILLED_ROWS) throw tableTooLarge("100 万行");
    },
    cell() {
      if (++cells > MOST_CELLS) throw tableTooLarge("500 万个单元格");
    },
  };
}
