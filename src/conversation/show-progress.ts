import type { Adapter, ConversationRef } from "../adapters/adapter.ts";
import type { AnswerEvent } from "../answer/types.ts";
import { toWenbanError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { OVER, type Wait } from "./wait.ts";

/** An answer that takes no longer needs no sign. */
const FIRST_MS = 800;
/** How long the answer itself waits for a sign that is on its way, so that it is not overtaken by it. */
const LONGEST_WAIT_MS = 3000;

const SEARCHING = "正在查找相关文件…";

export interface ProgressParts {
  logger: Logger;
  wait: Wait;
}

/** Whom the signs are shown to. */
export interface ProgressTarget {
  adapter: Adapter;
  conversation: ConversationRef;
  sendKey: string;
}

/** Signs that an answer is being made. */
export interface Progress {
  onEvent(event: AnswerEvent): void;
  /** Shows nothing more. */
  stop(): void;
}

/** Signs that are on their way to a platform. */
export interface ProgressBoard {
  start(target: ProgressTarget): Progress;
  /** Resolves when no sign for the answer is on its way any more, after some seconds in any case. */
  settled(sendKey: string): Promise<void>;
}

/** Shows signs on platforms that have them; what goes wrong with one changes nothing. */
export function createProgressBoard({ logger, wait }: ProgressParts): ProgressBoard {
  const underway = new Map<string, Promise<void>>();

  const show = ({ adapter, conversation, sendKey }: ProgressTarget, text: string): Promise<void> => {
    const sign = adapter
      .progress(conversation, { sendKey, text })
      .catch((error) => {
        logger.warn("conversation.progress_failed", {
          platform: adapter.name,
          code: toWenbanError(error).code,
        });
      })
      .finally(() => underway.delete(sendKey));
    underway.set(sendKey, sign);
    return sign;
  };
  return {
    start(target) {
      const stopped = new AbortController();
      const { progressEveryMs: everyMs, progressFadesMs: fadesMs = Number.POSITIVE_INFINITY } =
        target.adapter.capabilities;
      let text = SEARCHING;
      const run = async (every: number): Promise<void> => {
        await wait(FIRST_MS, stopped.signal);
        for (let shown = { text: "", sinceMs: 0 }; !stopped.signal.aborted; ) {
          // A sign that fades is kept up; one that stays is left alone as long as it has nothing new to say.
          if (text !== shown.text || shown.sinceMs >= fadesMs) {
            shown = { text, sinceMs: 0 };
            await show(target, text);
          }
          await wait(every, stopped.signal);
          shown.sinceMs += every;
        }
      };
      if (everyMs !== null) void run(Math.max(everyMs, 1));
      return {
        onEvent(event) {
          text = wordsFor(event) ?? text;
        },
        stop: () => stopped.abort(OVER),
      };
    },
    async settled(sendKey) {
      const sign = underway.get(sendKey);
      if (!sign) return;
      const done = new AbortController();
      await Promise.race([sign, wait(LONGEST_WAIT_MS, done.signal)]);
      done.abort(OVER);
    },
  };
}

/** Wording of the waiting states; null where nothing new can be said. */
function wordsFor(event: AnswerEvent): string | null {
  if (event.type !== "status") return null;
  if (event.status === "searching") return SEARCHING;
  return event.found > 0 ? `找到 ${event.found} 份相关文件，正在整理回答…` : "正在整理回答…";
}
