import { escapeXml, makeZip, type ZipEntry } from "./office-files.ts";

/** A cell: a text, a number, a number with the format of that index in `formats`, or raw XML of `<c>`. */
export type SheetCell = string | number | null | { value: number; format: number } | { xml: string };

/** One sheet of a workbook. Rows and columns are counted from 1. */
export interface SheetParts {
  name: string;
  rows?: readonly (readonly SheetCell[])[];
  merges?: readonly string[];
  hiddenRows?: readonly number[];
  hiddenColumns?: readonly number[];
  /** Range of the sheet's own filter. */
  autoFilter?: string;
  state?: "hidden" | "veryHidden";
  /** XML within `<worksheet>`, instead of all of the above. */
  xml?: string;
}

/** Parts of a workbook. */
export interface WorkbookParts {
  sheets: readonly SheetParts[];
  /** Number format codes, or numbers of built-in formats; cell style n + 1 has the n-th, style 0 none. */
  formats?: readonly (string | number)[];
  /** Keep texts in the table of shared strings instead of in the cells. */
  isShared?: boolean;
  /** XML of `<si>` elements, for cells of type `s` written as XML. */
  strings?: readonly string[];
  is1904?: boolean;
  /** Other parts by name; null leaves a part out. */
  parts?: Record<string, string | Uint8Array | null>;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const FIRST_OWN_FORMAT = 164;

/** A workbook as office programs write it. */
export function makeXlsx(workbook: WorkbookParts): Uint8Array {
  const shared: string[] = [...(workbook.strings ?? [])];
  const sheets = workbook.sheets.map((sheet, i) => ({
    name: `xl/worksheets/sheet${i + 1}.xml`,
    content: `${XML}<worksheet ${MAIN}>${sheet.xml ?? writeSheet(sheet, workbook.isShared ? shared : null)}</worksheet>`,
  }));
  const targets: [string, string][] = sheets.map(({ name }) => ["worksheet", name.slice(3)]);
  const parts: ZipEntry[] = [
    { name: "[Content_Types].xml", content: contentTypes() },
    { name: "_rels/.rels", content: relations([["officeDocument", "xl/workbook.xml"]]) },
    { name: "xl/workbook.xml", content: writeWorkbook(workbook) },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: relations([...targets, ["styles", "styles.xml"], ["sharedStrings", "sharedStrings.xml"]]),
    },
    ...sheets,
    { name: "xl/styles.xml", content: writeStyles(workbook.formats ?? []) },
    { name: "xl/sharedStrings.xml", content: `${XML}<sst ${MAIN}>${shared.join("")}</sst>` },
  ];
  return makeZip(replaceParts(parts, workbook.parts ?? {}));
}

/** Name of a column, from 1: A, B, … Z, AA. */
function columnName(column: number): string {
  const head = column > 26 ? columnName(Math.floor((column - 1) / 26)) : "";
  return head + String.fromCharCode(65 + ((column - 1) % 26));
}

function replaceParts(parts: ZipEntry[], changes: Record<string, string | Uint8Array | null>): ZipEntry[] {
  const kept = parts.filter(({ name }) => !(name in changes));
  const added = Object.entries(changes).flatMap(([name, content]) =>
    content === null ? [] : [{ name, content }],
  );
  return [...kept, ...added];
}

function writeWorkbook({ sheets, is1904 = false }: WorkbookParts): string {
  const list = sheets.map(({ name, state = "visible" }, i) => {
    return `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" state="${state}" r:id="r${i}"/>`;
  });
  return `${XML}<workbook ${MAIN} xmlns:r="${OFFICE}"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets>${list.join("")}</sheets></workbook>`;
}

function writeSheet(sheet: SheetParts, shared: string[] | null): string {
  const { rows = [], merges = [], hiddenRows = [], hiddenColumns = [], autoFilter } = sheet;
  const columns = hiddenColumns.map((n) => `<col min="${n}" max="${n}" width="8" hidden="1"/>`).join("");
  const written = rows.map((cells, i) => {
    const hidden = hiddenRows.includes(i + 1) ? ' hidden="1"' : "";
    return `<row r="${i + 1}"${hidden}>${cells.map((cell, k) => writeCell(cell, i + 1, k + 1, shared)).join("")}</row>`;
  });
  return [
    columns === "" ? "" : `<cols>${columns}</cols>`,
    `<sheetData>${written.join("")}</sheetData>`,
    autoFilter === undefined ? "" : `<autoFilter ref="${autoFilter}"/>`,
    merges.length === 0
      ? ""
      : `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>`,
  ].join("");
}

function writeCell(cell: SheetCell, row: number, column: number, shared: string[] | null): string {
  const at = `r="${columnName(column)}${row}"`;
  if (cell === null) return "";
  if (typeof cell === "number") return `<c ${at}><v>${cell}</v></c>`;
  if (typeof cell === "object" && "xml" in cell) return cell.xml;
  if (typeof cell === "object") return `<c ${at} s="${cell.format + 1}"><v>${cell.value}</v></c>`;
  const text = `<t xml:space="preserve">${escapeXml(cell)}</t>`;
  if (shared === null) return `<c ${at} t="inlineStr"><is>${text}</is></c>`;
  return `<c ${at} t="s"><v>${shared.push(`<si>${text}</si>`) - 1}</v></c>`;
}

function writeStyles(formats: readonly (string | number)[]): string {
  const own = formats.flatMap((code, i) => {
    if (typeof code === "number") return [];
    return [`<numFmt numFmtId="${FIRST_OWN_FORMAT + i}" formatCode="${escapeXml(code)}"/>`];
  });
  const styles = formats.map((code, i) => {
    return `<xf numFmtId="${typeof code === "number" ? code : FIRST_OWN_FORMAT + i}" applyNumberFormat="1"/>`;
  });
  return `${XML}<styleSheet ${MAIN}><numFmts>${own.join("")}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join("")}</cellXfs></styleSheet>`;
}

function contentTypes(): string {
  return `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`;
}

/** Links to parts, with the ids `r0`, `r1`, … in their order. */
export function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(
    ([type, target], i) => `<Relationship Id="r${i}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join("")}</Relationships>`;
}
