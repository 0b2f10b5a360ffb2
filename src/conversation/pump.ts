import type { Logger } from "../logger.ts";
import type { Runtime } from "../runtime.ts";
import type { Wait } from "./wait.ts";

/** Milliseconds of rest after the work itself failed, such as on a full disk. */
const REST_MS = 5000;

export interface PumpOptions {
  /** Names the work in the log. */
  name: string;
  /** Claims a piece of work and does it; false when there was none. */
  work(): Promise<boolean>;
  /** Pieces done at the same time. */
  limit: number;
  runtime: Runtime;
  logger: Logger;
  wait: Wait;
}

/** Works until nothing is left, whenever it is woken. */
export interface Pump {
  wake(): void;
  /** Wakes after so many milliseconds, at once when there are none. */
  wakeAfter(ms: number): void;
  /** Takes nothing new and resolves when what was begun is done. */
  drain(): Promise<void>;
}

export function createPump({ name, work, limit, runtime, logger, wait }: PumpOptions): Pump {
  const running = new Set<Promise<void>>();
  const draining = new AbortController();
  let wakes = 0;

  const workOff = async (): Promise<void> => {
    while (!draining.signal.aborted) {
      const seen = wakes;
      const found = await work();
      // What was accepted while the store said "nothing" may have come too late for that look.
      if (!found && seen === wakes) return;
    }
  };
  const start = async (): Promise<void> => {
    try {
      await workOff();
    } catch (error) {
      logger.error("conversation.work_failed", {
        work: name,
        cause: error instanceof Error ? error.name : "",
      });
      pump.wakeAfter(REST_MS);
    }
  };
  const pump: Pump = {
    wake() {
      wakes++;
      if (draining.signal.aborted || running.size >= limit) return;
      const task = start().finally(() => running.delete(task));
      running.add(task);
      runtime.defer(() => task);
    },
    wakeAfter(ms) {
      if (ms <= 0) return pump.wake();
      if (draining.signal.aborted) return;
      void wait(ms, draining.signal).then(() => pump.wake());
    },
    async drain() {
      draining.abort();
      await Promise.all(running);
    },
  };
  return pump;
}
