import { sha256Hex } from "../digest.ts";
import type { Audience } from "../domain.ts";

const HASH_LENGTH = 16;
const SHORTEST_ID = 4;

/** What a question is remembered by once its words are forgotten. */
export async function questionHash(audience: Audience, key: string): Promise<string> {
  return (await sha256Hex(`${audience}\n${key}`)).slice(0, HASH_LENGTH);
}

/** Ids that begin as the hashes do, as short as they can be told apart. */
export function shortIds(hashes: readonly string[]): string[] {
  const isTakenTwice = (length: number) =>
    new Set(hashes.map((hash) => hash.slice(0, length))).size < new Set(hashes).size;
  let length = SHORTEST_ID;
  while (length < HASH_LENGTH && isTakenTwice(length)) length++;
  return hashes.map((hash) => `G-${hash.slice(0, length)}`);
}

/** Whether an id as typed means a gap: a longer id means the same gap as a shorter one. */
export function isSameGap(typed: string, id: string): boolean {
  const [one, other] = [typed, id].map((text) => text.trim().toLowerCase().replace(/^g-/, ""));
  if (!one || !other || one.length < SHORTEST_ID) return false;
  return one.startsWith(other) || other.startsWith(one);
}
