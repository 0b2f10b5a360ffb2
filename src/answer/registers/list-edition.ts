import type { Day, Document, Register, RegisterColumn, RegisterRow, Span } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { nameKey } from "./name-key.ts";

/** What the rows of a list are, as far as a question can ask for them. */
export type ListKind = "proof" | "power" | "place" | "transfer" | "intermediary" | "other";

/** One edition of a list: the document that holds it. */
export interface ListEdition {
  document: Document;
  register: Register;
  kind: ListKind;
  /** The list and its region: the same for all editions of it. */
  family: string;
  /** Day by which editions are put in order; empty where nothing says one. */
  day: Day | "";
  /** Years it is called by. */
  years: number[];
  /** The values that questions set as conditions; gathered when first asked for. */
  facets(): ListFacets;
}

/** What the rows of an edition are told apart by. */
export interface ListFacets {
  /** From the first row's first character to the last row's last, in the stored text. */
  rows: Span;
  statuses: string[];
  departments: string[];
  /** Short values of other columns, folded, the longest first. */
  cells: { label: string; value: string; key: string }[];
}

/** A row with the edition it stands in. */
export interface ListEntry {
  edition: ListEdition;
  row: RegisterRow;
}

/** The edition that a document holds; null for one without rows. */
export function listEdition(document: Document): ListEdition | null {
  const { register, region, publishedAt } = document;
  if (register === null || register.rows.length === 0) return null;
  const { date, label } = register.edition;
  const labelYear = /(?:19|20)\d{2}/.exec(`${label ?? ""} ${label ? "" : document.title}`)?.[0];
  const day = date ?? (labelYear ? labelDay(labelYear, publishedAt) : (publishedAt ?? ""));
  const years = [labelYear, date?.slice(0, 4)].flatMap((year) => (year ? [Number(year)] : []));
  let facets: ListFacets | null = null;
  return {
    document,
    register,
    facets: () => {
      facets ??= gatherFacets(register);
      return facets;
    },
    kind: kindOf(register),
    family: `${nameKey(register.name)}|${region?.code ?? ""}`,
    day,
    years: years.length > 0 ? [...new Set(years)] : day === "" ? [] : [Number(day.slice(0, 4))],
  };
}

function labelDay(year: string, publishedAt: Day | null): Day {
  return publishedAt?.startsWith(year) ? publishedAt : `${year}-01-01`;
}

const PROOF_ROW = /证明(?:材料|书|信|文件)?(?:[（(].*)?$|盖章/;
const PLACE_LIST = /代办|服务[点站网]|网点|站点|服务中心|便民|窗口|联络[点站]|办事处|地址/;
const POWER_LIST = /权力|权责|职权|职责|责任|行政|审批|许可|执法|处罚|事项|职能|转移|下放|承接|中介|收费/;
const PROOF_SHARE = 0.4;

function kindOf({ name, rows, columns }: Register): ListKind {
  if (/证明|盖章/.test(name)) return "proof";
  if (/中介/.test(name)) return "intermediary";
  if (/职能.{0,12}转移|转移.{0,6}职能|承接.{0,8}职能/.test(name)) return "transfer";
  if (PLACE_LIST.test(name)) return "place";
  const proofs = rows.slice(0, 200).filter((row) => PROOF_ROW.test(row.name)).length;
  if (proofs >= PROOF_SHARE * Math.min(rows.length, 200)) return "proof";
  if (POWER_LIST.test(name)) return "power";
  return columns.some(({ label }) => /地址|地点/.test(label)) ? "place" : "other";
}

function gatherFacets(register: Register): ListFacets {
  const span = { start: Number.POSITIVE_INFINITY, end: 0 };
  for (const { start, end } of register.rows) {
    span.start = Math.min(span.start, start);
    span.end = Math.max(span.end, end);
  }
  return {
    rows: span,
    statuses: [...new Set(register.rows.flatMap(({ status }) => status ?? []))],
    departments: [...new Set(register.rows.flatMap(({ department }) => department ?? []))],
    cells: distinctCells(register),
  };
}

const LONGEST_CELL = 16;
const MOST_VALUES = 400;
/** Fields that are asked for in other ways than by a value. */
const NO_FACETS = new Set<RegisterColumn["field"]>([
  "name",
  "aliases",
  "code",
  "status",
  "department",
  "basis",
  "ordinal",
  "from",
  "to",
  "replacedBy",
]);

function distinctCells({ columns, rows }: Register): ListFacets["cells"] {
  const isFacet = ({ field, label }: RegisterColumn) =>
    !NO_FACETS.has(field) || (field === "replacedBy" && /承接|接收|组织/.test(label));
  const wanted = new Set(columns.filter(isFacet).map(({ label }) => label));
  const found = new Map<string, ListFacets["cells"][number]>();
  for (const { cells } of rows) {
    if (found.size >= MOST_VALUES) break;
    for (const { label, value } of cells) {
      if (!wanted.has(label) || value.length < 2 || value.length > LONGEST_CELL) continue;
      const known = `${label}\t${value}`;
      if (!found.has(known) && isTelling(value)) found.set(known, { label, value, key: fold(value).trim() });
    }
  }
  return [...found.values()].sort((a, b) => b.key.length - a.key.length);
}

/** Whether a value can be a condition: no mere number, and no word that every question holds. */
function isTelling(value: string): boolean {
  return !/^[\d\s.,-]*$/.test(value) && !/^(?:证明|事项|权力|取消|保留|部门|清单)$/.test(value.trim());
}

/** Newest first; of the same day the one whose id sorts last. */
export function byAge(left: ListEdition, right: ListEdition): number {
  return right.day.localeCompare(left.day) || right.document.id.localeCompare(left.document.id);
}
