/**
 * 小程序客服消息 of a 微信小程序. Callbacks come as those of a 公众号; replies never travel in the HTTP response, every
 * answer is sent as 客服消息.
 */
import { z } from "zod";
import { type Capabilities, defineAdapter, type Received } from "../adapter.ts";
import { sendPieces } from "../shared/send-pieces.ts";
import { plainTextFormat } from "../shared/wechat-text.ts";
import { createWechatApi, TYPING_MS } from "./api.ts";
import { checkCredentials, describeConsole } from "./diagnose.ts";
import { parseMessage } from "./parse.ts";
import { renderEcho, renderServiceMessages, renderTaken } from "./render.ts";
import {
  type Callback,
  callbackFields,
  createCallbackCrypto,
  createCallbackReader,
  LARGEST_BODY,
} from "./verify.ts";

/** What is asked in the name of somebody who opens the conversation, so that they are greeted. */
const OPENING = "你好";

const capabilities: Capabilities = {
  methods: ["GET", "POST"],
  maxBodyBytes: LARGEST_BODY,
  lateReply: "push",
  refusal: "status",
  idempotentSend: false,
  progressEveryMs: TYPING_MS,
  progressFadesMs: TYPING_MS,
  redelivery: null,
};

export const miniprogram = defineAdapter({
  name: "miniprogram",
  needsPublicUrl: true,
  env: z.object({
    ...callbackFields,
    APP_SECRET: z.string(),
    API_BASE: z.url("应为网址").optional(),
  }),
  create(settings, context) {
    const crypto = createCallbackCrypto(settings);
    const read = createCallbackReader({ crypto, allowsPlain: settings.PLAIN, context });
    const api = createWechatApi(appOf(settings), context);
    // Tags link to 小程序 only.
    const format = plainTextFormat(context.publicUrl);
    return {
      name: "miniprogram",
      capabilities,
      receive: async (request) => receive(await read(request)),
      async send({ handle }, reply) {
        const messages = renderServiceMessages(reply, format);
        return sendPieces(messages, reply, (message) => api.send(handle.openid ?? "", message));
      },
      async progress({ handle }) {
        await api.showTyping(handle.openid ?? "");
      },
    };
  },
  async diagnose(settings, context, callbackUrl) {
    const place = "小程序管理后台「开发管理 → 开发设置 → 消息推送」";
    const todo = describeConsole({ place, allowsPlain: settings.PLAIN, callbackUrl });
    return [...(await checkCredentials(appOf(settings), context)), ...todo];
  },
});

function appOf(settings: { APP_ID: string; APP_SECRET: string; API_BASE?: string | undefined }) {
  return { appId: settings.APP_ID, appSecret: settings.APP_SECRET, apiBase: settings.API_BASE };
}

function receive(callback: Callback): Received {
  if (callback.kind === "handshake") return { response: renderEcho(callback.echo), messages: [] };
  const { from: openid, account, meaning } = parseMessage(callback.fields);
  if (meaning.kind === "nothing") return { response: renderTaken(), messages: [], isIgnored: true };
  const message = {
    key: meaning.key,
    conversation: { id: openid, kind: "direct" as const, handle: { openid, account } },
    sender: openid,
    text: wordsOf(meaning),
    pushAfterMs: 0,
  };
  return { response: renderTaken(), messages: [message] };
}

/** What is asked; empty for what can't be read. */
function wordsOf(meaning: { kind: "question"; text: string } | { kind: string }): string {
  return "text" in meaning ? meaning.text : meaning.kind === "greeting" ? OPENING : "";
}
