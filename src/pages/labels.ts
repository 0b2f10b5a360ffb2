import { isExplanation } from "../answer/standard/standard-answer.ts";
import type { Answer, Document, Validity } from "../domain.ts";

/** Names of the states of validity, as readers know them. */
export const VALIDITY_NAMES: Record<Validity, string> = {
  not_yet_effective: "尚未施行",
  in_force: "现行有效",
  amended: "已被修改或替代",
  repealed: "已废止或失效",
  unknown: "效力未注明",
};

/** What kind of text an answer is: model text is labelled as such, quotation as quotation. */
export function labelOf(
  answer: Pick<Answer, "generatedBy" | "outcome" | "notices" | "register">,
): string | null {
  if (answer.generatedBy.startsWith("model:")) {
    return "本回答由人工智能生成，仅供参考，请以原文和经办单位答复为准。";
  }
  if (!answer.outcome.startsWith("answered")) return null;
  if (answer.generatedBy === "procedure") return "以上摘自办事指南，请以经办单位答复为准。";
  if (answer.generatedBy === "standard") return "本回答经工作人员审核。";
  if (answer.register) return "以上按清单逐行整理，引文为清单原文，请以发布单位公布的为准。";
  if (answer.notices.some(({ code }) => code === "paraphrase")) {
    return "以上摘自已收录的文件和整理资料，请以原文为准。";
  }
  return "以上为系统找到的原文摘录，未经改写。";
}

/** Page of a paged file as its readers count it; null for one without pages. */
export function pageName(page: number | undefined): string | null {
  return page === undefined ? null : `第 ${page} 页`;
}

/** The line that stands above all answers of a face. */
export function fixedLabel(usesModel: boolean): string {
  return usesModel ? "回答由人工智能生成，请核对原文" : "回答摘自文件原文，请核对出处";
}

/** What readers of a document must know first: that it is a paraphrase, a sample, or lapsed. */
export function documentWarnings(document: Document, validity: Validity): string[] {
  const warnings: string[] = [];
  if (document.sample) warnings.push("这是虚构的示例，仅供演示。");
  if (isExplanation(document.id)) warnings.push("本文是工作人员的解释，不是文件原文。");
  else if (document.kind === "summary") {
    warnings.push(`本文据《${document.originalTitle ?? document.title}》整理，非原文。`);
  }
  if (validity === "repealed") {
    warnings.push(document.effectiveTo ? `本文件已于 ${document.effectiveTo} 失效。` : "本文件已失效。");
  }
  if (validity === "amended") warnings.push("本文件已被修改或替代，请核对现行规定。");
  if (validity === "not_yet_effective") {
    warnings.push(`本文件自 ${document.effectiveFrom} 起施行，目前尚未生效。`);
  }
  return warnings;
}
