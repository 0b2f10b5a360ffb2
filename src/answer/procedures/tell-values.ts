import type { Document, ProcedureField } from "../../domain.ts";
import { partOfField } from "./part-of-field.ts";

/** Where a figure may stand that the field asked for does not give, with what shows that it is the one asked. */
const INSTEAD: Readonly<Record<string, { keys: readonly string[]; shows: RegExp }>> = {
  validity: {
    keys: ["result", "notes", "questions", "special", "other", "conditions", "steps"],
    shows: /有效期|长期有效|有效.{0,4}\d|每年(?:签注|年检|审验)/,
  },
  timeLimit: {
    keys: ["steps", "notes", "questions", "result", "special", "other"],
    shows: /\d+\s{0,3}个?(?:工作日|小时|分钟|日内|天内)|当场|即时|随到随办/,
  },
  fee: {
    keys: ["result", "feeRelief", "notes", "questions", "special", "other", "materials"],
    shows: /\d\s{0,3}(?:元|%|％)|免费|不收/,
  },
  delivery: { keys: ["steps", "notes", "questions", "other"], shows: /邮寄|寄|快递|送达|自取|领取/ },
  phone: { keys: ["place", "authority", "notes", "other"], shows: /\d{3,4}-\d{7,8}|1[2-3]\d{3,9}/ },
};
/** The fields in whose place such figures are looked for, and what a field that says nothing looks like. */
const SILENT = /^(?:无|暂无|—|-|\/|不详|以.{0,12}为准|见.{0,12})$/;

/**
 * Values that say what a field asked for does not: the years in 办理结果 for 有效期限. Empty where the field itself
 * says it or nothing else does.
 */
export function tellValues(document: Document, key: string): ProcedureField[] {
  const instead = INSTEAD[key];
  const fields = document.procedure?.fields ?? [];
  const own = fields.filter((field) => field.key === key);
  const isSaid = own.some(({ values }) => values.some((value) => !SILENT.test(value.trim())));
  if (!instead || isSaid) return [];
  return instead.keys
    .flatMap((other) => fields.filter((field) => field.key === other))
    .flatMap((field) => {
      const told = field.values.find((value) => instead.shows.test(value));
      return told === undefined ? [] : [partOfField(document, field, [told])];
    })
    .slice(0, 1);
}
