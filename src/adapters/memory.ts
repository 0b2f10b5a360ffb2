import type { AdapterMemory } from "./adapter.ts";

/** Adapters' values for as long as the process lives: tests, checks, and Workers without a database. */
export function createAdapterMemory(now: () => Date): (channel: string) => AdapterMemory {
  const values = new Map<string, { value: string; until: number }>();
  const nameOf = (channel: string, key: string) => JSON.stringify([channel, key]);
  return (channel) => ({
    async get(key) {
      const found = values.get(nameOf(channel, key));
      return found && found.until > now().getTime() ? found.value : null;
    },
    async set(key, value, ttlMs) {
      values.set(nameOf(channel, key), { value, until: now().getTime() + ttlMs });
    },
  });
}
