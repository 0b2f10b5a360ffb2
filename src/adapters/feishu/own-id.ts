import { z } from "zod";
import { WenbanError } from "../../errors.ts";
import { readReply } from "../shared/platform-call.ts";
import { callApi } from "./api.ts";
import type { FeishuBot } from "./bot.ts";

const botInfo = z.object({ code: z.literal(0), bot: z.object({ open_id: z.string().min(1) }) });
const OWN_ID = "own_open_id";
const OWN_ID_KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * The bot's own open_id, 「获取机器人信息」; kept for a day.
 * @throws WenbanError `webhook.own_id_unknown`: the platform delivers the message again
 */
export async function ownOpenId(bot: FeishuBot): Promise<string> {
  const known = bot.settings.BOT_OPEN_ID ?? (await bot.context.memory.get(OWN_ID));
  if (known) return known;
  const result = await callApi(bot, "/open-apis/bot/v3/info", { method: "GET" });
  const info = readReply(result, botInfo);
  if (!info) {
    const message = "查不到机器人自己的 open_id，请平台稍后重发。(Can't tell the bot's own open_id.)";
    const hint = "检查凭据和网络，或设置 BOT_OPEN_ID。";
    throw new WenbanError("unavailable", "webhook.own_id_unknown", message, { hint });
  }
  await bot.context.memory.set(OWN_ID, info.bot.open_id, OWN_ID_KEPT_MS);
  return info.bot.open_id;
}
