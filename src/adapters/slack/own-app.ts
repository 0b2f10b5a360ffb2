/** Which app a bot is: one signing secret belongs to one app, so that the first request it signs tells. */
import type { AdapterMemory } from "../adapter.ts";
import { encodeHex } from "../shared/base64.ts";

/** A secret's app never changes; the note is renewed after a year at most. */
const KEPT_MS = 365 * 24 * 60 * 60 * 1000;

/** The app that a bot answers for. */
export interface OwnApp {
  /** Undefined as long as nobody knows. */
  id(): Promise<string | undefined>;
  /** Takes the app of a verified request for the bot's own where it was not known. */
  note(appId: string | undefined): Promise<void>;
}

/** @param configured the app's id as the settings have it, if they do */
export function createOwnApp(
  configured: string | undefined,
  signingSecret: string,
  memory: AdapterMemory,
): OwnApp {
  let known = configured;
  return {
    async id() {
      known ??= (await memory.get(await keyOf(signingSecret))) ?? undefined;
      return known;
    },
    async note(appId) {
      if (known !== undefined || appId === undefined) return;
      known = appId;
      await memory.set(await keyOf(signingSecret), appId, KEPT_MS);
    },
  };
}

/** Another secret is another app. */
async function keyOf(signingSecret: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(signingSecret));
  return `app:${encodeHex(new Uint8Array(digest)).slice(0, 32)}`;
}
