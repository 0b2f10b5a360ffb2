/**
 * What a document holds beside its text: the fields of a guide, the rows of a list, the pages of a file. Part
 * of the glossary; imported through `domain.ts`.
 */

/** Calendar day `YYYY-MM-DD`. */
export type Day = string;

/** A half-open range of UTF-16 offsets. */
export interface Span {
  start: number;
  end: number;
}

/** Where a page begins: its number as counted from 1, and the stored offset of its first character. */
export interface PageStart {
  page: number;
  start: number;
}

/** One value of a service guide with the sentence it was taken from. */
export interface ProcedureField {
  /** Field key, see `PROCEDURE_FIELDS` in `indexing/procedure-schema.ts`. */
  key: string;
  /** Chinese label, such as 办理材料. */
  label: string;
  /** What the guide says, in shown text; one entry per item of a list. */
  values: string[];
  /** Case for which alone the field holds, such as 代办, 未成年人 or 补领; null where it holds for all. */
  branch: string | null;
  /** Range of the field in the document's stored text. */
  start: number;
  end: number;
  /** Legal basis or guide this field was confirmed in; null for the operator's own guides. */
  source: string | null;
}

/** A service guide (办事指南) held as fields. */
export interface Procedure {
  /** Item name, 事项名称. */
  name: string;
  /** 实施编码 or another code of the item as written; never parsed for a meaning. */
  code: string | null;
  /** Everyday names, 日常用语. */
  aliases: string[];
  /** Who it is for: 自然人, 企业法人, … */
  audience: string[];
  fields: ProcedureField[];
  /** Names of the items that a 一件事 bundles; empty for a single item. */
  items: string[];
  /** Who keeps the guide right; null where it does not say. */
  owner: string | null;
}

/** What became of an entry of a list, whatever words the list uses for it. */
export type RegisterDisposition =
  | "cancelled"
  | "kept"
  | "replaced_by_data_sharing"
  | "replaced_by_department_check"
  | "replaced_by_commitment"
  | "replaced"
  | "transferred"
  | "delegated"
  | "merged"
  | "adjusted"
  | "added";

/** One row of a list. Its range is the row's line in the document's stored text. */
export interface RegisterRow extends Span {
  /** Name of the entry, as written. */
  name: string;
  /** Other names the list gives it. */
  aliases: string[];
  code: string | null;
  /** As written, such as 以数据共享代替. */
  status: string | null;
  disposition: RegisterDisposition | null;
  /** What takes its place: another proof, a way of checking, an organisation. */
  replacedBy: string | null;
  department: string | null;
  /** 行使层级, such as 县级. */
  level: string | null;
  /** Full region name or the words of the list, such as 古楼街道. */
  region: string | null;
  basis: string | null;
  from: Day | null;
  to: Day | null;
  /** All columns with their values, in the list's order, those above included. */
  cells: { label: string; value: string }[];
}

/** Which issue of a list this is. */
export interface RegisterEdition {
  /** As written, such as 2025年版; null where the list does not say. */
  label: string | null;
  /** Day as of which it holds; null where it does not say. */
  date: Day | null;
  /** Whether it says of itself, or its operator says, that it names every entry. Only then is absence a "no". */
  isComplete: boolean;
  /** Where the completeness was read: `text:12-34`, `flag`, `front_matter`; null where nothing says it. */
  completeFrom: string | null;
  /** How many of its rows were not taken in, as they hold personal numbers; absent where none was left out. */
  withheld?: number;
}

/** What a column of a list was taken for; `other` keeps its label alone. */
export interface RegisterColumn {
  label: string;
  field:
    | "name"
    | "aliases"
    | "code"
    | "status"
    | "replacedBy"
    | "department"
    | "level"
    | "region"
    | "basis"
    | "from"
    | "to"
    | "ordinal"
    | "other";
}

/** A list (清单, 名录) held as rows. Editions of one list share its name. */
export interface Register {
  /** Name of the list without its edition, such as 取消证明事项清单. */
  name: string;
  edition: RegisterEdition;
  columns: RegisterColumn[];
  rows: RegisterRow[];
}
