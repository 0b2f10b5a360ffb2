import { fold } from "../../language/fold.ts";
import { cellsOf } from "../registers/table-lines.ts";
import type { DocumentMarks } from "./document-marks.ts";

type Kind = keyof DocumentMarks;

const LONGEST_CELL = 40;
/** Labels of cells and columns that give the level of secrecy. */
const SECRECY = /^(?:密级|涉密等级|保密等级|秘密等级|涉密级别|定密等级)$/;
/** Labels of cells and columns that give who may read an entry. */
const OPENNESS = /^(?:(?:信息)?公开(?:选项|方式|属性|类别|类型)|是否(?:主动|对外|可以)?公开|可见范围)$/;
/** What stands below them and keeps an entry out, or inside. */
const VALUES: Record<Kind, RegExp> = {
  classified: /^[【[(（]?(?:秘密|机密|绝密)/,
  internal: /^(?:不予公开|不公开|依申请公开|内部(?:公开|使用|资料|文件)?|否)$/,
};
/** A character of each of these words, as tables have millions of cells. */
const MAY_TELL = /[密內内公否開开見见]/;

/**
 * The marks that labels of a table give what stands below or beside them: a level below 密级, 不予公开 beside
 * 公开方式. One marked entry speaks for all, as a file is taken in as a whole.
 */
export function readTableMarks(rows: Iterable<readonly string[]>): DocumentMarks {
  const marks: DocumentMarks = { classified: null, internal: null };
  const columns = new Map<number, Kind>();
  for (const cells of rows) {
    let beside: Kind | null = null;
    for (const [column, written] of cells.entries()) {
      const cell = readCell(written);
      const kind = kindOfLabel(cell);
      if (kind !== null) columns.set(column, kind);
      for (const one of kind === null ? [beside, columns.get(column)] : [])
        if (one && VALUES[one].test(cell)) marks[one] ??= cell;
      if (kind !== null || cell !== "") beside = kind;
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

/** Folded, without white space; a dash for a cell that can tell nothing. */
function readCell(written: string): string {
  if (written === "") return "";
  if (written.length > LONGEST_CELL || !MAY_TELL.test(written)) return "-";
  return fold(written).replace(/\s/g, "");
}

function kindOfLabel(cell: string): Kind | null {
  if (SECRECY.test(cell)) return "classified";
  return OPENNESS.test(cell) ? "internal" : null;
}
