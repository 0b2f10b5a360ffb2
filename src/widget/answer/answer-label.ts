import type { Answer } from "../../domain.ts";
import type { Wording } from "../locales/zh-cn.ts";

type Labelled = Pick<Answer, "generatedBy" | "outcome" | "notices" | "register">;

/** Whether a model wrote the text: it must say so wherever it goes. */
export function isGenerated({ generatedBy }: Pick<Answer, "generatedBy">): boolean {
  return generatedBy.startsWith("model:");
}

/** What kind of text an answer is; null where there is nothing to label. The twin of `pages/labels.ts`. */
export function labelKeyOf(answer: Labelled): keyof Wording | null {
  if (isGenerated(answer)) return "labelModel";
  if (!answer.outcome.startsWith("answered")) return null;
  if (answer.generatedBy === "procedure") return "labelProcedure";
  if (answer.generatedBy === "standard") return "labelStandard";
  if (answer.register) return "labelRegister";
  return answer.notices.some(({ code }) => code === "paraphrase") ? "labelParaphrase" : "labelExtract";
}
