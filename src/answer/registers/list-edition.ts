import type { Day, Document, Register, RegisterRow } from "../../domain.ts";
import { nameKey } from "./name-key.ts";

/** What the rows of a list are, as far as a question can ask for them. */
export type ListKind = "proof" | "power" | "place" | "other";

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
  return {
    document,
    register,
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
  if (PLACE_LIST.test(name)) return "place";
  const proofs = rows.slice(0, 200).filter((row) => PROOF_ROW.test(row.name)).length;
  if (proofs >= PROOF_SHARE * Math.min(rows.length, 200)) return "proof";
  if (POWER_LIST.test(name)) return "power";
  return columns.some(({ label }) => /地址|地点/.test(label)) ? "place" : "other";
}

/** Newest first; of the same day the one whose id sorts last. */
export function byAge(left: ListEdition, right: ListEdition): number {
  return right.day.localeCompare(left.day) || right.document.id.localeCompare(left.document.id);
}
