import { z } from "zod";
import type { Diagnosis } from "../adapter.ts";
import { diagnoseClock } from "../shared/clock-skew.ts";
import { type CallTelegram, readResult, telegramFailure } from "./api.ts";
import { botProfile } from "./identity.ts";

const webhookInfo = z.object({
  url: z.string(),
  pending_update_count: z.int().default(0),
  last_error_date: z.int().optional(),
  last_error_message: z.string().optional(),
  allowed_updates: z.array(z.string()).optional(),
});
/** Updates that are read; Telegram need not send others. */
const UPDATES = ["message", "callback_query"];
const RECENT_MS = 60 * 60 * 1000;

/** What looking at a bot needs. */
export interface TelegramSetUp {
  call: CallTelegram;
  secretToken: string;
  /** Whether to enter the webhook at Telegram. */
  setsWebhook: boolean;
  /** The bot's webhook address; null without `WENBAN_PUBLIC_URL`. */
  callbackUrl: string | null;
  now(): Date;
}

/** What `doctor` says of a Telegram bot. Enters its webhook where the settings ask for that. */
export async function diagnoseTelegram(setUp: TelegramSetUp): Promise<Diagnosis[]> {
  const result = await setUp.call("getMe");
  const bot = readResult(result, botProfile);
  if (!bot || result.kind === "failed") {
    const isRefused = telegramFailure(result).reason === "auth";
    return [
      isRefused
        ? {
            status: "fail",
            text: "Telegram 不接受 BOT_TOKEN。",
            hint: "在 @BotFather 用 /token 查看令牌，重新填写。",
          }
        : {
            status: "fail",
            text: "连不上 Telegram。",
            hint: "检查本机能否访问 api.telegram.org，或设置 WENBAN_TELEGRAM_API_BASE。",
          },
    ];
  }
  return [
    { status: "ok", text: `已连接：机器人 @${bot.username}。` },
    ...diagnoseClock(result.headers, setUp.now()),
    ...(bot.can_read_all_group_messages ? [privacyOff] : []),
    ...(await enterWebhook(setUp)),
    ...(await diagnoseWebhook(setUp)),
  ];
}

const privacyOff: Diagnosis = {
  status: "warn",
  text: "机器人关闭了隐私模式，会收到群里所有消息（未被 @ 的不作回答）。",
  hint: "在 @BotFather 用 /setprivacy 打开（Enable）。",
};

/** Bot API `setWebhook`. */
async function enterWebhook({
  call,
  secretToken,
  setsWebhook,
  callbackUrl,
}: TelegramSetUp): Promise<Diagnosis[]> {
  if (!setsWebhook || callbackUrl === null) return [];
  const content = { url: callbackUrl, secret_token: secretToken, allowed_updates: UPDATES };
  const isSet = readResult(await call("setWebhook", content), z.literal(true));
  return isSet
    ? [{ status: "ok", text: "已向 Telegram 登记回调地址。" }]
    : [
        {
          status: "fail",
          text: "Telegram 没有接受回调地址。",
          hint: "WENBAN_PUBLIC_URL 须是公网可达的 https 地址，端口为 443、80、88 或 8443。",
        },
      ];
}

/** Bot API `getWebhookInfo`. */
async function diagnoseWebhook({ call, callbackUrl, now }: TelegramSetUp): Promise<Diagnosis[]> {
  const info = readResult(await call("getWebhookInfo"), webhookInfo);
  if (!info || callbackUrl === null) return [];
  if (info.url !== callbackUrl && !isShortForm(info.url, callbackUrl)) {
    const text = info.url === "" ? "还没有向 Telegram 登记回调地址。" : "Telegram 登记的是另一个回调地址。";
    const hint = "设 WENBAN_TELEGRAM_SET_WEBHOOK=true 再运行一次 doctor，即登记为下面的地址。";
    return [
      { status: "fail", text, hint },
      { status: "todo", text: `回调地址：${callbackUrl}` },
    ];
  }
  const lastError = (info.last_error_date ?? 0) * 1000;
  const isRecent = now().getTime() - lastError < RECENT_MS;
  const missing = UPDATES.filter((update) => info.allowed_updates?.includes(update) === false);
  return [
    { status: "ok", text: `回调地址已登记，待送达的消息 ${info.pending_update_count} 条。` },
    ...(isRecent
      ? [
          {
            status: "warn" as const,
            text: `Telegram 最近一次送达失败：${info.last_error_message ?? "原因不明"}。`,
          },
        ]
      : []),
    ...(missing.length > 0
      ? [
          {
            status: "warn" as const,
            text: `登记时没有选择接收 ${missing.join("、")}。`,
            hint: "设 WENBAN_TELEGRAM_SET_WEBHOOK=true 再运行一次 doctor，重新登记。",
          },
        ]
      : []),
  ];
}

/** `/webhooks/telegram` is the first bot's address too. */
function isShortForm(url: string, callbackUrl: string): boolean {
  return callbackUrl === `${url}/default`;
}
