/**
 * Callbacks of 公众号 and 小程序: 「接入指南」「消息加解密说明」「消息推送」. In 安全模式 and 兼容模式 only the encrypted part
 * counts. 明文模式 has to be switched on: its signature covers no body, so that a request seen once could be sent
 * again with other words; there a (timestamp, nonce) is good for one body, whatever instance takes it.
 */
import { z } from "zod";
import type { AdapterContext } from "../adapter.ts";
import { equalText } from "../shared/constant-time.ts";
import { readFlatJson } from "../shared/flat-json.ts";
import { readFlatXml } from "../shared/flat-xml.ts";
import { checkTimestamp, createDurableReplayMemory, createReplayMemory } from "../shared/freshness.ts";
import { badBody, badSignature } from "../shared/webhook-errors.ts";
import { createWechatCrypto, isEncodingAesKey, type WechatCrypto } from "../shared/wechat-crypto.ts";
import { readWechatQuery, type WechatQuery } from "../shared/wechat-query.ts";

/** Bytes; a message has some hundreds. */
export const LARGEST_BODY = 64 * 1024;
/** 公众平台 gives no window; retries are signed anew within seconds. */
const FRESH_MS = 10 * 60 * 1000;

/** Signatures join their parts without a mark between them: a nonce must not be able to hold a ciphertext. */
const LONGEST_NONCE = 128;

const WRONG_TOKEN = "应为公众平台里填写的 Token";

/** `true` or `false`, as a variable says it. */
export const trueOrFalse = z.stringbool({ truthy: ["true"], falsy: ["false"], error: "应为 true 或 false" });

/** The variables that callbacks are verified with, by the names that the platform's console has for them. */
export const callbackFields = {
  TOKEN: z.string().min(3, WRONG_TOKEN).max(64, WRONG_TOKEN),
  APP_ID: z.string().regex(/^\w{4,64}$/, "应为公众平台里的 AppID"),
  ENCODING_AES_KEY: z.string().refine(isEncodingAesKey, "应为 43 位的 EncodingAESKey"),
  /** Whether messages are taken that are not encrypted: 明文模式. */
  PLAIN: trueOrFalse.default(false),
};

export function createCallbackCrypto(settings: {
  TOKEN: string;
  APP_ID: string;
  ENCODING_AES_KEY: string;
}): WechatCrypto {
  return createWechatCrypto({
    token: settings.TOKEN,
    encodingAesKey: settings.ENCODING_AES_KEY,
    receiveId: settings.APP_ID,
  });
}

/** How a message came, and so how its reply has to be written. */
export interface Envelope {
  format: "xml" | "json";
  isEncrypted: boolean;
  nonce: string;
}

/** A verified request. */
export type Callback =
  | { kind: "handshake"; echo: string }
  | { kind: "message"; fields: Map<string, string>; envelope: Envelope };

export interface CallbackOptions {
  crypto: WechatCrypto;
  /** Whether messages are taken that are not encrypted. */
  allowsPlain: boolean;
  context: Pick<AdapterContext, "memory" | "now">;
}

/** What one account's requests are verified with. */
interface Verifier extends Pick<CallbackOptions, "crypto" | "allowsPlain"> {
  replays: { check(nonce: string, proof: string): void | Promise<void> };
}

/** Verifies requests; every forgery is refused with the same words. */
export function createCallbackReader(options: CallbackOptions): (request: Request) => Promise<Callback> {
  const { crypto, allowsPlain, context } = options;
  // Where plain messages are taken, the query of an encrypted one could carry a plain one too.
  const replays = allowsPlain
    ? createDurableReplayMemory(context.memory, context.now, FRESH_MS)
    : createReplayMemory(context.now, FRESH_MS);
  const verifier = { crypto, allowsPlain, replays };
  return async (request) => {
    const query = readWechatQuery(request.url);
    if (query.nonce.length > LONGEST_NONCE) throw badSignature();
    checkTimestamp(query.timestamp, context.now(), FRESH_MS);
    if (request.method !== "GET") return readMessage(verifier, query, await request.text());
    if (!(await isStamped(verifier, query))) throw badSignature();
    if (query.echo === null) throw badBody("echostr is missing");
    return { kind: "handshake", echo: query.echo };
  };
}

async function readMessage(verifier: Verifier, query: WechatQuery, body: string): Promise<Callback> {
  const isRight = await isStamped(verifier, query);
  const outer = readEnvelope(body, isRight);
  const ciphertext = outer.fields.get("Encrypt");
  const envelope = { format: outer.format, isEncrypted: ciphertext !== undefined, nonce: query.nonce };
  if (ciphertext !== undefined) {
    const { fields } = readFields(await decrypt(verifier, query, ciphertext));
    return { kind: "message", fields, envelope };
  }
  if (!isRight) throw badSignature();
  if (!verifier.allowsPlain)
    throw outer.fields.has("MsgType") ? badSignature() : badBody("Encrypt is missing");
  await checkReplay(verifier, query, body);
  return { kind: "message", fields: outer.fields, envelope };
}

/** Whether the signature that covers no body is right. */
async function isStamped(
  { crypto }: Verifier,
  { timestamp, nonce, signature }: WechatQuery,
): Promise<boolean> {
  return equalText(await crypto.sign(timestamp, nonce), signature);
}

/** What can't be decrypted looks like what was not signed. */
async function decrypt(verifier: Verifier, query: WechatQuery, ciphertext: string): Promise<string> {
  const { crypto } = verifier;
  const expected = await crypto.sign(query.timestamp, query.nonce, ciphertext);
  if (!equalText(expected, query.messageSignature)) throw badSignature();
  const message = await crypto.decrypt(ciphertext);
  if (message === null) throw badSignature();
  await checkReplay(verifier, query, message);
  return message;
}

/** A redelivery may be encrypted anew, so it is the message that tells it from another one. */
async function checkReplay(
  { crypto, replays }: Verifier,
  { timestamp, nonce }: WechatQuery,
  message: string,
): Promise<void> {
  await replays.check(`${timestamp}:${nonce}`, await crypto.sign(timestamp, nonce, message));
}

interface Body {
  format: Envelope["format"];
  fields: Map<string, string>;
}

/**
 * The envelope has to be read before the signature over its ciphertext can be checked; the readers know nothing
 * but flat fields. What is wrong with it is told only to who holds the token.
 */
function readEnvelope(body: string, isStamped: boolean): Body {
  try {
    return readFields(body);
  } catch (error) {
    throw isStamped ? error : badSignature();
  }
}

/** 「消息推送」: an account's messages come in the data format chosen for it, XML or JSON. */
function readFields(body: string): Body {
  const isJson = body.trimStart().startsWith("{");
  return isJson
    ? { format: "json", fields: readFlatJson(body) }
    : { format: "xml", fields: readFlatXml(body) };
}
