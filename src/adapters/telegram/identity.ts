import { z } from "zod";
import { WenbanError } from "../../errors.ts";
import type { AdapterMemory } from "../adapter.ts";
import type { BotIdentity } from "./address.ts";
import { type CallTelegram, readResult } from "./api.ts";

/** Bot API `getMe`. */
export const botProfile = z.object({
  username: z.string(),
  can_read_all_group_messages: z.boolean().default(false),
});

const MEMORY_KEY = "username";
const REMEMBERED_MS = 24 * 60 * 60 * 1000;
/** Telegram waits for the reply to its delivery meanwhile. */
const TIMEOUT_MS = 3000;

/**
 * Who the bot is: the number that its token begins with, and the name that Telegram knows it by.
 * @param configured the name, where the settings give it
 */
export function createIdentity(
  token: string,
  configured: string | undefined,
  { call, memory }: { call: CallTelegram; memory: AdapterMemory },
): BotIdentity {
  return {
    id: Number.parseInt(token, 10),
    async name() {
      const known = configured?.replace(/^@/, "") ?? (await memory.get(MEMORY_KEY));
      if (known !== null) return known;
      const profile = readResult(await call("getMe", {}, TIMEOUT_MS), botProfile);
      if (!profile) throw nameUnknown();
      await memory.set(MEMORY_KEY, profile.username, REMEMBERED_MS);
      return profile.username;
    },
  };
}

/** Not acknowledged, a message is delivered again: better than to leave out one that was for the bot. */
function nameUnknown(): WenbanError {
  return new WenbanError(
    "unavailable",
    "webhook.no_bot_name",
    "暂时无法确认机器人的用户名。(Can't ask Telegram for the bot's name.)",
    { hint: "可设置 WENBAN_TELEGRAM_USERNAME。Set WENBAN_TELEGRAM_USERNAME." },
  );
}
