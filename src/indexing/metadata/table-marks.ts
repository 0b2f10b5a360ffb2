import { fold } from "../../language/fold.ts";
import { cellsOf } from "../registers/table-lines.ts";
import type { DocumentMarks } from "./document-marks.ts";

type Kind = keyof DocumentMarks;

/** What a label asks of the cells beside and below it: the value that keeps an entry out, or inside. */
interface MarkLabel {
  label: RegExp;
  values: Partial<Record<Kind, RegExp>>;
}

const LONGEST_CELL = 40;
const KEPT_INSIDE =
  /^(?:不予公开|不公开|不宜公开|不对外(?:公开)?|不得公开|非公开|未公开|依申请公开|(?:仅|仅限|限|只限|仅供)?(?:(?:单位|机关|系统|部门)?内部|工作人员)(?:公开|使用|资料|文件|材料|人员|掌握|查阅|可见|可查)*|internal)$/;
const LABELS: readonly MarkLabel[] = [
  {
    // The level of secrecy; what is secret to an office alone is no state secret, but stays inside.
    label: /^(?:密级|涉密等级|保密等级|秘密等级|涉密级别|定密等级)$/,
    values: {
      classified: /^[【[(（]?(?:秘密|机密|绝密)/,
      internal: /^[【[(（]?(?:内部|工作秘密|商业秘密|敏感)/,
    },
  },
  { label: /^是否(?:涉密|为?涉密事项)$/, values: { classified: /^是$/ } },
  {
    label:
      /^(?:(?:信息)?公开(?:选项|方式|属性|类别|类型|范围|形式|程度|情况)|(?:可见|开放|查阅|知悉|使用)范围|可见性|visibility)$/,
    values: { internal: KEPT_INSIDE },
  },
  {
    label: /^(?:是否|可否|能否)(?:主动|对外|可以|向社会)?公开$/,
    values: { internal: new RegExp(`^(?:否|不)$|${KEPT_INSIDE.source}`) },
  },
];
/** A character of each of these words, as tables have millions of cells. */
const MAY_TELL = /[密內内公否開开見见不非是工敏围圍知]|internal|visib/i;

/**
 * The marks that labels of a table give what stands below or beside them: a level below 密级, 不予公开 beside
 * 公开方式. One marked entry speaks for all, as a file is taken in as a whole.
 */
export function readTableMarks(rows: Iterable<readonly string[]>): DocumentMarks {
  const marks: DocumentMarks = { classified: null, internal: null };
  const columns = new Map<number, MarkLabel[]>();
  for (const cells of rows) {
    let beside: MarkLabel[] = [];
    for (const [column, written] of cells.entries()) {
      const cell = readCell(written);
      const labels = labelsOf(cell);
      if (labels.length > 0) columns.set(column, labels);
      else hear([...beside, ...(columns.get(column) ?? [])], cell, marks);
      if (cell !== "") beside = labels;
    }
  }
  return marks;
}

/** The same for the tables of a text, whose rows are lines with tabs or pipes. */
export function readTextTableMarks(text: string): DocumentMarks {
  const marks: DocumentMarks = { classified: null, internal: null };
  let rows: string[][] = [];
  const settle = () => {
    const { classified, internal } = readTableMarks(rows);
    marks.classified ??= classified;
    marks.internal ??= internal;
    rows = [];
  };
  for (const line of text.split("\n")) {
    const cells = cellsOf(line);
    if (cells !== null) rows.push(cells);
    else if (rows.length > 0) settle();
  }
  settle();
  return marks;
}

function hear(labels: readonly MarkLabel[], cell: string, marks: DocumentMarks): void {
  for (const { values } of labels) {
    if (values.classified?.test(cell)) marks.classified ??= cell;
    if (values.internal?.test(cell)) marks.internal ??= cell;
  }
}

/** Folded, without white space; a dash for a cell that can tell nothing. */
function readCell(written: string): string {
  if (written === "") return "";
  if (written.length > LONGEST_CELL || !MAY_TELL.test(written)) return "-";
  return fold(written).replace(/\s/g, "");
}

function labelsOf(cell: string): MarkLabel[] {
  return cell === "-" ? [] : LABELS.filter(({ label }) => label.test(cell));
}
