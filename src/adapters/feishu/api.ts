import { z } from "zod";
import type { AdapterContext, SendFailure, SendResult } from "../adapter.ts";
import { type AccessTokens, createAccessTokens } from "../shared/access-token.ts";
import {
  type CallPlatform,
  type CallResult,
  type FailedSend,
  failedSend,
  type PlatformReply,
  type PlatformRequest,
  readReply,
} from "../shared/platform-call.ts";
import type { FeishuAddress } from "./parse.ts";
import type { FeishuPlatform, FeishuSettings } from "./settings.ts";

/** The app whose calls they are. */
interface FeishuApp {
  platform: FeishuPlatform;
  settings: FeishuSettings;
  call: CallPlatform;
}

/** What calls to the platform are made with. */
export interface FeishuAccess extends FeishuApp {
  tokens: AccessTokens;
}

/** Where the app's OpenAPI is. */
export function apiUrl({ settings, platform }: Omit<FeishuApp, "call">, path: string): string {
  return `${(settings.API_BASE ?? platform.host).replace(/\/+$/, "")}${path}`;
}

const coded = z.object({ code: z.number(), msg: z.string().nullish() });
const issuedToken = z.object({
  code: z.literal(0),
  tenant_access_token: z.string().min(1),
  expire: z.number().positive(),
});

/** 「自建应用获取 tenant_access_token」. */
export function requestToken(app: FeishuApp): Promise<CallResult> {
  const url = apiUrl(app, "/open-apis/auth/v3/tenant_access_token/internal");
  return app.call({ url, json: { app_id: app.settings.APP_ID, app_secret: app.settings.APP_SECRET } });
}

export function createFeishuTokens(app: FeishuApp, context: AdapterContext): AccessTokens {
  return createAccessTokens(
    {
      app: app.settings.APP_ID,
      async issue() {
        const result = await requestToken(app);
        const issued = readReply(result, issuedToken);
        if (issued)
          return { kind: "token", token: issued.tenant_access_token, lifetimeMs: issued.expire * 1000 };
        const code = errorCode(result);
        const isRefused = code !== null && REASONS[code] === undefined;
        return { kind: "failed", failure: isRefused ? failedSend(result, "auth") : failedCall(result) };
      },
    },
    context,
  );
}

/** Calls the OpenAPI in the app's name. */
export function callApi(
  bot: FeishuAccess,
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
  bot: FeishuAccess,
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
