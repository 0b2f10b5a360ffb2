import { questionKey } from "../answer/standard/question-key.ts";
import type { AskedQuestion } from "../conversation/asked-log.ts";
import type { Answer, Notice } from "../domain.ts";
import { fold } from "../language/fold.ts";
import type { Lexicon } from "../language/lexicon.ts";
import { blotPersonalData } from "../language/personal-data.ts";
import type { GapQuestion, GapReason } from "./gap.ts";
import { questionHash } from "./gap-id.ts";

/** Notices that say that an answer is not all that was asked for. */
const WEAK_NOTICES: ReadonlySet<Notice["code"]> = new Set(["partial", "other_region", "expired"]);

/** Why an answer by itself is no good one; null when it is. A clarification may be one or not. */
export function weaknessOf({ outcome, notices, text }: Answer): "refused" | "weak" | "clarified" | null {
  if (outcome === "no_source") return "refused";
  if (outcome === "weak_source") return "weak";
  if (outcome === "clarify") return "clarified";
  if (!outcome.startsWith("answered")) return null;
  // A corrected premise is a whole answer, though its notice is called partial.
  const isCorrection = text.startsWith("与您所说不同");
  return notices.some(({ code }) => WEAK_NOTICES.has(code)) && !isCorrection ? "weak" : null;
}

/** The questions that were not well answered, each once for the words it was asked in. */
export async function findFailures(
  asked: readonly AskedQuestion[],
  lexicon: Lexicon,
): Promise<GapQuestion[]> {
  const found = new Map<string, GapQuestion>();
  const settled = lastAnswered(asked);
  for (const one of asked) {
    const reason = reasonOf(one, settled);
    if (reason === null) continue;
    const text = blotPersonalData(one.answer.question.text.trim());
    const key = questionKey(fold(text), lexicon);
    if (key === "") continue;
    const hash = await questionHash(one.audience, key);
    found.set(hash, joined(found.get(hash), { text, key, hash, reason, asked: one }));
  }
  return [...found.values()];
}

interface Failure {
  text: string;
  key: string;
  hash: string;
  reason: GapReason;
  asked: AskedQuestion;
}

/** Takes the last time's answer, whatever order they come in. */
function joined(known: GapQuestion | undefined, failure: Failure): GapQuestion {
  const { asked, ...question } = failure;
  const { answer, audience, askedAt } = asked;
  const isLater = known === undefined || later(askedAt, answer.messageId, known) > 0;
  const last = isLater
    ? { ...question, audience, answer, lastAsked: askedAt }
    : { ...known, lastAsked: known.lastAsked };
  return {
    ...last,
    count: (known?.count ?? 0) + 1,
    firstAsked: known === undefined || askedAt < known.firstAsked ? askedAt : known.firstAsked,
  };
}

function later(askedAt: string, messageId: string, { lastAsked, answer }: GapQuestion): number {
  if (askedAt !== lastAsked) return askedAt > lastAsked ? 1 : -1;
  return messageId > answer.messageId ? 1 : -1;
}

function reasonOf(one: AskedQuestion, settled: ReadonlyMap<string, string>): GapReason | null {
  if (one.rating === "down") return "rated_down";
  const weakness = weaknessOf(one.answer);
  if (weakness !== "clarified") return weakness;
  return (settled.get(one.conversation) ?? "") > one.askedAt ? null : "clarified_in_vain";
}

/** When each conversation was last given an answer that stands. */
function lastAnswered(asked: readonly AskedQuestion[]): Map<string, string> {
  const moments = new Map<string, string>();
  for (const { answer, conversation, askedAt } of asked) {
    const isSettled = answer.outcome.startsWith("answered") && askedAt > (moments.get(conversation) ?? "");
    if (isSettled) moments.set(conversation, askedAt);
  }
  return moments;
}
