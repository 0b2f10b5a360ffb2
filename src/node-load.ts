import { monitorEventLoopDelay } from "node:perf_hooks";

/** How often the load is looked at. */
const LOOK_MS = 1000;
/** A typical turn of the event loop that is late by more than this: many answers stand in line behind each other. */
const MOST_DELAY_MS = 500;
const NANOSECONDS = 1_000_000;

/** Watches how late the event loop is. */
export interface LoadWatch {
  isOverloaded(): boolean;
  stop(): void;
}

export function watchLoad(): LoadWatch {
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  let isOverloaded = false;
  const timer = setInterval(() => {
    isOverloaded = delays.percentile(50) / NANOSECONDS > MOST_DELAY_MS;
    delays.reset();
  }, LOOK_MS);
  timer.unref();
  return {
    isOverloaded: () => isOverloaded,
    stop() {
      clearInterval(timer);
      delays.disable();
    },
  };
}
