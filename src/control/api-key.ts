import { sha256Hex, toHex } from "../digest.ts";
import type { Audience } from "../domain.ts";
import type { ApiKey, ControlState } from "./control-change.ts";

/** Marks a key, so that people and scanners know one when they see it. */
const PREFIX = "wbk_";
const SECRET_BYTES = 32;
const ID_LENGTH = 10;

/** Makes a key. `secret` is to be shown once; only its hash is kept, which is enough for a random secret. */
export async function createApiKey(
  name: string,
  audience: Audience,
  expiresAt: string | null,
): Promise<{ key: ApiKey; secret: string }> {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const secret = PREFIX + toHex(bytes);
  const hash = await sha256Hex(secret);
  return { key: { id: hash.slice(0, ID_LENGTH), name, audience, hash, expiresAt }, secret };
}

/** The key that was given, null when there is no such one or it has expired. */
export async function findApiKey(given: string, { keys }: ControlState, now: Date): Promise<ApiKey | null> {
  if (!given.startsWith(PREFIX)) return null;
  // The hash is looked up, not the key: how far two hashes agree tells nothing about a key.
  const hash = await sha256Hex(given);
  const found = keys.get(hash.slice(0, ID_LENGTH));
  if (!found || found.hash !== hash) return null;
  const isExpired = found.expiresAt !== null && Date.parse(found.expiresAt) <= now.getTime();
  return isExpired ? null : found;
}
