/**
 * The calls of 公众号 and 小程序: 「获取稳定版接口调用凭据」「客服消息 发送消息」「客服输入状态」. Answers come with HTTP status 200
 * whatever happened; `errcode` says what.
 */
import { z } from "zod";
import type { AdapterContext, AdapterMemory, SendResult } from "../adapter.ts";
import { createAccessTokens, type IssuedToken } from "../shared/access-token.ts";
import {
  type CallFailure,
  type CallResult,
  createPlatformCall,
  type FailedSend,
  failedSend,
  readReply,
} from "../shared/platform-call.ts";

const API_BASE = "https://api.weixin.qq.com";
/** 「客服输入状态」: how long it is shown; asking again before is an error. */
export const TYPING_MS = 15_000;
const FORCED = "token_forced";
const FORCED_EVERY_MS = 30_000;
/** 45011 「api minute-quota reach limit」. */
const MINUTE_MS = 60_000;

/** What a 客服消息 holds. */
export type ServiceMessage =
  | { msgtype: "text"; text: { content: string } }
  | {
      msgtype: "msgmenu";
      msgmenu: { head_content: string; list: { id: string; content: string }[]; tail_content: string };
    };

export interface WechatApi {
  send(openid: string, message: ServiceMessage): Promise<SendResult>;
  /** Shows 「对方正在输入」 for 15 seconds, or until a message comes. */
  showTyping(openid: string): Promise<void>;
  /** Asks for a token, to see whether the credentials are good. */
  requestToken(): Promise<CallResult>;
}

export interface WechatAppSettings {
  appId: string;
  appSecret: string;
  apiBase: string | undefined;
}

const reply = z.object({ errcode: z.number().default(0), errmsg: z.string().default("") });
const tokenReply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

type Failure = Pick<FailedSend, "reason" | "retryAfterMs" | "carryLater">;

/** 「全局返回码」. What only a call can't do may still go with the reply to the user's next message: `carryLater`. */
const FAILURES: Readonly<Record<number, Failure>> = {
  [-1]: { reason: "transient" },
  40001: { reason: "auth", carryLater: true },
  40013: { reason: "auth", carryLater: true },
  40014: { reason: "auth", carryLater: true },
  40125: { reason: "auth", carryLater: true },
  40164: { reason: "auth", carryLater: true },
  40243: { reason: "auth", carryLater: true },
  41001: { reason: "auth", carryLater: true },
  42001: { reason: "auth", carryLater: true },
  43004: { reason: "blocked" },
  43019: { reason: "blocked" },
  45002: { reason: "too_long" },
  45009: { reason: "rate", carryLater: true },
  45011: { reason: "rate", retryAfterMs: MINUTE_MS },
  45015: { reason: "window", carryLater: true },
  45047: { reason: "window", carryLater: true },
  48001: { reason: "blocked", carryLater: true },
  50002: { reason: "blocked" },
  87014: { reason: "blocked" },
};
/** What a new token mends. */
const TOKEN_INVALID: ReadonlySet<number> = new Set([40001, 40014, 41001, 42001]);

export function createWechatApi(settings: WechatAppSettings, context: AdapterContext): WechatApi {
  const call = createPlatformCall(context);
  const base = settings.apiBase?.replace(/\/+$/, "") ?? API_BASE;
  const requestToken = (force: boolean) =>
    call({ url: `${base}/cgi-bin/stable_token`, json: tokenRequest(settings, force) });
  const tokens = createAccessTokens(
    { app: settings.appId, issue: (refused) => issueToken(requestToken, refused, context.memory) },
    context,
  );
  const post = (path: string, json: object) =>
    tokens.withToken(
      (token) => call({ url: `${base}${path}?access_token=${encodeURIComponent(token)}`, json }),
      (answer) => TOKEN_INVALID.has(errorCode(answer) ?? 0),
    );
  return {
    requestToken: () => requestToken(false),
    async send(openid, message) {
      const result = await post("/cgi-bin/message/custom/send", { touser: openid, ...message });
      const isSent = result.kind === "reply" && result.ok && errorCode(result) === 0;
      return isSent ? { status: "sent", platformMessageId: null } : toFailure(result);
    },
    async showTyping(openid) {
      await post("/cgi-bin/message/custom/typing", { touser: openid, command: "Typing" });
    },
  };
}

function tokenRequest({ appId, appSecret }: WechatAppSettings, force: boolean): object {
  return { grant_type: "client_credential", appid: appId, secret: appSecret, force_refresh: force };
}

/**
 * In its ordinary mode the endpoint gives the same token as long as it thinks it good, even a refused one. A new one
 * may be forced twenty times a day, half a minute apart: in between the refused one comes back.
 */
async function issueToken(
  requestToken: (force: boolean) => Promise<CallResult>,
  refused: string | null,
  memory: AdapterMemory,
): Promise<IssuedToken | CallFailure> {
  const issued = readToken(await requestToken(false));
  const isSame = issued.kind === "token" && issued.token === refused;
  if (!isSame || (await memory.get(FORCED)) !== null) return issued;
  await memory.set(FORCED, "1", FORCED_EVERY_MS);
  return readToken(await requestToken(true));
}

function readToken(result: CallResult): IssuedToken | CallFailure {
  const read = readReply(result, tokenReply);
  if (!read) return { kind: "failed", failure: toFailure(result) };
  return { kind: "token", token: read.access_token, lifetimeMs: read.expires_in * 1000 };
}

function toFailure(result: CallResult): FailedSend {
  const code = errorCode(result);
  if (code === null || code === 0) return failedSend(result);
  return { ...failedSend(result, "bug"), ...FAILURES[code] };
}

/** Whether a request for a token brought one. */
export function hasToken(result: CallResult): boolean {
  return readReply(result, tokenReply) !== null;
}

/** What the platform says went wrong; code 0 when nothing did, null when it said nothing that can be read. */
export function readError(result: CallResult): { code: number; message: string } | null {
  const read = readReply(result, reply);
  return read && { code: read.errcode, message: read.errmsg };
}

function errorCode(result: CallResult): number | null {
  return readError(result)?.code ?? null;
}
