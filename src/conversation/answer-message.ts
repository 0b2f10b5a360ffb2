import type { Bot } from "../adapters/read-bots.ts";
import { toWenbanError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { findCommand } from "./chat-commands.ts";
import { audienceOf, type ComposeParts, composeAnswer, fixedAnswer, sendKeyOf } from "./compose-answer.ts";
import type { ClaimedMessage, ConversationStore, Finish } from "./conversation-store.ts";
import type { FaultHook } from "./fault-points.ts";
import { holdClaim } from "./hold-claim.ts";
import { exceedsLimit } from "./limit-users.ts";
import { belongsToFollowing } from "./merge-fragments.ts";
import type { ProgressBoard } from "./show-progress.ts";

/** Tries to answer a message, those that killed the process included. */
const MOST_TRIES = 3;
const RETRY_MS: readonly number[] = [1000, 5000];

export interface AnswerParts extends ComposeParts {
  store: ConversationStore;
  /** By channel. */
  bots: ReadonlyMap<string, Bot>;
  /** Questions answered per person and minute. */
  userRate: number;
  progress: ProgressBoard;
  logger: Logger;
  reach: FaultHook;
}

/** What is to be done after work on a message: another try, and the sending, once the time comes. */
export interface AnswerResult {
  retryAt: Date | null;
  pushFrom: Date | null;
}

/**
 * Answers a message and ends its claim.
 * @param stop given when the process must end: the message is handed to the next one
 */
export async function answerMessage(
  parts: AnswerParts,
  message: ClaimedMessage,
  stop: AbortSignal,
): Promise<AnswerResult> {
  const { store, logger, reach } = parts;
  const work = { ...message, sendKey: await sendKeyOf(message) };
  const hold = holdClaim(parts.wait, () => store.renew(message), stop);
  const finish = await decide(parts, work, hold.signal).finally(() => hold.release());
  reach("composed");
  const finished = await store.finish(message, finish);
  reach("finished");
  const event = "answer" in finish ? "conversation.answered" : "conversation.put_off";
  logger.info(event, { channel: message.channel, ...describe(finish), isHeld: !!finished });
  return {
    retryAt: "retryAt" in finish ? finish.retryAt : null,
    pushFrom: finished?.pushFrom ?? null,
  };
}

/** A claimed message with the key under which its answer is sent. */
type Work = ClaimedMessage & { sendKey: string };

function describe(finish: Finish): Record<string, string | number> {
  if ("answer" in finish) return { outcome: finish.answer.outcome, tookMs: finish.answer.tookMs };
  return { end: Object.keys(finish)[0] ?? "" };
}

/** How the message ends: part of the next one, told of the limit, answered, given up, or tried again. */
async function decide(parts: AnswerParts, message: Work, signal: AbortSignal): Promise<Finish> {
  const bot = parts.bots.get(message.channel);
  // A message that was claimed so often without an end takes the process down with it.
  if (!bot || message.tries > MOST_TRIES) return giveUp(parts, message, bot);
  if (canMerge(bot) && message.following && belongsToFollowing(message))
    return { mergeInto: message.following.id };
  // Whoever wants their records gone is not told to come back later.
  const over = findCommand(parts.commands, message.text) ? null : exceedsLimit(message, parts.userRate);
  // Each request of a platform that reads answers in the reply alone needs one of its own.
  if (over?.by === "earlier_notice" && canMerge(bot)) return { shareWith: over.id };
  if (over) return ended(bot, message, await fixedAnswer(parts, message, "too_many"));
  return tryAnswer(parts, message, bot, signal);
}

/** Whether one answer can stand for two messages: not where each is a request that waits for its own. */
function canMerge({ adapter }: Bot): boolean {
  return adapter.capabilities.lateReply !== "redelivery";
}

async function tryAnswer(parts: AnswerParts, message: Work, bot: Bot, signal: AbortSignal): Promise<Finish> {
  const { channel, conversation, tries, sendKey } = message;
  const progress = parts.progress.start({ adapter: bot.adapter, conversation, sendKey });
  try {
    const answer = await composeAnswer(parts, message, bot, { signal, onEvent: progress.onEvent });
    return ended(bot, message, answer);
  } catch (error) {
    const now = parts.runtime.now().getTime();
    if (signal.aborted) return { retryAt: new Date(now), isUntried: true };
    parts.logger.warn("conversation.answer_failed", { channel, code: toWenbanError(error).code, tries });
    if (tries >= MOST_TRIES) return giveUp(parts, message, bot);
    return { retryAt: new Date(now + (RETRY_MS[tries - 1] ?? 0)), isUntried: false };
  } finally {
    progress.stop();
  }
}

async function giveUp(parts: AnswerParts, message: Work, bot: Bot | undefined): Promise<Finish> {
  parts.logger.error("conversation.gave_up", { channel: message.channel, tries: message.tries });
  return ended(bot, message, await fixedAnswer(parts, message, "gave_up"), "dead");
}

function ended(
  bot: Bot | undefined,
  message: Work,
  answer: Extract<Finish, { answer: unknown }>["answer"],
  state: "answered" | "dead" = "answered",
): Finish {
  const capabilities = bot?.adapter.capabilities;
  return {
    answer,
    audience: audienceOf(message, bot),
    state,
    route: capabilities?.lateReply === "push" ? "push" : "reply",
    sendKey: message.sendKey,
    isIdempotent: capabilities?.idempotentSend ?? false,
  };
}
