/** Why a wait is ended early. The reason that a signal would give by itself, an error with its stack, costs more. */
export const OVER = "over";

/**
 * Timers count from the beginning of a millisecond and may fire within the one before the clock shows their time:
 * what is due then is not yet due for a store, and would wait for the next look for forgotten work.
 */
const TIMER_EARLY_MS = 1;

/** Resolves after `ms` milliseconds at least, or as soon as `signal` is aborted; never rejects. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Waits by the clock of the runtime. */
export const waitByTimer: Wait = (ms, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const stop = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms + TIMER_EARLY_MS);
    signal?.addEventListener("abort", stop, { once: true });
  });
