import type { Runtime } from "../runtime.ts";
import { OVER, type Wait } from "./wait.ts";

/** How long a request that is slow to verify holds up those that came after it. */
const HOLDS_MS = 250;

/** A request's place among those that were read before and after it. */
export interface Place {
  /** Resolves when those read before have left, or held this one up for long enough. */
  turn(): Promise<void>;
  /** Lets those read later pass. */
  leave(): void;
}

/**
 * The order in which requests to a bot were read, up to their being stored: verifying takes now more, now less time,
 * and two questions of one person that come at the same moment must not change places.
 */
export interface ArrivalOrder {
  /** Takes the last place among the requests to a channel. */
  join(channel: string): Place;
}

interface Standing {
  since: number;
  /** Whether it is verified and only waits for those before it. */
  isReady: boolean;
  left: Promise<void>;
}

export function createArrivalOrder(runtime: Pick<Runtime, "now">, wait: Wait): ArrivalOrder {
  const standing = new Map<string, Set<Standing>>();
  const now = () => runtime.now().getTime();
  return {
    join(channel) {
      const line = standing.get(channel) ?? new Set();
      standing.set(channel, line);
      const before = [...line];
      const { promise: left, resolve } = Promise.withResolvers<void>();
      const own: Standing = { since: now(), isReady: false, left };
      line.add(own);
      return {
        async turn() {
          own.isReady = true;
          for (const other of before) {
            if (!line.has(other)) continue;
            if (!other.isReady) await inTime(other.left, other.since + HOLDS_MS - now(), wait);
            if (other.isReady) await other.left;
          }
        },
        leave() {
          line.delete(own);
          resolve();
        },
      };
    },
  };
}

async function inTime(task: Promise<void>, ms: number, wait: Wait): Promise<void> {
  if (ms <= 0) return;
  const done = new AbortController();
  await Promise.race([task, wait(ms, done.signal)]);
  done.abort(OVER);
}
