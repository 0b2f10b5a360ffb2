import type { Bot } from "../adapters/read-bots.ts";
import type { AnswerQuestion } from "../answer/types.ts";
import type { Answer } from "../domain.ts";
import { toWenbanError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Runtime } from "../runtime.ts";
import { composeAnswer, fixedAnswer, sendKeyOf } from "./compose-answer.ts";
import type { ClaimedMessage, ConversationStore } from "./conversation-store.ts";
import { deliverNext } from "./deliver-answer.ts";
import type { FaultHook } from "./fault-points.ts";
import type { Outbox } from "./outbox.ts";
import { createPump } from "./pump.ts";
import type { Wait } from "./wait.ts";

/** Tries to answer a message, those that killed the process included. */
const MOST_TRIES = 3;
const RETRY_MS: readonly number[] = [1000, 5000];
const ANSWERED_AT_ONCE = 8;
const SENT_AT_ONCE = 8;
/** How often work is looked for that nobody announced: retries from before a restart, claims let go. */
const SWEEP_MS = 15_000;
/** How often a waiting reply looks whether another process has answered. */
const LOOK_MS = 500;

export interface ProcessorParts {
  /** By channel. */
  bots: ReadonlyMap<string, Bot>;
  store: ConversationStore;
  outbox: Outbox;
  answerQuestion: AnswerQuestion;
  runtime: Runtime;
  logger: Logger;
  wait: Wait;
  hotline: string;
  reach: FaultHook;
}

/** Works off the inbox and the outbox. */
export interface MessageProcessor {
  /** Says that there are new messages. */
  wake(): void;
  /** True as soon as the message has its answer, false when it has none after `ms` milliseconds. */
  answered(id: number, ms: number): Promise<boolean>;
  /** Takes up what an earlier process left, and from now on looks for forgotten work. */
  resume(): void;
  /** Finishes what was begun and takes nothing new. */
  drain(): Promise<void>;
}

export function createMessageProcessor(parts: ProcessorParts): MessageProcessor {
  const { runtime, logger, wait } = parts;
  const waiting = new Map<number, Set<() => void>>();
  const stopping = new AbortController();
  const shared = { runtime, logger, wait };

  const outgoing = createPump({
    ...shared,
    name: "outbox",
    limit: SENT_AT_ONCE,
    async work() {
      const { found, retryInMs } = await deliverNext(parts);
      if (retryInMs !== undefined) outgoing.wakeAfter(retryInMs);
      return found;
    },
  });
  const incoming = createPump({
    ...shared,
    name: "inbox",
    limit: ANSWERED_AT_ONCE,
    async work() {
      const message = await parts.store.next();
      if (!message) return false;
      parts.reach("claimed");
      const retryInMs = await answerMessage(parts, message);
      if (retryInMs !== null) incoming.wakeAfter(retryInMs);
      for (const notify of waiting.get(message.id) ?? []) notify();
      outgoing.wake();
      return true;
    },
  });
  const sweep = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      incoming.wake();
      outgoing.wake();
      await wait(SWEEP_MS, stopping.signal);
    }
  };
  return {
    wake: () => incoming.wake(),
    async answered(id, ms) {
      const deadline = runtime.now().getTime() + ms;
      for (;;) {
        const news = listen(waiting, id);
        const exchange = await parts.store.find(id);
        const left = deadline - runtime.now().getTime();
        if (!exchange?.answer && left > 0) await wait(Math.min(left, LOOK_MS), news.signal);
        news.stop();
        if (exchange?.answer || left <= 0) return exchange?.answer != null;
      }
    },
    resume: () => void sweep(),
    async drain() {
      stopping.abort();
      await incoming.drain();
      await outgoing.drain();
    },
  };
}

/** Answers a message and ends its claim. Gives the milliseconds until another try, null when none is needed. */
async function answerMessage(parts: ProcessorParts, message: ClaimedMessage): Promise<number | null> {
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
  parts: ProcessorParts,
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

async function giveUp(parts: ProcessorParts, message: ClaimedMessage) {
  parts.logger.error("conversation.gave_up", { channel: message.channel, tries: message.tries });
  return { answer: await fixedAnswer(parts, message, "gave_up"), state: "dead" as const };
}

/** A signal that is given when work on the message has ended in this process. */
function listen(waiting: Map<number, Set<() => void>>, id: number): { signal: AbortSignal; stop(): void } {
  const news = new AbortController();
  const notify = () => news.abort();
  const listeners = waiting.get(id) ?? new Set();
  waiting.set(id, listeners.add(notify));
  return {
    signal: news.signal,
    stop() {
      listeners.delete(notify);
      if (listeners.size === 0) waiting.delete(id);
    },
  };
}
