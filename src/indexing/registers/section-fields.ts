import type { RegisterColumn } from "../../domain.ts";

type Field = RegisterColumn["field"];

const ORDINAL =
  /^(?:第[一二三四五六七八九十]{1,4}(?:部分|类|编|章)|[（(]?[一二三四五六七八九十]{1,4}[）)]?[、.．]?|\d{1,3}[、.．])\s{0,4}/;
const LABEL = /^(?:责任|实施|牵头|主管|所属|行使)(?:单位|部门|主体|机关|镇街|层级)[:：]\s{0,4}/;
const COUNT = /\s{0,4}[（(](?:共|计)?\s?\d{1,5}\s?[项个条家件处][）)]$/;
const DEPARTMENT = /(?:局|委|办|部|厅|院|署|会|办公室|中心|政府|单位|公司|支队|大队)$/;
const REGION = /(?:街道|镇|乡|区|县|市|州|旗)(?:办事处)?$/;
const LEVEL = /^[省市县区镇乡]{1,2}级$/;

/**
 * What the section lines above an entry say for it: 「一、市公安局（12项）」 is a department. The innermost line
 * counts; a column of the list itself speaks before it, see `readRow`.
 */
export function placeSection(sections: readonly string[]): Partial<Record<Field, string>> {
  const placed: Partial<Record<Field, string>> = {};
  for (const section of sections) {
    const text = section.replace(ORDINAL, "").replace(LABEL, "").replace(COUNT, "").trim();
    const field = fieldOf(text);
    if (field !== null && text.length > 1) placed[field] = text;
  }
  return placed;
}

function fieldOf(text: string): Field | null {
  if (LEVEL.test(text)) return "level";
  if (REGION.test(text)) return "region";
  return DEPARTMENT.test(text) ? "department" : null;
}
