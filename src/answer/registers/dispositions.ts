import type { Register, RegisterDisposition, RegisterRow } from "../../domain.ts";
import type { ListEdition } from "./list-edition.ts";
import { nameKey } from "./name-key.ts";

/** How people ask for the entries that came to the same end. */
const ASKED: [RegExp, RegisterDisposition[]][] = [
  [/(?:[以用靠由]|通过)?(?:数据|信息|部门)?(?:共享|联网)(?:来?(?:代替|替代))?/, ["replaced_by_data_sharing"]],
  [
    /(?:[以用靠由]|通过)?(?:部门|内部|行政)?(?:之?间)?(?:核查|核验|核实)(?:来?(?:代替|替代))?/,
    ["replaced_by_department_check"],
  ],
  [
    /(?:[以用靠由]|通过)?(?:个人|书面|告知|申请人)?承诺(?:书|制)?(?:来?(?:代替|替代))?/,
    ["replaced_by_commitment"],
  ],
  [
    /不用再?(?:去)?(?:开|提供|交|办)|不需要|不再(?:要|索要|提供|需要)|免(?:开|交|提交|提供)/,
    [
      "cancelled",
      "replaced",
      "replaced_by_data_sharing",
      "replaced_by_department_check",
      "replaced_by_commitment",
    ],
  ],
  [/取消|清理|废止|作废|砍掉?|减掉/, ["cancelled"]],
  [/保留|留着|留下|还剩|剩下|(?<![不需用])要开|还要开|还需要?开|继续开|仍要/, ["kept"]],
  [/转移|转出|移交|转给/, ["transferred"]],
  [/下放|放权/, ["delegated"]],
  [/合并|并入/, ["merged"]],
  [/调整/, ["adjusted"]],
  [/新增|新设/, ["added"]],
];

const REPLACED: RegisterDisposition[] = [
  "replaced",
  "replaced_by_data_sharing",
  "replaced_by_department_check",
  "replaced_by_commitment",
];

/** A way in which entries ended, as a question names it. */
export interface AskedEnd {
  /** As the list or the question words it. */
  words: string;
  holds(row: RegisterRow): boolean;
  start: number;
  end: number;
}

/**
 * The ends that a squeezed text names: first the list's own words, the longest first, then what people say for
 * them, where rows of the list came to that end.
 */
export function askedEnds(text: string, edition: ListEdition): AskedEnd[] {
  const { register } = edition;
  const written = edition
    .facets()
    .statuses.map((status) => ({ status, key: nameKey(status) }))
    .filter(({ key }) => key.length > 1 && !PLAIN_ENDS.has(key))
    .sort((a, b) => b.key.length - a.key.length);
  // A list that says of no entry what became of it can't be asked for that.
  const saysEnds = register.rows.some((row) => dispositionOf(row, register) !== null);
  const found: AskedEnd[] = [];
  const isFree = (start: number, end: number) =>
    found.every((other) => end <= other.start || other.end <= start);
  for (const { status, key } of written) {
    const start = text.indexOf(key);
    if (start < 0 || !isFree(start, start + key.length)) continue;
    const same = new Set(edition.facets().statuses.filter((other) => nameKey(other) === key));
    const holds = (row: RegisterRow) => row.status !== null && same.has(row.status);
    found.push({ words: status, holds, start, end: start + key.length });
  }
  for (const [pattern, ends] of ASKED) {
    const match = pattern.exec(text);
    if (!match || !isFree(match.index, match.index + match[0].length)) continue;
    if (saysEnds) found.push(spokenEnd(text, match, ends, edition));
  }
  if (found.length === 0) {
    const match = /代替|替代/.exec(text);
    const holds = (row: RegisterRow) => REPLACED.includes(dispositionOf(row, register) ?? "kept");
    if (match) found.push({ words: "代替", holds, start: match.index, end: match.index + match[0].length });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** An end in the words that people say for it; 直接取消 leaves out what something else takes the place of. */
function spokenEnd(
  text: string,
  { index, 0: said }: RegExpExecArray,
  ends: readonly RegisterDisposition[],
  edition: ListEdition,
): AskedEnd {
  const isNarrow = text.slice(0, index).endsWith("直接");
  const isBroad = ends[0] === "cancelled" && !isNarrow;
  const cancelled = new Set(
    isBroad ? edition.facets().statuses.filter((status) => saysCancelled({ status })) : [],
  );
  return {
    words: `${isNarrow ? "直接" : ""}${wordsOf(ends, said)}`,
    holds(row) {
      const end = dispositionOf(row, edition.register);
      return (end !== null && ends.includes(end)) || (row.status !== null && cancelled.has(row.status));
    },
    start: isNarrow ? index - 2 : index,
    end: index + said.length,
  };
}

/** Whether the list itself writes that the entry is cancelled: 取消，以数据共享代替. */
export function saysCancelled({ status }: Pick<RegisterRow, "status">): boolean {
  return status !== null && /^(?:直接|全部|予以|已|建议)?取消/.test(nameKey(status));
}

function wordsOf(ends: readonly RegisterDisposition[], said: string): string {
  const [end] = ends;
  return end === undefined || ends.length > 1 ? said : SAYS[end];
}

/** What became of an entry, in the words of the answer. */
export const SAYS: Record<RegisterDisposition, string> = {
  cancelled: "取消",
  kept: "保留",
  replaced_by_data_sharing: "以数据共享代替",
  replaced_by_department_check: "以部门核查代替",
  replaced_by_commitment: "以个人承诺代替",
  replaced: "以其他方式代替",
  transferred: "转移",
  delegated: "下放",
  merged: "合并",
  adjusted: "调整",
  added: "新增",
};

/** Plain words that stand for every way of writing them: 取消 for 取消，以数据共享代替 too. */
const PLAIN_ENDS = new Set(Object.values(SAYS));

/** What became of an entry: its own end, or that of every entry of a list that names one end only. */
export function dispositionOf(row: RegisterRow, register: Register): RegisterDisposition | null {
  if (row.disposition !== null || row.status !== null) return row.disposition;
  const named = NAMES_END.filter(([pattern]) => pattern.test(register.name));
  return named.length === 1 ? (named[0]?.[1] ?? null) : null;
}

const NAMES_END: [RegExp, RegisterDisposition][] = [
  [/取消|清理|减证|废止/, "cancelled"],
  [/保留|仍需/, "kept"],
  [/转移|承接/, "transferred"],
  [/下放|赋权/, "delegated"],
  [/告知承诺|承诺制/, "replaced_by_commitment"],
];
