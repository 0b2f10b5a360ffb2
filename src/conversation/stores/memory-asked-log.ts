import type { AskedLog, AskedQuestion } from "../asked-log.ts";

/** What was asked, held in memory: read out of a file, or made by a test. */
export function createMemoryAskedLog(asked: readonly AskedQuestion[]): AskedLog {
  return {
    async list({ since, audience }) {
      return asked
        .filter((one) => one.askedAt >= since && (one.audience === "public" || audience === "staff"))
        .sort((a, b) => (a.askedAt < b.askedAt ? -1 : a.askedAt > b.askedAt ? 1 : 0))
        .map((one) => structuredClone(one));
    },
    async close() {},
  };
}
