import type { Problem } from "../document-store.ts";

/** What one run of `index` did. */
export interface IndexReport {
  /** Totals now in the index. */
  documents: number;
  passages: number;
  added: number;
  updated: number;
  removed: number;
  unchanged: number;
  /** Files, and documents within files, that are not in the index as they are on disk. */
  skipped: Problem[];
  /** Things worth knowing that lost nothing that should be there. */
  warnings: Problem[];
  seconds: number;
  /** Name of the generation that is current now. */
  generation: string;
  /** With `strict`: whether anything was skipped. */
  failed: boolean;
}

export interface IndexProgress {
  /** `read`: files to documents; `index`: passages into the index of words; `embed`: passages to vectors. */
  phase: "read" | "index" | "embed";
  /** Files read or passages indexed so far, of `total`. */
  done: number;
  total: number;
  /** Seconds left of this phase at the speed so far; null while that can't be said. */
  secondsLeft: number | null;
}

/** Codes under which loaders and the builder report something that was left out. */
const LOSSES = new Set([
  "ingest.bad_line",
  "ingest.bad_entry",
  "ingest.repeated_id",
  "ingest.page_without_text",
]);

/** Whether a report speaks of something left out, rather than of something worth knowing. */
export function isLoss(code: string): boolean {
  return LOSSES.has(code);
}

/**
 * Turns progress into lines: one per 5 seconds, or per 5 % where those take more than a second; four a
 * second where the line is written over. Nothing for runs of less than a second.
 * @param write takes one line without its end
 */
export function createProgressLines(
  write: (line: string) => void,
  options: { rewrites: boolean; now: () => number },
): (progress: IndexProgress) => void {
  const began = options.now();
  let last = { at: began, phase: "", share: 0 };
  return (progress) => {
    const at = options.now();
    const share = progress.total === 0 ? 1 : progress.done / progress.total;
    const moved = progress.phase === last.phase ? share - last.share : 0;
    const since = at - last.at;
    const isDue = options.rewrites ? since >= 250 : since >= 5_000 || (since >= 1_000 && moved >= 0.05);
    if (progress.phase !== last.phase) last = { at: last.at, phase: progress.phase, share };
    if (!isDue || at - began < 1_000) return;
    last = { at, phase: progress.phase, share };
    write(progressLine(progress));
  };
}

const WORDS = {
  read: ["读取", "个文件"],
  index: ["建立索引", "个片段"],
  embed: ["计算向量", "个片段"],
} as const;

function progressLine({ phase, done, total, secondsLeft }: IndexProgress): string {
  const [doing, unit] = WORDS[phase];
  const left = secondsLeft === null ? "" : `，约剩 ${formatSeconds(secondsLeft)}`;
  return `${doing} ${done} / ${total} ${unit}${left}`;
}

function formatSeconds(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 90 ? `${whole} 秒` : `${Math.round(whole / 60)} 分钟`;
}
