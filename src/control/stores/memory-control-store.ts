import type { RecordedChange } from "../control-change.ts";
import type { ControlStore } from "../control-store.ts";

/** The record for as long as the process lives: tests, and Workers without a database. */
export function createMemoryControlStore(now: () => Date): ControlStore {
  const recorded: RecordedChange[] = [];
  return {
    async append(change, actor) {
      recorded.push({ sequence: recorded.length + 1, at: now().toISOString(), actor, change });
    },
    changes: async (after) => recorded.slice(after),
    async close() {},
  };
}
