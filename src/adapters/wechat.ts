/**
 * 微信公众号 in safe mode (安全模式); 兼容模式 is treated the same, plain messages are refused because their
 * signature does not cover the body. Sources: 微信公众平台 「接入指南」「接收普通消息」「被动回复用户消息」
 * 「消息加解密说明」. Answers travel in the HTTP reply; one that misses it goes with the user's next message.
 */
import { z } from "zod";
import {
  type AdapterContext,
  defineAdapter,
  type PassiveResponse,
  type Received,
  type Reply,
} from "./adapter.ts";
import { equalText } from "./shared/constant-time.ts";
import { readFlatXml, writeFlatXml } from "./shared/flat-xml.ts";
import { checkTimestamp, createReplayMemory, type ReplayMemory } from "./shared/freshness.ts";
import { renderReplyText } from "./shared/reply-text.ts";
import { utf8Bytes } from "./shared/text-atoms.ts";
import type { TextFormat } from "./shared/text-format.ts";
import { badBody, badSignature, cannotPush } from "./shared/webhook-errors.ts";
import { createWechatCrypto, isEncodingAesKey, type WechatCrypto } from "./shared/wechat-crypto.ts";

/** 公众平台 gives no window; retries are signed anew within seconds. */
const FRESH_MS = 10 * 60 * 1000;
/** The platform closes after 5 s; half a second is left for the way. */
const WITHIN_MS = 4500;
/** 「文本消息」: content of at most 2048 bytes. */
const LONGEST_TEXT = 2048;
const LARGEST_BODY = 64 * 1024;
/** What the platform puts in place of a message that it can't deliver. */
const UNDELIVERABLE = "【收到不支持的消息类型，暂无法显示】";

const PENDING = "正在为您查询，请稍后回复任意文字查看结果。";
const UNSUPPORTED = "暂时只能阅读文字消息。请用文字输入您的问题，例如：居住证怎么办理。";
const EMPTY = "请先输入问题。";

interface WechatBot {
  crypto: WechatCrypto;
  context: AdapterContext;
  replays: ReplayMemory;
}

/** Query of a request: `signature` covers no body, `msg_signature` covers the ciphertext. */
interface Stamp {
  timestamp: string;
  nonce: string;
  signature: string;
  messageSignature: string;
}

export const wechat = defineAdapter({
  name: "wechat",
  needsPublicUrl: true,
  env: z.object({
    TOKEN: z.string().min(3, "应为公众平台里填写的 Token").max(64, "应为公众平台里填写的 Token"),
    APP_ID: z.string().regex(/^\w{4,64}$/, "应为公众号的 AppID"),
    ENCODING_AES_KEY: z.string().refine(isEncodingAesKey, "应为 43 位的 EncodingAESKey"),
    /** Needed for customer-service messages only. */
    APP_SECRET: z.string().optional(),
    API_BASE: z.url("应为网址").optional(),
  }),
  create(settings, context) {
    const crypto = createWechatCrypto({
      token: settings.TOKEN,
      encodingAesKey: settings.ENCODING_AES_KEY,
      receiveId: settings.APP_ID,
    });
    const bot = { crypto, context, replays: createReplayMemory(context.now, FRESH_MS) };
    return {
      name: "wechat",
      capabilities: {
        methods: ["GET", "POST"],
        maxBodyBytes: LARGEST_BODY,
        lateReply: "next_message",
        refusal: "reply",
        idempotentSend: false,
        progressEveryMs: null,
        redelivery: { deliveries: 3, lapsedAfterMs: 5500, overAfterMs: 15_000 },
      },
      async receive(request) {
        const query = new URL(request.url).searchParams;
        const stamp = readStamp(query);
        checkTimestamp(stamp.timestamp, context.now(), FRESH_MS);
        if (request.method === "GET") return answerHandshake(bot, stamp, query.get("echostr"));
        return receiveMessage(bot, stamp, await request.text());
      },
      async send() {
        throw cannotPush("wechat");
      },
      async progress() {},
    };
  },
  async diagnose() {
    return [];
  },
});

function readStamp(query: URLSearchParams): Stamp {
  const get = (name: string) => query.get(name) ?? "";
  return {
    timestamp: get("timestamp"),
    nonce: get("nonce"),
    signature: get("signature"),
    messageSignature: get("msg_signature"),
  };
}

/** 「接入指南」: the echo comes back as it is, and as nothing but text. */
async function answerHandshake(bot: WechatBot, stamp: Stamp, echo: string | null): Promise<Received> {
  const expected = await bot.crypto.sign(stamp.timestamp, stamp.nonce);
  if (!equalText(expected, stamp.signature)) throw badSignature();
  if (echo === null) throw badBody("echostr is missing");
  return { response: textResponse(echo, "text/plain"), messages: [] };
}

