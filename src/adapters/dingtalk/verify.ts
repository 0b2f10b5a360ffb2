import { decodeBase64, encodeHex } from "../shared/base64.ts";
import { equalText } from "../shared/constant-time.ts";
import { checkTime } from "../shared/freshness.ts";
import { badSignature } from "../shared/webhook-errors.ts";
import type { WechatCrypto } from "../shared/wechat-crypto.ts";
import { type DingtalkBot, FRESH_MS } from "./bot.ts";

const encoder = new TextEncoder();

/**
 * 「机器人接收消息」: `sign` is the Base64 of HMAC-SHA256 over `timestamp`, a line feed and the app's secret, with that
 * secret as its key. It covers no body: what keeps it from being used again is `refuseReplay`.
 * @throws WenbanError `webhook.bad_signature` or `webhook.stale`
 */
export async function verifyRobotRequest(headers: Headers, bot: DingtalkBot): Promise<void> {
  const timestamp = headers.get("timestamp") ?? "";
  const sign = decodeBase64(headers.get("sign") ?? "");
  const { APP_SECRET } = bot.settings;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(APP_SECRET), algorithm, false, ["verify"]);
  const content = encoder.encode(`${timestamp}\n${APP_SECRET}`);
  const isSigned = sign !== null && (await crypto.subtle.verify(algorithm, key, sign, content));
  if (!isSigned) throw badSignature();
  checkMilliseconds(timestamp, bot);
}

/**
 * Refuses a signature that came before with another body, whatever instance took it. The platform signs by the
 * millisecond, so that two messages of one millisecond look alike. The second is given up: nothing in it could not
 * have been written by who saw the first, its id and its reply address included. Stream has no such limit.
 * @throws WenbanError `webhook.replay`
 */
export async function refuseReplay(
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
  { replays }: DingtalkBot,
): Promise<void> {
  const digest = await crypto.subtle.digest("SHA-256", body);
  // The time alone tells signatures apart: one and the same can be written in several ways.
  await replays.check(headers.get("timestamp") ?? "", encodeHex(new Uint8Array(digest)));
}

/** An event that was signed and encrypted for this app. */
export interface OpenedEvent {
  message: string;
  nonce: string;
  /** Seals the reply for the same receiver. */
  crypto: WechatCrypto;
}

/**
 * 「事件订阅」 by HTTP: the signature covers the ciphertext, as in the WeChat family; the time is in milliseconds.
 * What can't be decrypted looks like what was not signed.
 * @param encrypt the body's only field
 * @throws WenbanError `webhook.bad_signature` or `webhook.stale`
 */
export async function openEvent(
  query: URLSearchParams,
  encrypt: string,
  bot: DingtalkBot,
): Promise<OpenedEvent> {
  const timestamp = query.get("timestamp") ?? "";
  const nonce = query.get("nonce") ?? "";
  const signature = query.get("msg_signature") ?? query.get("signature") ?? "";
  for (const crypto of bot.eventCryptos) {
    if (!equalText(await crypto.sign(timestamp, nonce, encrypt), signature)) throw badSignature();
    const message = await crypto.decrypt(encrypt);
    if (message === null) continue;
    checkMilliseconds(timestamp, bot);
    return { message, nonce, crypto };
  }
  throw badSignature();
}

function checkMilliseconds(timestamp: string, { context }: DingtalkBot): void {
  if (!/^\d{13}$/.test(timestamp)) throw badSignature();
  checkTime(Number(timestamp), context.now(), FRESH_MS);
}
