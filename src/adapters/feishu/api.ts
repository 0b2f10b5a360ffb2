import { z } from "zod";
import { WenbanError } from "../../errors.ts";
import type { SendFailure, SendResult } from "../adapter.ts";
import { type AccessTokens, createAccessTokens } from "../shared/access-token.ts";
import {
  type CallResult,
  type FailedSend,
  failedSend,
  type PlatformReply,
  type PlatformRequest,
  readReply,
} from "../shared/platform-call.ts";
import type { FeishuBot } from "./bot.ts";
import type { FeishuAddress } from "./parse.ts";

type BotBase = Omit<FeishuBot, "tokens">;

/** Where the app's OpenAPI is. */
export function apiUrl(
  { settings, platform }: Pick<FeishuBot, "settings" | "platform">,
  path: string,
): string {
  return `${(settings.API_BASE ?? platform.host).replace(/\/+$/, "")}${path}`;
}

const coded = z.object({ code: z.number(), msg: z.string().nullish() });
const issuedToken = z.object({
  code: z.literal(0),
  tenant_access_token: z.string().min(1),
  expire: z.number().positive(),
});

/** 「自建应用获取 tenant_access_token」. */
export function requestToken(bot: BotBase): Promise<CallResult> {
  const url = apiUrl(bot, "/open-apis/auth/v3/tenant_access_token/internal");
  return bot.call({ url, json: { app_id: bot.settings.APP_ID, app_secret: bot.settings.APP_SECRET } });
}

export function createFeishuTokens(bot: BotBase): AccessTokens {
  return createAccessTokens(
    {
      app: bot.settings.APP_ID,
      async issue() {
        const result = await requestToken(bot);
        const issued = readReply(result, issuedToken);
        if (issued)
          return { kind: "token", token: issued.tenant_access_token, lifetimeMs: issued.expire * 1000 };
        const code = errorCode(result);
        const isRefused = code !== null && REASONS[code] === undefined;
        return { kind: "failed", failure: isRefused ? failedSend(result, "auth") : failedCall(result) };
      },
    },
    bot.context,
  );
}

/** Calls the OpenAPI in the app's name. */
export function callApi(
  bot: FeishuBot,
  path: string,
  request: Pick<PlatformRequest, "method" | "json">,
): Promise<CallResult> {
  const url = apiUrl(bot, path);
  return bot.tokens.withToken(
    (token) => bot.call({ ...request, url, headers: { authorization: `Bearer ${token}` } }),
    (reply) => isInvalidToken(reply),
  );
}

/** A token that is no longer good comes back with HTTP 400: it is the code that tells. */
function isInvalidToken(reply: PlatformReply): boolean {
  const code = errorCode(reply);
  return code !== null && REASONS[code] === "auth";
}

/** The OpenAPI's code: 0 for success, null where there is none. */
export function errorCode(result: CallResult): number | null {
  return readReply(result, coded)?.code ?? null;
}

/** 「通用错误码」 and 「消息错误码」. */
const REASONS: Readonly<Record<number, SendFailure>> = {
  99991661: "auth",
  99991663: "auth",
  99991668: "auth",
  99991400: "rate",
  99991401: "blocked",
  99991672: "blocked",
  230002: "blocked",
  230006: "blocked",
  230011: "blocked",
  230013: "blocked",
  230018: "blocked",
  230020: "rate",
  230022: "blocked",
  230025: "too_long",
  230027: "blocked",
  230028: "blocked",
  230035: "blocked",
  230049: "transient",
  230050: "blocked",
  232009: "blocked",
};

/** A call that did not do what was asked. */
export function failedCall(result: CallResult): FailedSend {
  const code = errorCode(result);
  const isUnknown = code === null || code === 0;
  const failed = failedSend(result, isUnknown ? undefined : (REASONS[code] ?? unlistedReason(result)));
  // 「频率限制」: seconds until calls are taken again.
  const seconds = result.kind === "reply" ? Number(result.headers.get("x-ogw-ratelimit-reset") ?? "") : 0;
  return failed.reason === "rate" && seconds > 0 ? { ...failed, retryAfterMs: seconds * 1000 } : failed;
}

/** A code that is not in the list says that nothing was done; only a fault of the platform passes. */
function unlistedReason(result: CallResult): SendFailure {
  return result.kind === "reply" && (result.status >= 500 || result.status === 429)
    ? failedSend(result).reason
    : "bug";
}

const sentMessage = z.object({ code: z.literal(0), data: z.object({ message_id: z.string() }) });

/** A message of the OpenAPI; `content` becomes JSON in a string. */
export interface FeishuMessage {
  msg_type: "interactive" | "post";
  content: unknown;
}

/**
 * 「回复消息」, or 「发送消息」 where there is none to reply to.
 * @param uuid at most 50 characters: the same one within an hour is sent once
 */
export async function sendMessage(
  bot: FeishuBot,
  { messageId, chatId, threadId }: FeishuAddress,
  { msg_type, content }: FeishuMessage,
  uuid: string,
): Promise<SendResult> {
  const message = { msg_type, content: JSON.stringify(content), uuid };
  const result = await (messageId === ""
    ? callApi(bot, "/open-apis/im/v1/messages?receive_id_type=chat_id", {
        json: { ...message, receive_id: chatId },
      })
    : callApi(bot, `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/reply`, {
        json: { ...message, ...(threadId !== "" && { reply_in_thread: true }) },
      }));
  const sent = readReply(result, sentMessage);
  return sent ? { status: "sent", platformMessageId: sent.data.message_id } : failedCall(result);
}

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
