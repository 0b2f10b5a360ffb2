import type { Turn } from "../../domain.ts";
import { WenbanError } from "../../errors.ts";
import { fold } from "../../language/fold.ts";
import { maskPersonalData } from "../../language/personal-data.ts";
import type { CannedReason } from "../canned-responses.ts";
import { readContrast } from "../procedures/read-contrast.ts";
import { readSpokenContrast } from "../procedures/read-spoken-contrast.ts";
import { decodeQuestion } from "../question/decode-question.ts";
import { answersOffer, chosenNumber } from "../question/offered-options.ts";
import { withoutPlantedExtra } from "../question/planted-extra.ts";
import { isSpelt } from "../question/read-letters.ts";
import {
  isDeclined,
  SCREENING_CLASSES,
  type ScreeningModel,
  screeningProbabilities,
  squeeze,
  unpackWeights,
} from "../question/screening-model.ts";
import { SCREENING_RULES } from "../question/screening-patterns.ts";
import { LARGEST, SIZE, WEIGHTS } from "../question/screening-weights.generated.ts";
import { findQuestionProblem } from "../question-text.ts";

/** A question fit to be worked with. */
export interface ScreenedQuestion {
  /** Without hidden characters, personal data masked. */
  text: string;
  masked: boolean;
  /** Why it is not answered from documents; null for an ordinary question. */
  reason: CannedReason | null;
  /** What it may be instead of an ordinary question: believed where no document answers it. */
  suspected: CannedReason | null;
}

const SCREENING_MODEL: ScreeningModel = {
  size: SIZE,
  weights: unpackWeights(
    Uint8Array.from(atob(WEIGHTS), (byte) => byte.charCodeAt(0)),
    LARGEST,
  ),
};

/** Answered as what it is, whatever else stands in the question. */
const URGENT: readonly CannedReason[] = ["crisis", "violence", "emergency"];

/** Zero-width, bidirectional, tag, variation and control characters: nothing a person types on purpose. */
const HIDDEN = /[\p{Cf}\p{Variation_Selector}]|(?![\t\n\r])\p{Cc}/gu;

/**
 * Cleans, masks and classifies a question; `history` is what it follows, for one that asks to be answered again.
 * @throws WenbanError `chat.empty_question`, `chat.question_too_long`, `chat.bad_encoding`
 */
export function screenQuestion(question: string, history: readonly Turn[] = []): ScreenedQuestion {
  const problem = findQuestionProblem(question);
  if (problem) {
    const kind = problem.code === "chat.bad_encoding" ? "bad_input" : "unprocessable";
    throw new WenbanError(kind, problem.code, problem.message);
  }
  const visible = question.replace(HIDDEN, "").trim();
  const whole = judge(visible, restsOn(visible, history));
  if (whole.reason === "attack" || whole.suspected === "attack") {
    const rest = askedBeside(visible, history);
    if (rest !== null) return { ...maskPersonalData(rest), reason: null, suspected: null };
  }
  const rule = classify(visible);
  const isUrgent = rule !== null && URGENT.includes(rule);
  const isEncoded = !isUrgent && decodeQuestion(question).some((read) => classify(read) === "attack");
  return { ...maskPersonalData(visible), ...whole, ...(isEncoded ? { reason: "attack" } : {}) };
}

/** What is asked beside a planted demand, when that is an ordinary question: the demand is then ignored. */
function askedBeside(visible: string, history: readonly Turn[]): string | null {
  const rest = withoutPlantedExtra(visible);
  if (rest === null) return null;
  if (!rest.again) return judge(rest.text).reason === null ? rest.text : null;
  return questionTurns(history).findLast((turn) => turn.role === "user")?.text ?? null;
}

/**
 * Whether a turn says nothing by itself: it chooses what was offered, compares what was spoken of, or names only the
 * other side of a comparison.
 */
function restsOn(visible: string, history: readonly Turn[]): boolean {
  const folded = fold(visible).trim();
  const last = history.at(-1);
  const asked = history.findLast(({ role }) => role === "user");
  if (last?.role === "assistant" && answersOffer(folded, last)) return true;
  if (readSpokenContrast(folded)?.isOfDifference) return true;
  const isContrast = (before: string | null) => readContrast(folded, before) !== null;
  return asked !== undefined && !isContrast(null) && isContrast(fold(asked.text));
}

/** Why a question is none for the documents, surely or perhaps; what rests on the turns before is under no suspicion. */
function judge(visible: string, isResting = false): Pick<ScreenedQuestion, "reason" | "suspected"> {
  // A mere choice says nothing that could be suspected; what is spelt in letters is screened again once read.
  const folded = fold(visible);
  const isMute = isResting || chosenNumber(folded) !== null || isSpelt(folded);
  const suspicion = isMute ? null : suspect(visible);
  const reason = classify(visible) ?? (suspicion?.isSure ? suspicion.reason : null);
  return { reason, suspected: reason === null ? (suspicion?.reason ?? null) : null };
}

/** The turns of a conversation that later ones may rest on, masked; greetings, attacks and the like are none. */
export function questionTurns(history: readonly Turn[]): Turn[] {
  return history.flatMap((turn, at) => {
    if (turn.role === "assistant") return [turn];
    if (findQuestionProblem(turn.text) !== null) return [];
    const { text, reason } = screenQuestion(turn.text, history.slice(Math.max(0, at - 2), at));
    return reason === null ? [{ ...turn, text }] : [];
  });
}

/** And from this one on, where no document answers it. */
const SUSPECTED_FROM = 0.5;

/** The likeliest class of a question that is probably no ordinary one. */
function suspect(visible: string): { reason: CannedReason; isSure: boolean } | null {
  if (!/\p{L}/u.test(visible)) return null;
  const [ordinary = 1, ...others] = screeningProbabilities(squeeze(visible), SCREENING_MODEL);
  const probability = 1 - ordinary;
  if (probability < SUSPECTED_FROM) return null;
  const name = SCREENING_CLASSES[1 + others.indexOf(Math.max(...others))];
  if (name === undefined || name === "ordinary") return null;
  const isSure = isDeclined(name, probability);
  return { reason: name === "undisclosed" ? "no_source" : name, isSure };
}

function classify(visible: string): CannedReason | null {
  const folded = fold(visible);
  const squeezed = squeeze(visible);
  for (const { reason, pattern, unless } of SCREENING_RULES) {
    if (!pattern.test(folded) && !pattern.test(squeezed)) continue;
    if (unless?.test(folded)) continue;
    return reason;
  }
  return null;
}
