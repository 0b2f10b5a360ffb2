import { z } from "zod";
import type { AdapterContext, SendFailure, SendResult } from "../adapter.ts";
import { type AccessTokens, createAccessTokens } from "../shared/access-token.ts";
import {
  type CallPlatform,
  type CallResult,
  failedSend,
  type PlatformReply,
  readReply,
} from "../shared/platform-call.ts";
import type { DingtalkAddress } from "./parse.ts";
import type { DingtalkSettings } from "./settings.ts";

const API = "https://api.dingtalk.com";

/** What calls to the platform are made with. */
export interface DingtalkAccess {
  settings: DingtalkSettings;
  call: CallPlatform;
  tokens: AccessTokens;
}

/** Where the app's OpenAPI is. */
export function apiUrl({ API_BASE }: Pick<DingtalkSettings, "API_BASE">, path: string): string {
  return `${(API_BASE ?? API).replace(/\/+$/, "")}${path}`;
}

const issuedToken = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() });
const errorBody = z.object({ code: z.string(), message: z.string().optional() });

/** 「获取企业内部应用的 accessToken」. */
export function requestToken(settings: DingtalkSettings, call: CallPlatform): Promise<CallResult> {
  const json = { appKey: settings.APP_KEY, appSecret: settings.APP_SECRET };
  return call({ url: apiUrl(settings, "/v1.0/oauth2/accessToken"), json });
}

export function createDingtalkTokens(
  settings: DingtalkSettings,
  call: CallPlatform,
  context: AdapterContext,
): AccessTokens {
  return createAccessTokens(
    {
      app: settings.APP_KEY,
      async issue() {
        const result = await requestToken(settings, call);
        const issued = readReply(result, issuedToken);
        if (!issued) return { kind: "failed", failure: failedSend(result, reasonOfToken(result)) };
        return { kind: "token", token: issued.accessToken, lifetimeMs: issued.expireIn * 1000 };
      },
    },
    context,
  );
}

/** A token that is refused is refused for the app's key and secret. */
function reasonOfToken(result: CallResult): SendFailure | undefined {
  const isRefused = result.kind === "reply" && result.status >= 400 && result.status < 500;
  return isRefused && result.status !== 429 ? "auth" : undefined;
}

/** Calls the OpenAPI in the app's name. */
export function callApi(
  { settings, call, tokens }: DingtalkAccess,
  path: string,
  json: unknown,
  method: "POST" | "PUT" = "POST",
): Promise<CallResult> {
  const url = apiUrl(settings, path);
  return tokens.withToken(
    (token) => call({ method, url, json, headers: { "x-acs-dingtalk-access-token": token } }),
    isInvalidToken,
  );
}

function isInvalidToken(reply: PlatformReply): boolean {
  return reply.status === 401 || /^(InvalidAuthentication|Invalid\.?AccessToken)/i.test(errorCode(reply));
}

/** The OpenAPI's code of an error, such as `Forbidden.AccessDenied.QpsLimitForApi`; empty without one. */
export function errorCode(result: CallResult): string {
  return readReply(result, errorBody)?.code ?? "";
}

/** A call of the OpenAPI that did not do what was asked. */
export function failedCall(result: CallResult) {
  return failedSend(result, reasonOfCode(errorCode(result)));
}

function reasonOfCode(code: string): SendFailure | undefined {
  if (/QpsLimit|Throttling|TooManyRequests|flow.?control/i.test(code)) return "rate";
  if (/^(InvalidAuthentication|Invalid\.?AccessToken)/i.test(code)) return "auth";
  if (/TooLong|LengthExceed|SizeExceed/i.test(code)) return "too_long";
  if (/^Forbidden|NotFound|not\.found|NotExist|notInGroup/i.test(code)) return "blocked";
  return undefined;
}

/** A text as the platform shows it. */
export interface MarkdownMessage {
  /** Shown in notifications and lists of conversations. */
  title: string;
  text: string;
}

const sessionReply = z.object({ errcode: z.number() });

/** What `errcode` means, 「自定义机器人发送消息的返回码」. The HTTP status is 200 whatever happens. */
const SESSION_REASONS: Readonly<Record<number, SendFailure>> = {
  [-1]: "transient",
  130101: "rate",
  410100: "rate",
  460101: "too_long",
  430101: "blocked",
  430102: "blocked",
  430103: "blocked",
  430104: "blocked",
  310000: "blocked",
  400013: "blocked",
};

/** 「消息发送太快」: counted by the minute. */
const RATE_MS = 60_000;

/**
 * 「使用 sessionWebhook 回复消息」: needs no token. A code that is not in the list says that the address is no longer
 * good: the reason `window`, and the message has surely not arrived.
 * @param mentioned staff id of who is told of the answer in a group; its text must name them too
 */
export async function sendToSession(
  { call }: DingtalkAccess,
  sessionWebhook: string,
  message: MarkdownMessage,
  mentioned: string | null,
): Promise<SendResult> {
  const at = mentioned === null ? {} : { at: { atUserIds: [mentioned], isAtAll: false } };
  const result = await call({ url: sessionWebhook, json: { msgtype: "markdown", markdown: message, ...at } });
  const reply = readReply(result, sessionReply);
  if (reply?.errcode === 0) return { status: "sent", platformMessageId: null };
  const failed = failedSend(result, reply ? (SESSION_REASONS[reply.errcode] ?? "window") : undefined);
  return failed.reason === "rate" ? { retryAfterMs: RATE_MS, ...failed } : failed;
}

const sentByRobot = z.object({
  processQueryKey: z.string().nullish(),
  invalidStaffIdList: z.array(z.string()).nullish(),
  flowControlledStaffIdList: z.array(z.string()).nullish(),
});

/** 「机器人发送群聊消息」 and 「批量发送人与机器人会话中机器人消息」; `msgParam` is JSON in a string. */
export async function sendByRobot(
  bot: DingtalkAccess,
  address: DingtalkAddress,
  isGroup: boolean,
  message: MarkdownMessage,
): Promise<SendResult> {
  const common = {
    robotCode: address.robotCode,
    msgKey: "sampleMarkdown",
    msgParam: JSON.stringify(message),
  };
  const result = isGroup
    ? await callApi(bot, "/v1.0/robot/groupMessages/send", {
        ...common,
        openConversationId: address.conversationId,
      })
    : await callApi(bot, "/v1.0/robot/oToMessages/batchSend", {
        ...common,
        userIds: [address.staffId || address.senderId],
      });
  const sent = result.kind === "reply" && result.ok ? readReply(result, sentByRobot) : null;
  if (!sent) return failedCall(result);
  if (sent.flowControlledStaffIdList?.length) return failedSend(result, "rate");
  if (sent.invalidStaffIdList?.length) return failedSend(result, "blocked");
  return { status: "sent", platformMessageId: sent.processQueryKey ?? null };
}
