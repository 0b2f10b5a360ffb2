import { type AnswerParts, answerMessage } from "./answer-message.ts";
import { type DeliverParts, deliverNext } from "./deliver-answer.ts";
import { createPump } from "./pump.ts";
import { createSendTurns } from "./send-turns.ts";
import { OVER } from "./wait.ts";

const ANSWERED_AT_ONCE = 8;
const SENT_AT_ONCE = 8;
/** How often work is looked for that nobody announced: retries from before a restart, claims let go. */
const SWEEP_MS = 15_000;
/** How often a waiting reply looks whether another process has answered. */
const LOOK_MS = 500;
/** How long what was begun may go on after the order to stop; what is not answered by then is handed over. */
const DRAIN_MS = 25_000;

export type ProcessorParts = AnswerParts & DeliverParts;

/** Works off the inbox and the outbox. */
export interface MessageProcessor {
  /** Says that there are new messages. */
  wake(): void;
  /** True as soon as the message has its answer, false when it has none after `ms` milliseconds. */
  answered(id: number, ms: number): Promise<boolean>;
  /** Takes up what an earlier process left, and from now on looks for forgotten work. */
  resume(): void;
  /** Finishes or hands over what was begun and takes nothing new. */
  drain(): Promise<void>;
}

export function createMessageProcessor(parts: ProcessorParts): MessageProcessor {
  const { runtime, logger, wait } = parts;
  const waiting = new Map<number, Set<() => void>>();
  const stopping = new AbortController();
  const breakOff = new AbortController();
  const shared = { runtime, logger, wait };
  const msUntil = (moment: Date) => moment.getTime() - runtime.now().getTime();

  const turns = createSendTurns({ runtime, wait, onFree: () => outgoing.wake() });
  const outgoing = createPump({
    ...shared,
    name: "outbox",
    limit: SENT_AT_ONCE,
    async work() {
      const { found, retryAt } = await deliverNext(parts, turns);
      if (retryAt) outgoing.wakeAfter(msUntil(retryAt));
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
      const { retryAt, pushFrom } = await answerMessage(parts, message, breakOff.signal);
      if (retryAt) incoming.wakeAfter(msUntil(retryAt));
      for (const notify of waiting.get(message.id) ?? []) notify();
      outgoing.wakeAfter(pushFrom ? msUntil(pushFrom) : 0);
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
      const done = new AbortController();
      void wait(DRAIN_MS, done.signal).then(() => breakOff.abort());
      await incoming.drain();
      await outgoing.drain();
      done.abort();
    },
  };
}

/** A signal that is given when work on the message has ended in this process. */
function listen(waiting: Map<number, Set<() => void>>, id: number): { signal: AbortSignal; stop(): void } {
  const news = new AbortController();
  const notify = () => news.abort(OVER);
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
