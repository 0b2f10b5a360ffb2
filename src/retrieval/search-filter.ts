import type { DocumentKind } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import { isFictional } from "../language/fictional-place.ts";
import type { SearchFilter } from "./corpus.ts";

/** What a filter can look at; every index keeps these beside each passage. */
export interface FilterFields {
  documentId: string;
  kind: DocumentKind;
  /** 6-digit division code of the document's place; null when it names none. */
  regionCode: string | null;
}

/** Whether the place `upper` is the place `lower` or one above it. */
export type Covers = (upper: string, lower: string) => boolean;

const KINDS: readonly DocumentKind[] = ["policy", "procedure", "summary", "register"];
const MEMBERS = new Set<string>(["regions", "kinds", "documentIds", "idPrefixes", "realOnly"]);
const NATION = "100000";
const DIVISION_CODE = /^\d{6}$/;

/** The hierarchy as the digits of GB/T 2260 spell it: province 2, prefecture 4, county 6. */
export const coversByPrefix: Covers = (upper, lower) => {
  if (upper === NATION || upper === lower) return true;
  if (upper.endsWith("0000")) return lower.startsWith(upper.slice(0, 2));
  return upper.endsWith("00") && lower.startsWith(upper.slice(0, 4));
};

function reject(message: string): never {
  throw new WenbanError("bad_input", "retrieval.invalid_filter", message, {
    hint: "去掉这个筛选条件，或者按接口说明改正。Remove the filter, or correct it.",
  });
}

function checkList(name: string, values: unknown, isValid: (value: string) => boolean): void {
  if (values === undefined) return;
  if (!Array.isArray(values) || values.length === 0) reject(`筛选条件 ${name} 必须是非空列表。`);
  for (const value of values) {
    if (typeof value !== "string" || !isValid(value)) reject(`筛选条件 ${name} 里有无法识别的值。`);
  }
}

/** Throws `retrieval.invalid_filter` for a filter that can't be applied as it stands. */
export function checkFilter(filter: SearchFilter | undefined): void {
  if (filter === undefined) return;
  if (typeof filter !== "object" || filter === null) reject("筛选条件必须是一个对象。");
  for (const name of Object.keys(filter)) {
    if (!MEMBERS.has(name)) reject(`没有名为 ${name} 的筛选条件。`);
  }
  checkList("regions", filter.regions, (code) => DIVISION_CODE.test(code));
  checkList("kinds", filter.kinds, (kind) => KINDS.some((known) => known === kind));
  checkList("documentIds", filter.documentIds, (id) => id.length > 0);
  checkList("idPrefixes", filter.idPrefixes, (prefix) => prefix.length > 0);
  if (filter.realOnly !== undefined && filter.realOnly !== true) reject("筛选条件 realOnly 只能是 true。");
}

/** Throws `retrieval.invalid_limit` unless `limit` is a whole number of at least 1. */
export function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1) return;
  throw new WenbanError("bad_input", "retrieval.invalid_limit", "结果条数必须是大于 0 的整数。", {
    hint: "改成 1 到 100 之间的整数。Use a whole number from 1 to 100.",
  });
}

/** The filter as a test on a passage's fields; null when it narrows nothing. Throws as `checkFilter`. */
export function compileFilter(
  filter: SearchFilter | undefined,
  covers: Covers = coversByPrefix,
): ((fields: FilterFields) => boolean) | null {
  checkFilter(filter);
  if (filter === undefined || Object.values(filter).every((member) => member === undefined)) return null;
  const { regions, kinds, idPrefixes, realOnly } = filter;
  const documentIds = filter.documentIds ? new Set(filter.documentIds) : null;
  const isReal = (code: string | null) => !realOnly || code === null || !isFictional(code);
  const isNear = (code: string | null) =>
    !regions || code === null || regions.some((region) => covers(code, region));
  return ({ documentId, kind, regionCode }) =>
    (!documentIds || documentIds.has(documentId)) &&
    (!idPrefixes || idPrefixes.some((prefix) => documentId.startsWith(prefix))) &&
    (!kinds || kinds.includes(kind)) &&
    isReal(regionCode) &&
    isNear(regionCode);
}
