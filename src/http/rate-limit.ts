import { RateLimitedError } from "./error-response.ts";

/** Addresses remembered at once; the one seen longest ago is forgotten first. */
const LARGEST_SIZE = 20_000;
const MINUTE = 60_000;

interface Bucket {
  tokens: number;
  /** Milliseconds since the epoch. */
  filledAt: number;
}

/** A token bucket per address: bursts up to `perMinute`, refilled evenly. */
export interface RateLimit {
  /**
   * Takes one token.
   * @throws RateLimitedError `rate.limited` when none is left.
   */
  take(address: string): void;
}

export function createRateLimit(perMinute: number, now: () => Date): RateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    take(address) {
      const moment = now().getTime();
      const bucket = refill(buckets.get(address), perMinute, moment);
      buckets.delete(address);
      buckets.set(address, bucket);
      forgetOldest(buckets);
      if (bucket.tokens < 1) {
        const seconds = Math.ceil(((1 - bucket.tokens) * MINUTE) / perMinute / 1000);
        throw new RateLimitedError("rate.limited", `提问的人较多，请 ${seconds} 秒后再试。`, seconds);
      }
      bucket.tokens -= 1;
    },
  };
}

/** Counts what is open at once per address, such as streams. */
export interface ConcurrencyLimit {
  /**
   * Takes a place and returns what gives it back.
   * @throws RateLimitedError `rate.too_many_streams` when all places are taken.
   */
  enter(address: string): () => void;
}

export function createConcurrencyLimit(places: number): ConcurrencyLimit {
  const open = new Map<string, number>();
  return {
    enter(address) {
      const taken = open.get(address) ?? 0;
      if (taken >= places) {
        throw new RateLimitedError(
          "rate.too_many_streams",
          `同时进行的提问太多（最多 ${places} 个），请稍候再试。`,
          5,
        );
      }
      open.set(address, taken + 1);
      return () => {
        const left = (open.get(address) ?? 1) - 1;
        if (left > 0) open.set(address, left);
        else open.delete(address);
      };
    },
  };
}

function refill(bucket: Bucket | undefined, perMinute: number, moment: number): Bucket {
  if (!bucket) return { tokens: perMinute, filledAt: moment };
  const gained = (Math.max(0, moment - bucket.filledAt) * perMinute) / MINUTE;
  return { tokens: Math.min(perMinute, bucket.tokens + gained), filledAt: moment };
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  if (buckets.size <= LARGEST_SIZE) return;
  const oldest = buckets.keys().next();
  if (!oldest.done) buckets.delete(oldest.value);
}
