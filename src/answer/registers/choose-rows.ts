import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import type { AskedAspect } from "./asked-aspect.ts";
import { departmentOf } from "./describe-row.ts";
import type { ListEdition, ListEntry } from "./list-edition.ts";
import { nameKey } from "./name-key.ts";
import type { NamedEntry } from "./register-index.ts";

/** Of rows with the asked name those that fit best: of the fitting list, and by what else the question says. */
export function chooseRows(
  entries: readonly NamedEntry[],
  asked: AskedAspect,
  folded: string,
  lexicon: Lexicon,
): NamedEntry[] {
  const best = Math.max(...entries.map(({ edition }) => fitness(edition, asked, folded)));
  const fitting = entries.filter(({ edition }) => fitness(edition, asked, folded) === best);
  if (fitting.length < 2) return fitting;
  const said = [folded, ...lexicon.expand(folded).map(({ official }) => fold(official))].join(" ");
  const scores = fitting.map((entry) => sharedCells(entry, fitting, said, asksForEnd(asked)));
  const most = Math.max(...scores);
  return fitting.filter((_, index) => scores[index] === most);
}

/** How well a list can say what is asked. */
function fitness({ register, kind }: ListEdition, { aspect, columns }: AskedAspect, folded: string): number {
  const has = (field: string) => register.columns.some((column) => column.field === field);
  let score = 0;
  if (aspect === "status" && (has("status") || kind === "proof")) score += 2;
  if (
    aspect === "who" &&
    (has("department") || register.columns.some(({ label }) => /部门|单位/.test(label)))
  )
    score += 2;
  if (aspect === "cell" && columns.some(({ label }) => register.columns.some((own) => own.label === label)))
    score += 3;
  if (kind === "proof" && /证明|盖章|开具|[开交]/.test(folded)) score += 1;
  if (kind === "power" && /权力|权责|职权|责任|归.{0,4}管|下放|转移/.test(folded)) score += 1;
  if (kind === "place" && /代办|服务[点站]|网点|站点|电话|在哪|地址/.test(folded)) score += 1;
  return score;
}

/** Whether what became of a row is what is asked: 取消 in 「取消了吗」 is the question, and sets no condition. */
function asksForEnd({ aspect }: AskedAspect): boolean {
  return !["who", "cell"].includes(aspect);
}

/** Columns that say what became of a row. */
const OF_ENDS = new Set(["status", "replacedBy"]);

/** How many cells of a row, not shared by all others of its name, the question speaks of. */
function sharedCells(
  { row, edition }: ListEntry,
  all: readonly ListEntry[],
  said: string,
  leavesOutEnds: boolean,
): number {
  const ends = new Set(
    edition.register.columns.filter(({ field }) => OF_ENDS.has(field)).map(({ label }) => label),
  );
  return row.cells.filter(({ label, value }) => {
    if (leavesOutEnds && (ends.has(label) || value === row.status)) return false;
    const key = nameKey(value);
    if (key.length < 2 || key === nameKey(row.name)) return false;
    const isCommon = all.every((other) =>
      other.row.cells.some((cell) => cell.label === label && cell.value === value),
    );
    return !isCommon && speaksOf(said, key);
  }).length;
}

const SHORTEST_PIECE = 2;

/** Whether a text says a cell, or the first or last words of it (低保 of 低保申请). */
function speaksOf(said: string, key: string): boolean {
  if (said.includes(key)) return true;
  const bare = key
    .replace(/^.{0,8}?[省市区县镇]/, "")
    .replace(/(?:申请|办理|登记|审批|认定|申报|业务|事项)$/, "");
  return bare.length >= SHORTEST_PIECE && said.includes(bare);
}

/** Whether rows say the same of what is asked, so that one answer holds for all. */
export function saySame(entries: readonly ListEntry[], { aspect, columns }: AskedAspect): boolean {
  const [first] = entries;
  if (!first) return true;
  const says = (entry: ListEntry) => {
    if (aspect === "who") return departmentOf(entry)?.value ?? "";
    if (aspect === "cell") return columns.map(({ label }) => cellOf(entry, label)).join("|");
    return `${entry.row.status ?? ""}|${entry.row.disposition ?? ""}`;
  };
  return entries.every((entry) => says(entry) === says(first));
}

function cellOf({ row }: ListEntry, label: string): string {
  return row.cells.find((cell) => cell.label === label)?.value ?? "";
}
