import type { Bot } from "../adapters/read-bots.ts";
import type { Answer } from "../domain.ts";
import { toWenbanError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { type ComposeParts, composeAnswer, fixedAnswer, sendKeyOf } from "./compose-answer.ts";
import type { ClaimedMessage } from "./conversation-store.ts";
import type { FaultHook } from "./fault-points.ts";

/** Tries to answer a message, those that killed the process included. */
const MOST_TRIES = 3;
const RETRY_MS: readonly number[] = [1000, 5000];

export interface AnswerParts extends ComposeParts {
  /** By channel. */
  bots: ReadonlyMap<string, Bot>;
  logger: Logger;
  reach: FaultHook;
}

/** Answers a message and ends its claim. Gives the milliseconds until another try, null when none is needed. */
export async function answerMessage(parts: AnswerParts, message: ClaimedMessage): Promise<number | null> {
  const { store, logger, reach, runtime, bots } = parts;
  const bot = bots.get(message.channel);
  const composed = await compose(parts, message, bot);
  reach("composed");
  if (composed === null) {
    const retryInMs = RETRY_MS[message.tries - 1] ?? 0;
    await store.finish(message, { retryAt: new Date(runtime.now().getTime() + retryInMs) });
    return retryInMs;
  }
  const route = bot?.adapter.capabilities.lateReply === "push" ? "push" : "reply";
  const sendKey = await sendKeyOf(message);
  const isHeld = await store.finish(message, { ...composed, route, sendKey });
  reach("finished");
  const { outcome, tookMs } = composed.answer;
  logger.info("conversation.answered", { channel: message.channel, outcome, tookMs, isHeld });
  return null;
}

/** The answer and what it makes of the message; null when it is worth another try. */
async function compose(
  parts: AnswerParts,
  message: ClaimedMessage,
  bot: Bot | undefined,
): Promise<{ answer: Answer; state: "answered" | "dead" } | null> {
  const { channel, tries } = message;
  // A message that was claimed so often without an end takes the process down with it.
  if (!bot || tries > MOST_TRIES) return giveUp(parts, message);
  try {
    return { answer: await composeAnswer(parts, message, bot.audience), state: "answered" };
  } catch (error) {
    parts.logger.warn("conversation.answer_failed", { channel, code: toWenbanError(error).code, tries });
    return tries < MOST_TRIES ? null : giveUp(parts, message);
  }
}

async function giveUp(parts: AnswerParts, message: ClaimedMessage) {
  parts.logger.error("conversation.gave_up", { channel: message.channel, tries: message.tries });
  return { answer: await fixedAnswer(parts, message, "gave_up"), state: "dead" as const };
}
