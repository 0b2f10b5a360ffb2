import type { Surroundings } from "./fetch-answer.ts";

/** The browser's clock and its view of the network. */
export const browserSurroundings: Surroundings = {
  wait: (ms, signal) =>
    untilAborted(signal, (done) => {
      const timer = setTimeout(done, ms);
      return () => clearTimeout(timer);
    }),
  isOnline: () => navigator.onLine,
  untilOnline: (signal) =>
    untilAborted(signal, (done) => {
      addEventListener("online", done);
      return () => removeEventListener("online", done);
    }),
};

/** Waits for `done`; rejects when the signal says so. `begin` returns what ends the waiting. */
function untilAborted(signal: AbortSignal, begin: (done: () => void) => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      end();
      reject(new Error("aborted"));
    };
    const end = begin(() => {
      end();
      signal.removeEventListener("abort", abort);
      resolve();
    });
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
  });
}
