import { branchTraits, readBranch } from "../../language/branches.ts";
import { bareLabel, withoutJoint } from "./read-label.ts";

/** Where a table says for which case its cells hold: in the names of columns, or in rows between others. */

const TICK = /^[√✓✔☑■●○◯〇]$/u;
const SITUATION = /^(?:情形|情况|类型|类别)[一二三四五六七八九十\d]{1,2}[：:、.．\s]\s*(.{2,30})$/;
const NO_CASE = /^(?:备?注|说明|合计|小计|总计)|[。；;，,]/;
const LONGEST_CASE = 30;
const FEWEST_CASES = 2;

/** The case that each column is for, by a row of names of cases; null for a row of anything else. */
export function readCaseColumns(texts: readonly string[]): (string | null)[] | null {
  const cases = texts.map((text) => readBranch(bareLabel(text)));
  const others = texts.filter((text, at) => at > 0 && text !== "" && cases[at] === null);
  const distinct = new Set(cases.filter((name) => name !== null));
  return others.length === 0 && cases[0] === null && distinct.size >= FEWEST_CASES ? cases : null;
}

/** The cases of a row whose columns of cases hold nothing but ticks; null where they hold anything else. */
export function readTicks(
  texts: readonly string[],
  labels: readonly string[],
): { cases: string[]; isAll: boolean; rest: string[] } | null {
  const columns = labels.map((label) => readBranch(bareLabel(label)));
  const named = columns.flatMap((name, at) => (name === null ? [] : [{ name, text: texts[at] ?? "" }]));
  if (named.length < FEWEST_CASES || !named.every(({ text }) => text === "" || TICK.test(text))) return null;
  const cases = named.filter(({ text }) => text !== "").map(({ name }) => name);
  const rest = texts.map((text, at) => (columns[at] === null ? text : ""));
  return { cases, isAll: cases.length === 0 || cases.length === named.length, rest };
}

/** The case of the rows below a row that is one merged cell; null for a remark or a sum. */
export function readRowCase(text: string): string | null {
  const bare = bareLabel(text);
  if (bare === "" || bare.length > LONGEST_CASE || NO_CASE.test(bare)) return null;
  const short = withoutJoint(bare);
  return readBranch(short) ?? SITUATION.exec(text)?.[1] ?? (branchTraits(short).length > 0 ? short : bare);
}
