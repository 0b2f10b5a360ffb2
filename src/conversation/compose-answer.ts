import type { Bot } from "../adapters/read-bots.ts";
import type { AnswerEvent, AnswerQuestion } from "../answer/types.ts";
import { type Control, findPause } from "../control/control.ts";
import { sha256Hex } from "../digest.ts";
import type { Answer, AskRequest, Audience, Notice, Turn } from "../domain.ts";
import { toWenbanError, WenbanError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { turnsOf } from "./answer-log.ts";
import {
  type CannedContext,
  type CannedReason,
  cannedAnswer,
  commandAnswer,
  pausedAnswer,
} from "./canned-answers.ts";
import { type ChatCommand, findCommand } from "./chat-commands.ts";
import type { ClaimedMessage, Exchange } from "./conversation-store.ts";
import { followSignal } from "./follow-signal.ts";
import { joinFragments } from "./merge-fragments.ts";
import { OVER, type Wait } from "./wait.ts";

/** Time for one answer; nobody waits longer. */
const ANSWER_MS = 25_000;
/** How old an exchange may be to count as what was said before: a follow-up follows soon. */
const HISTORY_MS = 30 * 60 * 1000;
const LONGEST_QUESTION = 300;
/** Words people send to get an answer that was promised; only read so while one is waiting. */
const ASKS_FOR_RESULT = /^(?:.|查看|结果|查看结果|继续|好的|收到|ok|在吗)[。.！!？?]?$/iu;

export interface ComposeParts {
  answerQuestion: AnswerQuestion;
  commands: readonly ChatCommand[];
  /** Pauses, as operators set them while the service runs. */
  control: Control;
  /** Days for which conversations are kept; told at the first answer. */
  retentionDays: number;
  runtime: Runtime;
  wait: Wait;
  hotline: string;
}

export interface ComposeOptions {
  signal: AbortSignal;
  onEvent(event: AnswerEvent): void;
}

/**
 * Answers one message with the turns before it. What breaks the answering contract or takes too long gets an
 * answer in fixed words.
 * @throws WenbanError whatever else went wrong: worth another try
 */
export async function composeAnswer(
  parts: ComposeParts,
  message: ClaimedMessage,
  bot: Bot,
  options: ComposeOptions,
): Promise<Answer> {
  const earlier = recentExchanges(parts, message);
  if (message.text.trim() === "") return fixedAnswer(parts, message, "unsupported");
  const command = findCommand(parts.commands, message.text);
  if (command) return commandAnswer(await command.run(message), await contextOf(parts, message));
  const pause = findPause(await parts.control.state(), [message.channel]);
  if (pause) return pausedAnswer(pause.reason, parts.hotline, await contextOf(parts, message));
  if (asksForWaiting(message.text, earlier)) return fixedAnswer(parts, message, "nothing_more");
  const ask = await toRequest(message, bot, earlier);
  try {
    const answer = await withinTime(parts, options.signal, (signal) =>
      parts.answerQuestion(ask, { signal, onEvent: options.onEvent }),
    );
    const masked = answer.question.masked || message.masked;
    const notices = [...answer.notices, ...privacyNotices(parts, message)];
    return { ...answer, notices, question: { ...answer.question, masked } };
  } catch (error) {
    const reason = fixedReason(toWenbanError(error), ask.question);
    if (reason === null) throw error;
    return fixedAnswer(parts, message, reason);
  }
}

/** Who asks for the first time is told what is kept and how to have it deleted; not so a whole group. */
function privacyNotices({ retentionDays }: ComposeParts, message: ClaimedMessage): Notice[] {
  if (message.earlier.length > 0 || message.conversation.kind === "group") return [];
  const text = `对话记录保存 ${retentionDays} 天，用来改进回答；发送“删除我的记录”可随时删除。`;
  return [{ code: "privacy", text }];
}

/** Whom an answer is for: in a group everybody reads along, so that it is told what the public may know. */
export function audienceOf({ conversation }: ClaimedMessage, bot: Bot | undefined): Audience {
  return bot === undefined || conversation.kind === "group" ? "public" : bot.audience;
}

async function toRequest(
  message: ClaimedMessage,
  bot: Bot,
  earlier: readonly Exchange[],
): Promise<AskRequest> {
  return {
    question: joinFragments(message),
    conversationId: await conversationIdOf(message),
    history: toTurns(earlier),
    audience: audienceOf(message, bot),
    ...(bot.region === null ? {} : { region: bot.region }),
    ...(bot.scope.length === 0 ? {} : { scope: bot.scope }),
  };
}

/** The answer in fixed words to a message. */
export async function fixedAnswer(
  parts: Pick<ComposeParts, "runtime" | "hotline">,
  message: ClaimedMessage,
  reason: CannedReason,
): Promise<Answer> {
  return cannedAnswer(reason, parts.hotline, await contextOf(parts, message));
}

async function contextOf(
  { runtime }: Pick<ComposeParts, "runtime">,
  message: ClaimedMessage,
): Promise<CannedContext> {
  return { runtime, conversationId: await conversationIdOf(message), question: message.text };
}

/** What a failure means to the asker; null when it may pass. */
function fixedReason(error: WenbanError, question: string): CannedReason | null {
  switch (error.kind) {
    case "bad_input":
    case "too_large":
    case "unprocessable":
      return [...question].length > LONGEST_QUESTION ? "too_long" : "not_understood";
    case "timed_out":
      return "timed_out";
    default:
      return null;
  }
}

function recentExchanges({ runtime }: ComposeParts, { earlier }: ClaimedMessage): Exchange[] {
  const since = runtime.now().getTime() - HISTORY_MS;
  return earlier.filter(({ receivedAt }) => receivedAt.getTime() >= since);
}

function asksForWaiting(text: string, earlier: readonly Exchange[]): boolean {
  return earlier.some(({ answer, isDelivered }) => answer && !isDelivered) && ASKS_FOR_RESULT.test(text);
}

function toTurns(exchanges: readonly Exchange[]): Turn[] {
  return exchanges.flatMap(({ answer }): Turn[] =>
    answer === null || answer.outcome.startsWith("error_") ? [] : turnsOf(answer),
  );
}

/** A name for the conversation that tells nobody who takes part in it: it goes into answers and logs. */
async function conversationIdOf({ channel, conversation }: ClaimedMessage): Promise<string> {
  return (await sha256Hex(`${channel}\n${conversation.id}`)).slice(0, 32);
}

/** The key under which a message's answer is sent, the same however often. */
export function sendKeyOf({ channel, key }: ClaimedMessage): Promise<string> {
  return sha256Hex(`${channel}\n${key}`);
}

/** Runs a task. When its time is over or the signal is given, tells it to stop and goes on without it. */
async function withinTime<T>(
  { wait }: ComposeParts,
  signal: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = followSignal(signal);
  const done = new AbortController();
  void wait(ANSWER_MS, done.signal).then(() => {
    if (!done.signal.aborted) stop.abort(tookTooLong());
  });
  const stopped = new Promise<never>((_, reject) => {
    const give = () => reject(stop.signal.reason);
    if (stop.signal.aborted) give();
    stop.signal.addEventListener("abort", give, { once: true });
  });
  try {
    return await Promise.race([task(stop.signal), stopped]);
  } finally {
    stop.release();
    done.abort(OVER);
  }
}

function tookTooLong(): WenbanError {
  return new WenbanError("timed_out", "answer.timeout", "the answer took too long");
}
