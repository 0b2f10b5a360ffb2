import type { IncomingMessage } from "../adapters/adapter.ts";
import type { Bot } from "../adapters/read-bots.ts";
import { toWenbanError, type WenbanError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Wait } from "./wait.ts";

/** Rests after a listener has ended; each further one is twice as long. */
const FIRST_REST_MS = 1000;
const LONGEST_REST_MS = 60_000;
/** Rest after an end that another try can't mend: credentials are sometimes put right while the service runs. */
const HOPELESS_REST_MS = 10 * 60 * 1000;
/** A listener that has held for so long is sound: its next end is the first one again. */
const SOUND_MS = 60_000;

export interface ListenersParts {
  bots: readonly Bot[];
  /** Stores messages; rejects when it can't. */
  deliver(channel: string, messages: readonly IncomingMessage[]): Promise<void>;
  now(): Date;
  wait: Wait;
  logger: Logger;
}

/** The long connections of all bots that have one. */
export interface Listeners {
  /** Whether each bot's listener is at work, by channel; it may be connecting again. */
  running(): ReadonlyMap<string, boolean>;
  /** Ends all of them and resolves when they have ended. */
  stop(): Promise<void>;
}

/** Runs the listener of each bot that has one, and starts it anew when it ends before it is told to. */
export function startListeners(parts: ListenersParts): Listeners {
  const stopping = new AbortController();
  const running = new Map<string, boolean>();
  const ended = parts.bots.map((bot) => keepListening(parts, bot, running, stopping.signal));
  return {
    running: () => running,
    async stop() {
      stopping.abort();
      await Promise.all(ended);
    },
  };
}

async function keepListening(
  { deliver, now, wait, logger }: ListenersParts,
  { channel, listener }: Bot,
  running: Map<string, boolean>,
  stop: AbortSignal,
): Promise<void> {
  if (!listener) return;
  for (let failures = 0; !stop.aborted; ) {
    const startedAt = now().getTime();
    running.set(channel, true);
    const error = await listener
      .listen((messages) => deliver(channel, messages), stop)
      .then(() => null, toWenbanError);
    running.set(channel, false);
    if (stop.aborted) return;
    failures = now().getTime() - startedAt >= SOUND_MS ? 1 : failures + 1;
    logger.error("listener.ended", { channel, code: error?.code ?? null, failures });
    await wait(restAfter(error, failures), stop);
  }
}

function restAfter(error: WenbanError | null, failures: number): number {
  const isHopeless = error?.kind === "unauthorized" || error?.kind === "not_configured";
  return isHopeless ? HOPELESS_REST_MS : Math.min(FIRST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS);
}
