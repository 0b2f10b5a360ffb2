import type { Day, Register, RegisterColumn, RegisterDisposition, RegisterRow } from "../../domain.ts";
import { blotPersonalData } from "../../language/personal-data.ts";
import { dispositionOf, SAYS, saysCancelled } from "./dispositions.ts";
import type { ListEntry, ListKind } from "./list-edition.ts";
import { nameKey } from "./name-key.ts";

/** A piece of an answer with the values of the row that it tells, which must be cited. */
export interface Told {
  text: string;
  values: string[];
}

/** The first words for a proof: whether one still has to bring it. */
const PROOF_LEADS: Partial<Record<RegisterDisposition, string>> = {
  cancelled: "不用了：",
  kept: "还要：",
  replaced_by_data_sharing: "不用自己开了：",
  replaced_by_department_check: "不用自己开了：",
  replaced_by_commitment: "不用开了：",
  replaced: "不用了：",
};

const STATES: Record<RegisterDisposition, string> = {
  ...SAYS,
  cancelled: "已取消",
  transferred: "已转移",
  delegated: "已下放",
  merged: "已合并",
  adjusted: "已调整",
  added: "为新增",
};

/** What became of an entry, in plain words first; says so when its time has not come or is over. */
export function tellStatus(entry: ListEntry, today: Day): Told {
  const { row, edition } = entry;
  const disposition = dispositionOf(row, edition.register);
  const name = quoteName(row.name);
  const written = row.status ?? (disposition ? SAYS[disposition] : null);
  const values = row.status === null ? [] : [row.status];
  if (written === null && edition.kind === "place") return { text: name, values };
  if (written === null) return { text: `${name}列在清单中，清单没有写明它的状态`, values };
  if (row.from !== null && row.from > today)
    return { text: `还没到时间：${name}自${cellText(entry, "from", row.from)}起“${written}”`, values };
  if (row.to !== null && row.to < today)
    return { text: `已过期限：${name}“${written}”到${cellText(entry, "to", row.to)}为止`, values };
  if (disposition === null) return { text: `${name}的状态是“${written}”`, values };
  const isEnded = saysCancelled(row) && disposition.startsWith("replaced");
  const lead = edition.kind !== "proof" ? "" : isEnded ? "不用了：" : (PROOF_LEADS[disposition] ?? "");
  const state = isEnded ? `已取消，${STATES[disposition]}` : STATES[disposition];
  return { text: `${lead}${name}${state}${isEnded ? "" : asWritten(row, disposition)}`, values };
}

/** The list's own words where ours leave something out. */
function asWritten({ status }: RegisterRow, disposition: RegisterDisposition): string {
  if (status === null) return "";
  const key = nameKey(status).replace(/^(?:已|予以|拟|直接|全部|建议)/, "");
  const ours = nameKey(SAYS[disposition]);
  const isSame = key === ours || key === ours.replace(/^以/, "") || `以${key}` === ours;
  return isSame ? "" : `（清单写明“${status}”）`;
}

/** The name as it stands in an answer. */
export function quoteName(name: string): string {
  return `「${oneLine(name)}」`;
}

/** Characters that turn the words around them, so that people would read another name than the one that stands. */
const TURNING = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A value on one line, without what passes for citations, turns words around, or tells a personal number. */
export function oneLine(value: string): string {
  return blotPersonalData(value)
    .replace(TURNING, "")
    .replace(/\[\d+\]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The column of a field, and its value in a row; null where the list has none or the cell is empty. */
function fieldCell(
  { row, edition }: ListEntry,
  field: RegisterColumn["field"],
): { label: string; value: string } | null {
  const column = edition.register.columns.find((each) => each.field === field);
  return column ? labelledCell(row, column.label) : null;
}

export function labelledCell(row: RegisterRow, label: string): { label: string; value: string } | null {
  const cell = row.cells.find((each) => each.label === label && nameKey(each.value) !== "");
  return cell ? { label, value: oneLine(cell.value) } : null;
}

/** A day as the list writes it. */
function cellText(entry: ListEntry, field: RegisterColumn["field"], known: string): string {
  return fieldCell(entry, field)?.value ?? known;
}

const DEPARTMENT_LABEL = /部门|单位|机构|主体|机关/;

/** The department of a row with the label of its column; null where the list names none. */
export function departmentOf({ row, edition }: ListEntry): { label: string; value: string } | null {
  const own = fieldCell({ row, edition }, "department");
  if (own) return own;
  if (row.department !== null && row.department.trim() !== "")
    return { label: departmentLabel(edition.register), value: oneLine(row.department) };
  const cell = row.cells.find(({ label, value }) => DEPARTMENT_LABEL.test(label) && value.trim() !== "");
  return cell ? { label: cell.label, value: oneLine(cell.value) } : null;
}

function departmentLabel({ columns }: Register): string {
  return columns.find(({ field }) => field === "department")?.label ?? "责任部门";
}

/** What takes the entry's place, with the label of its column. */
export function replacementOf(entry: ListEntry): { label: string; value: string } | null {
  const own = fieldCell(entry, "replacedBy");
  if (own) return own;
  const { replacedBy } = entry.row;
  return replacedBy ? { label: "替代方式", value: oneLine(replacedBy) } : null;
}

/** Everything worth saying beside the status, the most wanted first. */
export function tellRest(entry: ListEntry, kind: ListKind): Told[] {
  const { row } = entry;
  const cells = [
    replacementOf(entry),
    departmentOf(entry),
    row.from !== null ? fieldCell(entry, "from") : null,
    row.to !== null ? fieldCell(entry, "to") : null,
    fieldCell(entry, "level"),
    fieldCell(entry, "basis"),
  ];
  const isPlace = kind === "place";
  const others = row.cells.filter(({ value }) => nameKey(value) !== "");
  const skipped = new Set(["name", "ordinal", "status", ...(isPlace ? [] : ["aliases", "code"])]);
  const plain = others.filter(
    ({ label }) =>
      !skipped.has(entry.edition.register.columns.find((column) => column.label === label)?.field ?? "other"),
  );
  const told = new Set(cells.flatMap((cell) => cell?.label ?? []));
  const wanted = isPlace ? plain : [...cells, ...plain.filter(({ label }) => !told.has(label))];
  return wanted.flatMap((cell) =>
    cell ? [{ text: `${cell.label}：${oneLine(cell.value)}`, values: [cell.value] }] : [],
  );
}
