/**
 * The message encryption that 公众号 (safe mode), 企业微信 and 钉钉 event callbacks share: AES-256-CBC with the
 * key's first half as IV, a frame of 16 random bytes, length, message and receiver, padded to 32 bytes.
 * Source: 微信公众平台 and 企业微信 「消息加解密说明」. WebCrypto only, so that it runs on Node and Workers.
 */
import { decodeBase64, encodeBase64, encodeHex } from "./base64.ts";
import { equalText } from "./constant-time.ts";

const AES_BLOCK = 16;
const PADDING_BLOCK = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;

type Bytes = Uint8Array<ArrayBuffer>;

export interface WechatCryptoSettings {
  token: string;
  /** 43 characters of Base64 without padding. */
  encodingAesKey: string;
  /** Whom messages are for: the AppID of a 公众号, the CorpID of a 企业微信 app; may be empty. */
  receiveId: string;
}

export interface WechatCrypto {
  /** Signature over token, timestamp, nonce and, for encrypted messages, the ciphertext: 40 hex digits. */
  sign(timestamp: string, nonce: string, ciphertext?: string): Promise<string>;
  /** Encrypts a message; `random` is for tests against published values. */
  encrypt(message: string, random?: Bytes): Promise<string>;
  /** The message, or null for whatever is wrong with the ciphertext, its frame or its receiver. */
  decrypt(ciphertext: string): Promise<string | null>;
}

/** Whether a text can be an EncodingAESKey. */
export function isEncodingAesKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}$/.test(text);
}

export function createWechatCrypto(settings: WechatCryptoSettings): WechatCrypto {
  const rawKey = decodeBase64(settings.encodingAesKey);
  if (!isEncodingAesKey(settings.encodingAesKey) || !rawKey) throw new RangeError("not an EncodingAESKey");
  const iv = rawKey.slice(0, AES_BLOCK);
  const usages: KeyUsage[] = ["encrypt", "decrypt"];
  const importing = crypto.subtle.importKey("raw", rawKey, "AES-CBC", false, usages);
  return {
    async sign(timestamp, nonce, ciphertext) {
      const parts = [settings.token, timestamp, nonce, ...(ciphertext === undefined ? [] : [ciphertext])];
      const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(parts.sort().join("")));
      return encodeHex(new Uint8Array(digest));
    },
    async encrypt(message, random = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES))) {
      const padded = pad(frame(message, settings.receiveId, random));
      const encrypted = await crypto.subtle.encrypt({ name: "AES-CBC", iv }, await importing, padded);
      // WebCrypto adds a block of padding of its own to what is whole already.
      return encodeBase64(new Uint8Array(encrypted, 0, padded.length));
    },
    async decrypt(ciphertext) {
      const bytes = decodeBase64(ciphertext);
      if (!bytes || bytes.length === 0 || bytes.length % AES_BLOCK !== 0) return null;
      const padded = await decryptBlocks(await importing, iv, bytes);
      const framed = unpad(padded);
      return framed && unframe(framed, settings.receiveId);
    },
  };
}

/**
 * Decrypts whole blocks and leaves the padding in place. WebCrypto accepts padding up to 16 bytes only, and
 * the platforms pad up to 32: so a block is appended that decrypts to the padding WebCrypto wants to remove.
 */
async function decryptBlocks(key: CryptoKey, iv: Bytes, bytes: Bytes): Promise<Bytes> {
  const lastBlock = bytes.slice(-AES_BLOCK);
  const extra = await crypto.subtle.encrypt({ name: "AES-CBC", iv: lastBlock }, key, new Uint8Array());
  const whole = concat([bytes, new Uint8Array(extra)]);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv }, key, whole));
}

function frame(message: string, receiveId: string, random: Bytes): Bytes {
  const encoder = new TextEncoder();
  const body = encoder.encode(message);
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, body.length);
  return concat([random, length, body, encoder.encode(receiveId)]);
}

function unframe(framed: Bytes, receiveId: string): string | null {
  const start = RANDOM_BYTES + LENGTH_BYTES;
  if (framed.length < start) return null;
  const end = start + new DataView(framed.buffer).getUint32(RANDOM_BYTES);
  if (end > framed.length) return null;
  const message = decodeUtf8(framed.subarray(start, end));
  const receiver = decodeUtf8(framed.subarray(end));
  return message !== null && receiver !== null && equalText(receiver, receiveId) ? message : null;
}

function pad(bytes: Bytes): Bytes {
  const count = PADDING_BLOCK - (bytes.length % PADDING_BLOCK);
  return concat([bytes, new Uint8Array(count).fill(count)]);
}

function unpad(padded: Bytes): Bytes | null {
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > PADDING_BLOCK || count > padded.length) return null;
  return padded.slice(-count).every((byte) => byte === count) ? padded.slice(0, -count) : null;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function concat(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
