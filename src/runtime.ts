import type { Day } from "./domain.ts";

/** What differs between Node and Workers, handed to everything that needs it. */
export interface Runtime {
  /** Runs a task after the response; tracked, so that a shutdown waits for it. */
  defer(task: () => Promise<void>): void;
  now(): Date;
  fetch: typeof globalThis.fetch;
  /** The text of `prompts/<name>.md`. */
  readPrompt(name: string): Promise<string>;
  /** A new unguessable id, 128 random bits. */
  newId(): string;
}

const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000;

/** The calendar day in China, where the offices are, at a moment. */
export function chinaDay(moment: Date): Day {
  return new Date(moment.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}
