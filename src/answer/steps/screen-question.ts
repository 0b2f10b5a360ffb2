import { WenbanError } from "../../errors.ts";
import { fold } from "../../language/fold.ts";
import { maskPersonalData } from "../../language/personal-data.ts";
import type { CannedReason } from "../canned-responses.ts";
import { SCREENING_RULES } from "../question/screening-patterns.ts";

/** Longest question in code points (contract; the widget counts the same way). */
export const MAX_QUESTION = 300;

/** A question fit to be worked with. */
export interface ScreenedQuestion {
  /** Without hidden characters, personal data masked. */
  text: string;
  masked: boolean;
  /** Why it is not answered from documents; null for an ordinary question. */
  reason: CannedReason | null;
}

/** Zero-width, bidirectional, tag, variation and control characters: nothing a person types on purpose. */
const HIDDEN = /[\p{Cf}\p{Variation_Selector}]|(?![\t\n\r])\p{Cc}/gu;
/** Separators people put inside words to get them past a filter: 忽·略. */
const INNER_SEPARATOR = /(?<=\p{Script=Han})[\s·•.。*_\-~|/\\]+(?=\p{Script=Han})/gu;

/**
 * Cleans, masks and classifies a question.
 * @throws WenbanError `question.empty`, `question.too_long`, `question.bad_encoding`
 */
export function screenQuestion(question: string): ScreenedQuestion {
  if (!question.isWellFormed()) {
    throw new WenbanError("bad_input", "question.bad_encoding", "问题里有无法识别的字符，请重新输入。");
  }
  const visible = question.replace(HIDDEN, "").trim();
  if (visible === "") throw new WenbanError("unprocessable", "question.empty", "请先输入问题。");
  if ([...visible].length > MAX_QUESTION) {
    throw new WenbanError(
      "unprocessable",
      "question.too_long",
      `问题最多 ${MAX_QUESTION} 字，请精简后再发送。`,
    );
  }
  const { text, masked } = maskPersonalData(visible);
  return { text, masked, reason: classify(visible) };
}

function classify(visible: string): CannedReason | null {
  const folded = fold(visible);
  const squeezed = folded.replace(INNER_SEPARATOR, "");
  for (const { reason, pattern, unless } of SCREENING_RULES) {
    if (!pattern.test(folded) && !pattern.test(squeezed)) continue;
    if (unless?.test(folded)) continue;
    return reason;
  }
  return null;
}
