import type { Audience } from "../domain.ts";
import { WenbanError } from "../errors.ts";

/** How long an answer is worked on after its reader was cut off, who may come back for it. */
const GRACE_MS = 30_000;

/** One answer at work, under the id that its reader chose. */
export interface RunningAnswer {
  signal: AbortSignal;
  /** The reader is gone: the work goes on for the grace time, then is aborted. */
  leave(): void;
  /** The work is over. */
  end(): void;
}

/** The answers being made for readers who can come back for them: all in this process, none elsewhere. */
export interface RunningAnswers {
  /** @throws WenbanError `chat.in_flight` when an answer of that id is at work. */
  begin(messageId: string, audience: Audience): RunningAnswer;
  /** Whether any audience's answer of that id is at work. */
  isTaken(messageId: string): boolean;
  isRunning(messageId: string, audience: Audience): boolean;
  /** Aborts the work; false when there is none for this audience. */
  stop(messageId: string, audience: Audience): boolean;
}

export function createRunningAnswers(): RunningAnswers {
  const running = new Map<string, { audience: Audience; work: AbortController }>();
  const find = (messageId: string, audience: Audience) => {
    const found = running.get(messageId);
    return found?.audience === audience ? found : null;
  };
  return {
    begin(messageId, audience) {
      if (running.has(messageId)) throw inFlight();
      const work = new AbortController();
      let timer: ReturnType<typeof setTimeout> | undefined;
      running.set(messageId, { audience, work });
      return {
        signal: work.signal,
        leave() {
          timer ??= setTimeout(() => work.abort(), GRACE_MS);
        },
        end() {
          clearTimeout(timer);
          running.delete(messageId);
        },
      };
    },
    isTaken: (messageId) => running.has(messageId),
    isRunning: (messageId, audience) => find(messageId, audience) !== null,
    stop(messageId, audience) {
      const found = find(messageId, audience);
      found?.work.abort();
      return found !== null;
    },
  };
}

/**
 * The signal that ends the work of one answer. Without an id that its reader can come back with, it ends with
 * the reader.
 */
export function followReader(
  running: RunningAnswers,
  asked: { messageId?: string | undefined; audience: Audience; reader: AbortSignal },
): { signal: AbortSignal; end(): void } {
  const { messageId, audience, reader } = asked;
  if (messageId === undefined) return { signal: reader, end() {} };
  const work = running.begin(messageId, audience);
  reader.addEventListener("abort", () => work.leave());
  return work;
}

/** Someone asks under an id that is at work, or is not theirs. */
export function inFlight(): WenbanError {
  return new WenbanError("conflict", "chat.in_flight", "这个问题正在回答。", {
    hint: "稍候用 GET /api/messages/:id 取回答，或换一个 Idempotency-Key 再问。",
  });
}
