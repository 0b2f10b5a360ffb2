/** Why a wait is ended early. The reason that a signal would give by itself, an error with its stack, costs more. */
export const OVER = "over";

/** Resolves after `ms` milliseconds, or as soon as `signal` is aborted; never rejects. */
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
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
