/**
 * Sends a request over an open long connection and gives the platform's reply to it. Rejects when none came: the
 * request may have arrived all the same.
 */
export type Exchange = (request: Readonly<Record<string, unknown>>) => Promise<unknown>;

/**
 * Where a bot's listener and its adapter meet, on platforms that take answers over the long connection alone. One
 * for each bot and process.
 */
export interface Connection {
  /** Null while no connection is open in this process. */
  exchange: Exchange | null;
}

/** A connection that is not open yet. */
export function createConnection(): Connection {
  return { exchange: null };
}
