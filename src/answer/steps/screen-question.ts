import type { Turn } from "../../domain.ts";
import { WenbanError } from "../../errors.ts";
import { fold } from "../../language/fold.ts";
import { maskPersonalData } from "../../language/personal-data.ts";
import type { CannedReason } from "../canned-responses.ts";
import { SCREENING_RULES } from "../question/screening-patterns.ts";
import { findQuestionProblem } from "../question-text.ts";

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
 * @throws WenbanError `chat.empty_question`, `chat.question_too_long`, `chat.bad_encoding`
 */
export function screenQuestion(question: string): ScreenedQuestion {
  const problem = findQuestionProblem(question);
  if (problem) {
    const kind = problem.code === "chat.bad_encoding" ? "bad_input" : "unprocessable";
    throw new WenbanError(kind, problem.code, problem.message);
  }
  const visible = question.replace(HIDDEN, "").trim();
  const { text, masked } = maskPersonalData(visible);
  return { text, masked, reason: classify(visible) };
}

/** The turns of a conversation that later ones may rest on, masked; greetings, attacks and the like are none. */
export function questionTurns(history: readonly Turn[]): Turn[] {
  return history.flatMap((turn) => {
    if (turn.role === "assistant") return [turn];
    if (findQuestionProblem(turn.text) !== null) return [];
    const { text, reason } = screenQuestion(turn.text);
    return reason === null ? [{ ...turn, text }] : [];
  });
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
