import type { Document, ProcedureField } from "../../domain.ts";

/** Some of a field's values, which stand in this order, as a field of their own range in the document. */
export function partOfField(document: Document, field: ProcedureField, values: string[]): ProcedureField {
  const first = values[0] ?? "";
  const last = values.at(-1) ?? first;
  const start = document.text.indexOf(first, field.start);
  const end = document.text.indexOf(last, start) + last.length;
  const isWithin = start >= field.start && end <= field.end && end > start;
  return isWithin ? { ...field, values, start, end } : { ...field, values };
}
