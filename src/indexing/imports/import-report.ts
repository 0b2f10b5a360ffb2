import type { RegisterEdition } from "../../domain.ts";
import type { StoredRecord } from "./import-history.ts";

/** A row or record that is not imported. */
export interface Refusal {
  /** As counted from 1: the row of its sheet, or the record of the file. */
  row: number;
  sheet: string | null;
  code: string;
  message: string;
  /** The beginning of what stands there. */
  text: string;
}

/** What an import would change, or changed. */
export interface ImportPlan {
  kind: "procedures" | "register";
  /** Of rows of a list, or of guides. */
  counts: { new: number; changed: number; unchanged: number; removed: number; refused: number };
  columns: { label: string; field: string }[];
  refused: Refusal[];
  warnings: { code: string; message: string }[];
  /** Documents that are stored anew, as they are stored; what has not changed is not among them. */
  records: StoredRecord[];
  /** How many versions of each document there are with this import. */
  versions: { id: string; versions: number }[];
  /** The first entries as they are stored. */
  first: unknown[];
  /** The list that a register's rows belong to. */
  register: { id: string; title: string; name: string; edition: RegisterEdition; rows: number } | null;
}

/** What the operator says of everything that is imported. */
export interface ImportDeclares {
  publisher?: string;
  /** Full region name. */
  region?: string;
  visibility?: "public" | "internal";
}
