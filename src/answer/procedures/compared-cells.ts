import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { findFigures } from "../../language/numerals.ts";
import { answerLength } from "../evidence/extract.ts";

/** One of the guides that are compared, by the name that tells it from the others. */
export interface ComparedGuide {
  label: string;
  document: Document;
}

/** What a guide says in one column: its fields of that kind, and as much of them as there is room for. */
export interface ComparedCell {
  fields: readonly ProcedureField[];
  text: string;
}

const REST = "，其余见原文";
const LONG = "内容较多，见原文";
const SILENT = "本指南未载明";
/** 以当地公布为准: it is told elsewhere. */
const LEFT = /^[^，,；;]{0,20}以[^，,；;]{1,20}为准$/;
const FREE = /^(?:不收费|免费|免收|不收取?费用)[。；]?$/;

/** Cells of one column within a length each: what the others say as well is left out first. */
export function fitCells(column: readonly (readonly ProcedureField[])[], room: number): ComparedCell[] {
  return column.map((fields, at) => {
    if (fields.length === 0) return { fields, text: SILENT };
    const others = column.filter((_, index) => index !== at).map((own) => new Set(valuesOf(own)));
    const isShared = (value: string) => others.every((known) => known.has(value));
    return { fields, text: cutValues(valuesOf(fields), isShared, room) };
  });
}

/** Whether the guides say the same in a column. */
export function isSame(column: readonly (readonly ProcedureField[])[]): boolean {
  const [first, ...others] = column.map((fields) => valuesOf(fields).join("；"));
  return first !== "" && others.every((text) => text === first);
}

/** Whether a guide says no more of a matter than that others tell it. */
export function isLeftToOthers(fields: readonly ProcedureField[]): boolean {
  return valuesOf(fields).every((value) => LEFT.test(value));
}

/**
 * The place of the cell whose only figure is the smallest, where every cell has just one and all count the same;
 * null where it can't be told. What is free costs 0 元.
 */
export function smallestOf(column: readonly ComparedCell[]): number | null {
  const figures = column.map(({ fields }) => onlyFigure(valuesOf(fields).join("\n")));
  const values = figures.map((figure) => figure?.value ?? Number.NaN);
  const least = Math.min(...values);
  const isAlike = figures.every((figure) => figure !== null && figure.unit === figures[0]?.unit);
  if (!isAlike || values.filter((value) => value === least).length !== 1) return null;
  return values.indexOf(least);
}

function onlyFigure(text: string): { value: number; unit: string } | null {
  if (FREE.test(text)) return { value: 0, unit: "元" };
  // 首次免费，补领20元: free for some, and so no one figure.
  if (text.includes("免")) return null;
  const [first, ...others] = findFigures(fold(text));
  return first === undefined || others.length > 0 || first.unit === ""
    ? null
    : { value: Number(first.value), unit: first.unit };
}

function valuesOf(fields: readonly ProcedureField[]): string[] {
  return fields.flatMap(({ branch, values }) =>
    values.map((value, at) => {
      const plain = value.replace(/[。；;]{1,9}$/, "").replace(/\s+/g, " ");
      return branch !== null && at === 0 ? `（${branch}）${plain}` : plain;
    }),
  );
}

/** Whole values, in their order, as many as fit; a single one that is too long ends with a
 * sentence of its own, since a condition may stand behind a comma. */
function cutValues(values: readonly string[], isShared: (value: string) => boolean, room: number): string {
  const whole = values.join("；");
  if (answerLength(whole) <= room) return whole;
  const left = room - REST.length;
  const kept = new Set<string>();
  for (const value of [...values].sort((a, b) => Number(isShared(a)) - Number(isShared(b)))) {
    if (answerLength([...kept, value].join("；")) <= left) kept.add(value);
  }
  if (kept.size > 0) return values.filter((value) => kept.has(value)).join("；") + REST;
  const cut = (values[0] ?? "").slice(0, Math.max(left, 0));
  const end = Math.max(cut.lastIndexOf("；"), cut.lastIndexOf("。"));
  return end > 0 ? cut.slice(0, end) + REST : LONG;
}
