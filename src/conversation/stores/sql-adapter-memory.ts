import type { AdapterMemory } from "../../adapters/adapter.ts";
import type { SqlDatabase } from "./sql-database.ts";

const PUT = `
  INSERT INTO adapter_state (channel, key, value, until) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (channel, key) DO UPDATE SET value = ?3, until = ?4`;

const GET = "SELECT value FROM adapter_state WHERE channel = ?1 AND key = ?2 AND until > ?3";

/** Adapters' values in a database in the dialect of SQLite: they outlive the process and are shared. */
export function createSqlAdapterMemory(
  database: SqlDatabase,
  now: () => Date,
): (channel: string) => AdapterMemory {
  return (channel) => ({
    async get(key) {
      const [rows] = await database.read([{ sql: GET, params: [channel, key, now().getTime()] }]);
      const value = rows?.[0]?.value;
      return value === undefined ? null : String(value);
    },
    async set(key, value, ttlMs) {
      await database.batch([{ sql: PUT, params: [channel, key, value, now().getTime() + ttlMs] }]);
    },
  });
}
