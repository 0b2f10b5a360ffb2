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
  let first: { at: number; weight: number } | null = null;
  return ({ done, total, weighDone = done, weighTotal = total }) => {
    const at = now().getTime();
    first ??= { at, weight: weighDone };
    const seconds = (at - first.at) / 1000;
    const weighed = weighDone - first.weight;
    const isTelling = weighed > 0 && seconds >= 1;
    const secondsLeft = isTelling ? (seconds * (weighTotal - weighDone)) / weighed : null;
    onProgress?.({ phase, done, total, secondsLeft });
  };
}
