import { decodeBase64, encodeHex } from "../shared/base64.ts";
import { equalText } from "../shared/constant-time.ts";
import { checkTime, checkTimestamp } from "../shared/freshness.ts";
import { parseJsonBody, parseUnverified } from "../shared/json-body.ts";
import { badSignature } from "../shared/webhook-errors.ts";
import type { FeishuBot } from "./bot.ts";

/**
 * The platform names no window, and nobody says whether it signs anew when it delivers again: the third try comes an
 * hour and five minutes after the first.
 */
const FRESH_MS = 90 * 60 * 1000;
const IV_BYTES = 16;

const encoder = new TextEncoder();

/**
 * 「事件订阅」: the payload of a callback, decrypted. Signed are timestamp, nonce, Encrypt Key and the raw body. The
 * check of the address alone comes unsigned; nothing but its challenge is ever read of it.
 * @throws WenbanError `webhook.bad_signature`, `webhook.stale` or `webhook.bad_body`
 */
export async function openCallback(
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
  bot: FeishuBot,
): Promise<unknown> {
  const { ENCRYPT_KEY, VERIFICATION_TOKEN } = bot.settings;
  if (ENCRYPT_KEY === undefined || VERIFICATION_TOKEN === undefined) throw badSignature();
  const isSigned = headers.has("x-lark-signature");
  if (isSigned) await verifySignature(headers, body, ENCRYPT_KEY, bot);
  const payload = await (isSigned
    ? decryptPayload(parseJsonBody(body), ENCRYPT_KEY)
    : readUnsigned(body, ENCRYPT_KEY));
  if (!equalText(tokenOf(payload), VERIFICATION_TOKEN)) throw badSignature();
  return payload;
}

/** The challenge of a payload that checks the address; null for anything else. */
export function challengeOf(payload: unknown): string | null {
  const { type, challenge } = fieldsOf(payload);
  return type === "url_verification" && typeof challenge === "string" ? challenge : null;
}

async function verifySignature(
  headers: Headers,
  body: Uint8Array,
  key: string,
  { context }: FeishuBot,
): Promise<void> {
  const timestamp = headers.get("x-lark-request-timestamp") ?? "";
  const nonce = headers.get("x-lark-request-nonce") ?? "";
  const prefix = encoder.encode(`${timestamp}${nonce}${key}`);
  const content = new Uint8Array(prefix.length + body.length);
  content.set(prefix);
  content.set(body, prefix.length);
  const digest = encodeHex(new Uint8Array(await crypto.subtle.digest("SHA-256", content)));
  if (!equalText(digest, headers.get("x-lark-signature") ?? "")) throw badSignature();
  const written = GO_TIME.exec(timestamp);
  if (written) checkTime(readGoTime(written), context.now(), FRESH_MS);
  else checkTimestamp(timestamp, context.now(), FRESH_MS);
}

/** Some callbacks bear their time as Go prints one: `2024-05-30 08:00:00.123456 +0800 CST m=+12.5`. */
const GO_TIME =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,9})? ([+-]\d\d)(\d\d)(?: [^\d][\w=+. ]{0,60})?$/;

/** Milliseconds since 1970; NaN for a day or an hour that does not exist. */
function readGoTime([, day, time, hours, minutes]: RegExpExecArray): number {
  return Date.parse(`${day}T${time}${hours}:${minutes}`);
}

/** Whatever is wrong with what nobody signed looks the same. */
async function readUnsigned(body: Uint8Array, key: string): Promise<unknown> {
  const payload = await decryptPayload(parseUnverified(body), key).catch(() => null);
  if (challengeOf(payload) === null) throw badSignature();
  return payload;
}

/**
 * 「Encrypt Key 解密」: Base64 of a 16-byte IV and AES-256-CBC with the key's SHA-256. What can't be decrypted looks
 * like what was not signed.
 */
async function decryptPayload(envelope: unknown, encryptKey: string): Promise<unknown> {
  const { encrypt } = fieldsOf(envelope);
  if (encrypt === undefined) return envelope;
  const bytes = typeof encrypt === "string" ? decodeBase64(encrypt) : null;
  if (!bytes || bytes.length <= IV_BYTES) throw badSignature();
  const rawKey = await crypto.subtle.digest("SHA-256", encoder.encode(encryptKey));
  const key = await crypto.subtle.importKey("raw", rawKey, "AES-CBC", false, ["decrypt"]);
  const algorithm = { name: "AES-CBC", iv: bytes.slice(0, IV_BYTES) };
  const plain = await crypto.subtle.decrypt(algorithm, key, bytes.slice(IV_BYTES)).catch(() => {
    throw badSignature();
  });
  return parseJsonBody(new Uint8Array(plain));
}

/** 「Verification Token」: in the header of events, at the top of what checks the address. */
function tokenOf(payload: unknown): string {
  const fields = fieldsOf(payload);
  const token = "header" in fields ? fieldsOf(fields.header).token : fields.token;
  return typeof token === "string" ? token : "";
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
