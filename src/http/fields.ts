import { z } from "@hono/zod-openapi";
import { findQuestionProblem } from "../answer/question-text.ts";

/** A question as every face takes it; the problem found is the error's code. */
export const questionField = z
  .string()
  .trim()
  .superRefine((text, context) => {
    const problem = findQuestionProblem(text);
    if (problem) {
      context.addIssue({ code: "custom", message: problem.message, params: { code: problem.code } });
    }
  })
  .openapi({ example: "居住证怎么办理？", description: "1 to 300 characters (code points)." });

/** Longest text to search for, in UTF-16 units: a paragraph pasted in is fine. */
const LONGEST_SEARCH = 2000;

export const searchField = z
  .string()
  .trim()
  .min(1, "请输入要查找的内容")
  .max(LONGEST_SEARCH, `最多 ${LONGEST_SEARCH} 个字符`)
  .openapi({ example: "居住证 材料" });

/** A calendar day that exists. */
export const dayField = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "应为 YYYY-MM-DD 格式的日期")
  .refine((day) => new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true, "没有这一天")
  .openapi({ example: "2026-11-21", description: "The day taken as today." });

export const regionField = z
  .string()
  .trim()
  .min(1, "不能为空")
  .max(60, "最多 60 个字")
  .openapi({ example: "浙江省杭州市余杭区", description: "Full region name or 6-digit division code." });

export const idField = z.string().min(1, "不能为空").max(200, "最多 200 个字符");

/** An offset into the stored text, as written in an address. */
export const offsetField = z
  .string()
  .regex(/^\d{1,9}$/, "应为非负整数")
  .transform(Number)
  .openapi({ type: "integer", example: 120 });
