import type { TableHeader } from "./find-header.ts";
import { isBlank, matchLabel } from "./label.ts";

/** The rows below a header, told apart. Row numbers are indexes into the table's rows. */
export interface TableBody {
  entries: { row: number; sections: string[] }[];
  /** Remarks, totals and signatures below or between the entries. */
  notes: { row: number; text: string }[];
}

const LONGEST_SECTION = 40;
const NOTE =
  /^(?:备注|注|注释|说明|填表说明|填报说明|填表人|填报人|填报单位|填报日期|制表|审核人?|负责人|联系人|联系电话|统计|合计|总计|共计|小计|单位[:：]|日期[:：]|附件?[:：\d一二三四五]|以上|本清单|本表|本目录|共\d{1,6}[项个条家]|[（(]?截至|20\d\d年\d{1,2}月)/;
const TOTAL = /^(?:合计|总计|共计|小计|总数)(?:[:：\d（(共].{0,20})?$/;
const LABELLED = /^[\p{Script=Han}]{2,8}[:：]/u;
/** 「责任单位：市公安局」 between entries is said of those below. */
const SPEAKS_FOR_ROWS = /^(?:责任|实施|牵头|主管|所属|行使)(?:单位|部门|主体|机关|镇街|层级)[:：]/;
const SENTENCE = /[。；;]/;
const CHINESE_ORDINAL = /^[（(]?[一二三四五六七八九十]{1,4}[）)]?[、.．]?$/;
const SECTION_WORDS =
  /^(?:[（(]?[一二三四五六七八九十]{1,4}[）)]?[、.．]|[（(][一二三四五六七八九十]{1,4}[）)]|第[一二三四五六七八九十]{1,4}(?:部分|类|编|章))|(?:局|委|办|部|厅|院|署|会|所|科|处|中心|街道|镇|乡|区|县|市|政府|类|[（(](?:共|计)?\s?\d{1,5}\s?[项个条家件处][）)])$/;
const NUMBERINGS: readonly RegExp[] = [
  /^第[一二三四五六七八九十]/,
  /^[一二三四五六七八九十]{1,4}[、.．]/,
  /^[（(][一二三四五六七八九十]{1,4}[）)]/,
  /^\d{1,3}[、.．]/,
];

/** Tells the rows below the header apart: entries, section lines that speak for the entries below, and remarks. */
export function readBody(rows: readonly string[][], header: TableHeader): TableBody {
  const heads = header.headerRows.map((row) => keyOf(rows[row] ?? []));
  const hasOrdinal = header.labels.some((label) => /^(?:序号|序|项次|编号)$/.test(matchLabel(label)));
  const body: TableBody = { entries: [], notes: [] };
  const styles: number[] = [];
  let path: { depth: number; text: string }[] = [];
  let isOver = false;
  for (let row = header.bodyStart; row < rows.length; row++) {
    const cells = rows[row] ?? [];
    const words = [...new Set(cells.map((cell) => cell.trim()).filter((cell) => cell !== ""))];
    if (words.length === 0 || heads.includes(keyOf(cells)) || isColumnNumbers(words)) continue;
    const alone = standsAlone(cells, words, hasOrdinal);
    if (isNote(words, alone, isOver)) {
      body.notes.push({ row, text: words.join(" ") });
      isOver ||= alone !== null;
    } else if (alone !== null) {
      const depth = depthOf(words.join(""), styles);
      path = [...path.filter((step) => step.depth < depth), { depth, text: alone }];
      isOver = false;
    } else {
      body.entries.push({ row, sections: path.map(({ text }) => text) });
      isOver = false;
    }
  }
  return body;
}

function keyOf(cells: readonly string[]): string {
  return cells.map(matchLabel).join("\t");
}

/** 「（1）（2）（3）」 below a header numbers the columns. */
function isColumnNumbers(words: readonly string[]): boolean {
  const bare = words.map((word) => word.replace(/^[（(]|[）)]$/g, ""));
  return words.length >= 3 && bare.every((word, i) => word === String(i + 1) || word === "甲乙丙丁"[i]);
}

/** The one text of a row that is a line of its own and no entry; null for an entry. */
function standsAlone(cells: readonly string[], words: readonly string[], hasOrdinal: boolean): string | null {
  const [first = "", second] = words;
  if (cells.length < 2) return null;
  if (second !== undefined) return words.length === 2 && CHINESE_ORDINAL.test(first) ? second : null;
  if (cells.length > 2 && cells.filter((cell) => !isBlank(cell)).length > 1) return first;
  // Only the first cell is filled: merged where the merge is not told, or an entry with nothing but a name.
  if (isBlank(cells[0] ?? "") || /^\d{1,6}$/.test(first)) return null;
  return hasOrdinal || SECTION_WORDS.test(first) || NOTE.test(first) || SENTENCE.test(first) ? first : null;
}

function isNote(words: readonly string[], alone: string | null, isOver: boolean): boolean {
  const first = words[0] ?? "";
  if (TOTAL.test(first) || (words[1] !== undefined && TOTAL.test(words[1]))) return true;
  if (alone === null) return words.length > 1 && words.every((word) => LABELLED.test(word));
  if (alone !== first) return false;
  return (
    NOTE.test(alone) ||
    alone.length > LONGEST_SECTION ||
    SENTENCE.test(alone) ||
    (LABELLED.test(alone) && !SPEAKS_FOR_ROWS.test(alone)) ||
    (isOver && /^\d/.test(alone))
  );
}

/** How deep a section stands: a way of numbering that comes later stands below those that came before. */
function depthOf(text: string, styles: number[]): number {
  const style = NUMBERINGS.findIndex((pattern) => pattern.test(text));
  if (!styles.includes(style)) styles.push(style);
  return styles.indexOf(style);
}
