import type { AdapterMemory } from "../adapter.ts";
import { badSignature, replayed, stale } from "./webhook-errors.ts";

/** Requests remembered at most; the oldest go first. Only signed requests get in. */
const MOST_REMEMBERED = 50_000;

/**
 * Refuses a request whose time is not within the window around now, both ways.
 * @param timestamp seconds since 1970, as sent
 * @throws WenbanError `webhook.bad_signature` when it is no number, `webhook.stale`
 */
export function checkTimestamp(timestamp: string, now: Date, windowMs: number): void {
  if (!/^\d{1,12}$/.test(timestamp)) throw badSignature();
  checkTime(Number(timestamp) * 1000, now, windowMs);
}

/**
 * The same for a time that has been read.
 * @param time milliseconds since 1970
 * @throws WenbanError `webhook.stale`
 */
export function checkTime(time: number, now: Date, windowMs: number): void {
  // Also for a time that is none: then nothing is known of how old the request is.
  if (!(Math.abs(now.getTime() - time) <= windowMs)) throw stale();
}

export interface ReplayMemory {
  /**
   * Notes a verified request. The same request again is a redelivery and passes.
   * @throws WenbanError `webhook.replay` when `nonce` came before with another proof
   */
  check(nonce: string, proof: string): void;
}

/**
 * Remembers nonces for as long as their timestamps can be fresh. It lives in memory: what a restart forgets is
 * still caught by the message's id, which the inbox keeps for eight days.
 */
export function createReplayMemory(now: () => Date, windowMs: number): ReplayMemory {
  const seen = new Map<string, { proof: string; until: number }>();
  const forget = (time: number) => {
    for (const [nonce, { until }] of seen) {
      if (until > time && seen.size < MOST_REMEMBERED) return;
      seen.delete(nonce);
    }
  };
  return {
    check(nonce, proof) {
      const time = now().getTime();
      forget(time);
      const earlier = seen.get(nonce);
      if (earlier && earlier.proof !== proof) throw replayed();
      if (!earlier) seen.set(nonce, { proof, until: time + 2 * windowMs });
    },
  };
}

/** As `ReplayMemory`, but known to all instances. */
export interface DurableReplayMemory {
  check(nonce: string, proof: string): Promise<void>;
}

/**
 * The same beyond a restart and between instances, for requests whose signature does not cover the body: there a
 * nonce is all that keeps a captured request from being used for other words.
 */
export function createDurableReplayMemory(
  memory: AdapterMemory,
  now: () => Date,
  windowMs: number,
): DurableReplayMemory {
  const local = createReplayMemory(now, windowMs);
  return {
    async check(nonce, proof) {
      local.check(nonce, proof);
      const key = `nonce:${nonce}`;
      const earlier = await memory.get(key);
      if (earlier !== null && earlier !== proof) throw replayed();
      // Where this can't be noted, no message can be stored either: then it is turned down, in words, further on.
      if (earlier === null) await memory.set(key, proof, 2 * windowMs).catch(() => {});
    },
  };
}
