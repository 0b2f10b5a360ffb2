import type { IndexProgress } from "./index-report.ts";

/**
 * Says how far one phase is. `weighDone` of `weighTotal` is the work done, in whatever the phase's time
 * depends on, such as bytes; the time left follows from it.
 */
export function createPhaseProgress(
  phase: IndexProgress["phase"],
  onProgress: ((progress: IndexProgress) => void) | undefined,
  now: () => Date,
): (at: { done: number; total: number; weighDone?: number; weighTotal?: number }) => void {
  const began = now().getTime();
  return ({ done, total, weighDone = done, weighTotal = total }) => {
    const seconds = (now().getTime() - began) / 1000;
    const secondsLeft =
      weighDone > 0 && seconds >= 1 ? (seconds * (weighTotal - weighDone)) / weighDone : null;
    onProgress?.({ phase, done, total, secondsLeft });
  };
}