async function receiveMessage(bot: WechatBot, stamp: Stamp, body: string): Promise<Received> {
  const fields = readFlatXml(await decryptBody(bot, stamp, body));
  const from = requireField(fields, "FromUserName");
  const account = requireField(fields, "ToUserName");
  const seal = { bot, nonce: stamp.nonce, to: from, account };
  const type = requireField(fields, "MsgType");
  const text = (fields.get("Content") ?? "").trim();
  if (type === "event") return receiveEvent(seal, fields.get("Event") ?? "");
  if (type !== "text" || text === UNDELIVERABLE) return sayAtOnce(seal, UNSUPPORTED);
  if (text === "") return sayAtOnce(seal, EMPTY);
  return {
    response: passiveResponse(seal),
    messages: [
      {
        key: fields.get("MsgId") || `${from}:${fields.get("CreateTime") ?? ""}`,
        conversation: { id: from, kind: "direct", handle: { openid: from, account } },
        sender: from,
        text,
        pushAfterMs: 0,
      },
    ],
  };
}

/**
 * The envelope is read before the signature can be checked, because the signature covers a field of it; the
 * reader knows nothing but flat elements. What can't be decrypted looks like what was not signed.
 */
async function decryptBody(bot: WechatBot, stamp: Stamp, body: string): Promise<string> {
  const ciphertext = readFlatXml(body).get("Encrypt");
  if (!ciphertext) throw badSignature();
  const expected = await bot.crypto.sign(stamp.timestamp, stamp.nonce, ciphertext);
  if (!equalText(expected, stamp.messageSignature)) throw badSignature();
  const message = await bot.crypto.decrypt(ciphertext);
  if (message === null) throw badSignature();
  // A redelivery may be encrypted anew, so it is the message that tells it from another one.
  const proof = await bot.crypto.sign(stamp.timestamp, stamp.nonce, message);
  bot.replays.check(`${stamp.timestamp}:${stamp.nonce}`, proof);
  return message;
}

function requireField(fields: Map<string, string>, name: string): string {
  const value = fields.get(name);
  if (!value) throw badBody(`${name} is missing`);
  return value;
}

/** Whom a reply goes to and what seals it. */
interface Seal {
  bot: WechatBot;
  nonce: string;
  to: string;
  account: string;
}

/** Events need no memory: the same event again gets the same words. */
async function receiveEvent(seal: Seal, event: string): Promise<Received> {
  if (event.toLowerCase() === "subscribe") return sayAtOnce(seal, greeting(seal.bot.context.siteName));
  return { response: textResponse("success", "text/plain"), messages: [] };
}

async function sayAtOnce(seal: Seal, text: string): Promise<Received> {
  return { response: await sealedReply(seal, text, seal.bot.context.now()), messages: [] };
}

function greeting(siteName: string): string {
  return (
    `您好，我是${siteName}智能问答助手（AI）。我只根据已公开的政策文件和办事指南回答，并标出原文出处。` +
    "请不要填写身份证号、银行卡号等个人信息。"
  );
}

function passiveResponse(seal: Seal): PassiveResponse {
  return {
    withinMs: WITHIN_MS,
    async render(reply) {
      if (!reply) return sealedReply(seal, PENDING, seal.bot.context.now());
      const last = reply.parts.at(-1);
      if (!last) return textResponse("success", "text/plain");
      return sealedReply(seal, renderReply(reply, seal.bot.context.publicUrl), last.answeredAt);
    },
  };
}

function renderReply(reply: Reply, publicUrl: string | null): string {
  const format: TextFormat = {
    limit: LONGEST_TEXT,
    measure: utf8Bytes,
    escape: escapeText,
    link: (label, url) => `<a href="${url}">${label}</a>`,
    publicUrl,
  };
  return renderReplyText(reply, format);
}

/** The client reads a few tags in texts, so only our links may be tags; XML knows no control characters. */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\t", " ")
    .replaceAll(/[^\P{Cc}\n]|[\ufffe\uffff]/gu, "")
    .replaceAll("<", "＜")
    .replaceAll(">", "＞");
}

/** 「被动回复用户消息」, encrypted and signed as 「消息加解密说明」 asks. */
async function sealedReply(seal: Seal, text: string, at: Date): Promise<Response> {
  const { crypto, context } = seal.bot;
  const message = writeFlatXml({
    ToUserName: seal.to,
    FromUserName: seal.account,
    CreateTime: Math.floor(at.getTime() / 1000),
    MsgType: "text",
    Content: text,
  });
  const Encrypt = await crypto.encrypt(message);
  const TimeStamp = Math.floor(context.now().getTime() / 1000);
  const MsgSignature = await crypto.sign(String(TimeStamp), seal.nonce, Encrypt);
  const envelope = writeFlatXml({ Encrypt, MsgSignature, TimeStamp, Nonce: seal.nonce });
  return textResponse(envelope, "text/xml");
}

function textResponse(body: string, type: string): Response {
  return new Response(body, {
    headers: { "content-type": `${type}; charset=utf-8`, "x-content-type-options": "nosniff" },
  });
}
