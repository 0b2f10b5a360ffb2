import { shownSpan } from "../../language/offset-map.ts";
import { applyEdits, type Draft, type Edit } from "./draft.ts";
import { type Line, splitLines } from "./lines.ts";

const PIPE_ROW = /^\|.*\|$/;
const PIPE_RULE = /^\|[\s:|-]+\|$/;
const LONGEST_NAME = 16;
const FEWEST_ROWS = 2;

/** The name of a column to stand before a cell, which begins at a stored offset. */
export interface CellName {
  at: number;
  name: string;
}

/** Puts names before cells: 「处理方式：取消」. They come in the order of their cells. */
export function putNames(draft: Draft, names: readonly CellName[]): Draft {
  const edits = names.map(({ at, name }) => {
    const { start } = shownSpan(draft.offsets, { start: at, end: at + 1 });
    return { start, end: start, text: `${name}：` };
  });
  return applyEdits(draft, edits);
}

/**
 * Makes rows of tables readable on their own: Markdown's pipes become tabs between cells, and each cell is
 * headed by its column's name, 「租金标准：5元」. Names are added; cells keep their place in the map.
 */
export function nameColumns(draft: Draft, areNamesMissing = true): Draft {
  const plain = applyEdits(draft, findPipes(draft.text));
  return areNamesMissing && plain.text.includes("\t") ? applyEdits(plain, findNames(plain.text)) : plain;
}

function findPipes(text: string): Edit[] {
  if (!text.includes("|")) return [];
  const lines = splitLines(text).filter((line) => PIPE_ROW.test(line.text));
  if (!lines.some((line) => PIPE_RULE.test(line.text))) return [];
  return lines.flatMap((line) => (PIPE_RULE.test(line.text) ? [dropLine(line)] : pipesToTabs(text, line)));
}

function dropLine(line: Line): Edit {
  return { start: line.from, end: line.to, text: "" };
}

/** `| a | b |` → a, tab, b: the spaces beside a pipe go, and the outer pipes. */
function pipesToTabs(text: string, line: Line): Edit[] {
  const row = text.slice(line.from, line.to);
  return Array.from(row.matchAll(/ {0,100}\| {0,100}/g)).flatMap((match) => {
    const start = line.from + match.index;
    const end = start + match[0].length;
    const isOuter = start === line.from || end === line.to;
    if (isOuter) return [{ start, end, text: "" }];
    return [
      { start, end: start + 1, text: "\t" },
      ...(end > start + 1 ? [{ start: start + 1, end, text: "" }] : []),
    ];
  });
}

function findNames(text: string): Edit[] {
  const edits: Edit[] = [];
  let table: Line[] = [];
  const close = () => {
    if (table.length >= FEWEST_ROWS) edits.push(...nameRows(text, table));
    table = [];
  };
  for (const line of splitLines(text)) {
    if (text.slice(line.from, line.end).includes("\t")) table.push(line);
    else if (line.text !== "") close();
  }
  close();
  return edits;
}

/** The first row names the columns when all its cells are short words and differ. */
function nameRows(text: string, [header, ...rows]: Line[]): Edit[] {
  const names = header === undefined ? [] : header.text.split("\t").map((name) => name.trim());
  const areNames = names.every(
    (name) => name !== "" && name.length <= LONGEST_NAME && !/[\d。；]/.test(name),
  );
  if (!areNames || new Set(names).size < names.length) return [];
  return rows.flatMap((row) => nameCells(text.slice(row.from, row.to), row.from, names));
}

function nameCells(row: string, from: number, names: string[]): Edit[] {
  const edits: Edit[] = [];
  const cells = row.split("\t");
  if (cells.length > names.length) return [];
  let at = from;
  for (const [i, cell] of cells.entries()) {
    if (cell.trim() !== "") edits.push({ start: at, end: at, text: `${names[i]}：` });
    at += cell.length + 1;
  }
  return edits;
}
