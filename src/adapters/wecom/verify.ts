/**
 * Opens a callback: 企业微信 「接收消息与事件」, 「回调和回复的加解密方案」 and 智能机器人 「回调和回复」. Every callback is signed
 * over its ciphertext. 自建应用 and 微信客服 send XML for the enterprise's id, 智能机器人 JSON for nobody by name.
 */
import { equalText } from "../shared/constant-time.ts";
import { readFlatXml } from "../shared/flat-xml.ts";
import { checkTimestamp, createReplayMemory } from "../shared/freshness.ts";
import { badBody, badSignature } from "../shared/webhook-errors.ts";
import { createWechatCrypto, type WechatCrypto } from "../shared/wechat-crypto.ts";
import { readWechatQuery } from "../shared/wechat-query.ts";
import type { WecomSettings } from "./settings.ts";

/** The platform gives no window; retries come within seconds. */
const FRESH_MS = 10 * 60 * 1000;

export type Opened =
  /** 「验证URL有效性」: the text to answer with, and nothing else. */
  | { kind: "echo"; text: string }
  | { kind: "xml"; fields: Map<string, string>; nonce: string }
  | { kind: "json"; body: unknown; nonce: string };

export interface CallbackKeys {
  /** For the enterprise; null where only a 智能机器人 is configured. */
  corp: WechatCrypto | null;
  /** For nobody by name. */
  aibot: WechatCrypto;
}

/** Null where no callbacks are configured. */
export function createCallbackKeys({ callback, corp }: WecomSettings): CallbackKeys | null {
  if (!callback) return null;
  return {
    corp: corp && createWechatCrypto({ ...callback, receiveId: corp.corpId }),
    aibot: createWechatCrypto({ ...callback, receiveId: "" }),
  };
}

/**
 * Verifies a request and decrypts it.
 * @throws WenbanError `webhook.bad_signature`, `webhook.stale`, `webhook.replay` or `webhook.bad_body`
 */
export type Opener = (request: Request) => Promise<Opened>;

/** @param keys null where no callbacks are configured: every request is then refused */
export function createOpener(keys: CallbackKeys | null, now: () => Date): Opener {
  const replays = createReplayMemory(now, FRESH_MS);
  return async (request) => {
    if (!keys) throw badSignature();
    const { timestamp, nonce, messageSignature, echo } = readWechatQuery(request.url);
    checkTimestamp(timestamp, now(), FRESH_MS);
    const check = async (ciphertext: string): Promise<void> => {
      const expected = await keys.aibot.sign(timestamp, nonce, ciphertext);
      if (!ciphertext || !equalText(expected, messageSignature)) throw badSignature();
    };
    if (request.method === "GET") {
      await check(echo ?? "");
      return { kind: "echo", text: await decrypt(echo ?? "", [keys.corp, keys.aibot]) };
    }
    const envelope = readEnvelope(await request.text());
    await check(envelope.ciphertext);
    const message = await decrypt(envelope.ciphertext, [keys[envelope.isJson ? "aibot" : "corp"]]);
    // A redelivery may be encrypted anew, so it is the message that tells it from another one.
    replays.check(`${timestamp}:${nonce}`, await keys.aibot.sign(timestamp, nonce, message));
    if (envelope.isJson) return { kind: "json", body: parseJson(message), nonce };
    return { kind: "xml", fields: readFlatXml(message), nonce };
  };
}

/**
 * The envelope is read before the signature can be checked, because the signature covers a field of it; nothing
 * else of it is used.
 */
function readEnvelope(body: string): { isJson: boolean; ciphertext: string } {
  const isJson = body.trimStart().startsWith("{");
  if (!isJson) return { isJson, ciphertext: readFlatXml(body).get("Encrypt") ?? "" };
  const envelope = parseJson(body);
  const ciphertext =
    typeof envelope === "object" && envelope !== null && "encrypt" in envelope ? envelope.encrypt : "";
  return { isJson, ciphertext: typeof ciphertext === "string" ? ciphertext : "" };
}

/** What can't be decrypted, or is for somebody else, looks like what was not signed. */
async function decrypt(ciphertext: string, keys: readonly (WechatCrypto | null)[]): Promise<string> {
  for (const key of keys) {
    const message = (await key?.decrypt(ciphertext)) ?? null;
    if (message !== null) return message;
  }
  throw badSignature();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badBody("not JSON");
  }
}
