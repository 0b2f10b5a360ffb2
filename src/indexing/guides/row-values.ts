import { flatten } from "../formats/compose-text.ts";
import { matchLabel } from "../tables/label.ts";

/** What the rows of a table under a guide's label are, by the columns it has. */
export interface RowTable {
  /** Key of the field that such rows are values of; null for rows of the field they stand under. */
  key: "materials" | "steps" | "fee" | "questions" | null;
  /** Column names, in the order of the columns. */
  labels: string[];
  /** Column of the name that a value begins with. */
  nameColumn: number;
  /** Column that names the case for which alone a row holds; -1 without one. */
  caseColumn: number;
}

const NAMES: readonly [NonNullable<RowTable["key"]>, RegExp][] = [
  ["materials", /^(?:(?:申请|办理|申报|提交|所需|受理)?材料(?:名称|清单|目录)?|证件名称|材料名)$/],
  ["steps", /^(?:(?:办理|流程|审批|业务)?(?:环节|步骤)(?:名称)?|流程名称)$/],
  ["fee", /^(?:收费项目(?:名称)?|收费名称)$/],
  ["questions", /^(?:问题|常见问题|问)$/],
];
const ORDINAL = /^(?:序号|序|编号|项次|no\.?|#)$/i;
const CASE = /^(?:(?:办理|适用|申请|业务|办件)?(?:情形|情况)|适用情形名称|适用人群|办理人员?类型)$/;
const LONGEST_NAME = 16;

/**
 * The table that a row is the header of; null for a row of values. Its cells are short, differ and hold no
 * figures, and there is a column whose name says what the rows are; `expected` is the field it is looked for
 * in first. `isAny` takes any such header.
 */
export function readRowTable(
  cells: readonly string[],
  expected: string | null = null,
  isAny = false,
): RowTable | null {
  const labels = cells.map((cell) => cell.replace(/\s+/g, ""));
  // A name merged over two columns is the name of both.
  const named = labels.filter((label, at) => label !== "" && label !== labels[at - 1]);
  if (named.length < 2 || new Set(named).size < named.length) return null;
  if (!named.every((label) => label.length <= LONGEST_NAME && !/[\d。；;：:，]/.test(label))) return null;
  const words = labels.map(matchLabel);
  const kinds = [...NAMES].sort(([a], [b]) => Number(b === expected) - Number(a === expected));
  for (const [key, pattern] of kinds) {
    const nameColumn = words.findIndex((word) => pattern.test(word));
    if (nameColumn >= 0) return { key, labels, nameColumn, caseColumn: caseOf(words) };
  }
  if (!isAny) return null;
  return {
    key: null,
    labels,
    nameColumn: words.findIndex((word) => !ORDINAL.test(word)),
    caseColumn: caseOf(words),
  };
}

function caseOf(words: readonly string[]): number {
  return words.findIndex((word) => CASE.test(word));
}

const EMPTY = /^[/\\\-—–\s]*$/;

/** Whether a cell says nothing: blank, or a stroke in its place. */
export function isEmptyCell(cell: string): boolean {
  return EMPTY.test(cell);
}

/** Cells that are plain without their column's name. */
const PLAIN =
  /^(?:[正副]?[原复影]印?件(?:[和及或、/与][正副]?[原复影]印?件)*|\d{1,3}\s?[份张套本页]|纸质(?:材料)?|电子(?:化|版|材料)?|纸质[/、或和及]电子(?:化|版|材料)?|[非不]?必[要须需](?:材料)?|[可不]?容缺|免提交|必填|选填|有条件|申请人自备|政府部门核发)$/;

/**
 * A row as one value: its name, and behind it in brackets every other cell verbatim and in order, with its
 * column's name where the cell alone is not plain: 居民身份证（原件，份数：1）. Empty cells and the number of
 * the row are left out.
 */
export function writeRow(cells: readonly string[], { labels, nameColumn }: RowTable): string {
  const flat = cells.map(flatten);
  const name = flat[nameColumn] ?? "";
  const rest = flat.flatMap((cell, column) => {
    const label = labels[column] ?? "";
    if (label === labels[column - 1] && cell === flat[column - 1]) return [];
    if (column === nameColumn || EMPTY.test(cell) || ORDINAL.test(label)) return [];
    return [PLAIN.test(cell) || label === "" ? cell : `${label}：${cell}`];
  });
  if (rest.length === 0) return name;
  const inside = rest.join(rest.some((cell) => /[，,；;]/.test(cell)) ? "；" : "，");
  return EMPTY.test(name) ? inside : `${name}（${inside}）`;
}
