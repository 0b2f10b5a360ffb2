/** Calls of the platform: 企业微信 「获取access_token」 and 「全局错误码」. */
import { z } from "zod";
import type { AdapterContext, SendFailure } from "../adapter.ts";
import { type AccessTokenSource, createAccessTokens } from "../shared/access-token.ts";
import {
  type CallResult,
  createPlatformCall,
  type FailedSend,
  failedSend,
  type PlatformReply,
  readReply,
} from "../shared/platform-call.ts";
import type { CorpSettings } from "./settings.ts";

const API_BASE = "https://qyapi.weixin.qq.com";
/** Hosts of the addresses that come with messages of 智能机器人. */
export const RESPONSE_HOSTS = ["qyapi.weixin.qq.com"];

/** Every reply tells by `errcode` whether the call did what was asked; the HTTP status is 200 all the same. */
const status = z.object({ errcode: z.number(), errmsg: z.string().default("") });
const issued = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** The token is wrong, missing or at its end: a new one may be good. */
const TOKEN_CODES: ReadonlySet<number> = new Set([40001, 40014, 41001, 42001]);

const REASONS: Readonly<Record<number, SendFailure>> = {
  [-1]: "transient",
  // The settings: secret, enterprise, application, rights, trusted addresses.
  40001: "auth",
  40013: "auth",
  40014: "auth",
  40056: "auth",
  41001: "auth",
  42001: "auth",
  48002: "auth",
  60011: "auth",
  60020: "auth",
  95017: "auth",
  301002: "auth",
  // Too often, or too much at the same time.
  45009: "rate",
  45033: "rate",
  846607: "rate",
  45002: "too_long",
  // Whom the application can't reach: no such member, an account that is gone, people who talk to staff.
  60111: "blocked",
  81013: "blocked",
  82001: "blocked",
  95000: "blocked",
  95004: "blocked",
  95018: "blocked",
  // 微信客服: five messages in the 48 hours after the customer's last one.
  95001: "window",
  95002: "window",
  95024: "window",
};
const RETRY_AFTER_MS: Readonly<Record<number, number>> = { 45009: 60_000, 45033: 1000 };

/** Calls of `/cgi-bin/<path>`. A token that is refused is made new once. */
export interface WecomApi {
  post(path: string, json: unknown): Promise<CallResult>;
  get(path: string, query: Readonly<Record<string, string>>): Promise<CallResult>;
  /** 「获取access_token」, whether or not there is one already. */
  requestToken(): Promise<CallResult>;
}

export function createWecomApi(
  corp: CorpSettings,
  apiBase: string | null,
  context: AdapterContext,
): WecomApi {
  const base = `${apiBase ?? API_BASE}/cgi-bin`;
  const call = createPlatformCall(context);
  const requestToken = (): Promise<CallResult> =>
    call({ url: addressOf(`${base}/gettoken`, { corpid: corp.corpId, corpsecret: corp.secret }) });
  const source: AccessTokenSource = {
    app: `${corp.corpId}:${corp.agentId}`,
    async issue() {
      const result = await requestToken();
      const token = readReply(result, issued);
      if (!token) return { kind: "failed", failure: refusalOf(result) ?? failedSend(result) };
      return { kind: "token", token: token.access_token, lifetimeMs: token.expires_in * 1000 };
    },
  };
  const tokens = createAccessTokens(source, context);
  return {
    requestToken,
    post: (path, json) =>
      tokens.withToken(
        (access_token) => call({ url: addressOf(`${base}/${path}`, { access_token }), json }),
        refusesToken,
      ),
    get: (path, query) =>
      tokens.withToken(
        (access_token) => call({ url: addressOf(`${base}/${path}`, { access_token, ...query }) }),
        refusesToken,
      ),
  };
}

function addressOf(endpoint: string, query: Readonly<Record<string, string>>): string {
  return `${endpoint}?${new URLSearchParams(query)}`;
}

function refusesToken(reply: PlatformReply): boolean {
  return TOKEN_CODES.has(codeOf(reply) ?? 0);
}

/** The platform's code for what came of a call; null when nobody could read it. */
export function codeOf(result: CallResult): number | null {
  return readReply(result, status)?.errcode ?? null;
}

/** What the platform said of a call, for people; it may repeat what was sent. */
export function messageOf(result: CallResult): string {
  return readReply(result, status)?.errmsg ?? "";
}

/** Why a call did not do what was asked; null when it did. */
export function refusalOf(result: CallResult): FailedSend | null {
  const code = codeOf(result);
  if (code === 0) return null;
  if (code === null) return failedSend(result);
  return refusalFor(code);
}

/** What a code of the platform other than 0 means for a message. */
export function refusalFor(code: number): FailedSend {
  const retryAfterMs = RETRY_AFTER_MS[code];
  const reason = REASONS[code] ?? "bug";
  return {
    status: "failed",
    reason,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(reason === "window" && { carryLater: true }),
  };
}
