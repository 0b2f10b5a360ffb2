/**
 * Standard Webhooks, https://www.standardwebhooks.com: `v1` is HMAC-SHA256 with a shared secret (`whsec_`), `v1a`
 * Ed25519 with a public key (`whpk_`) and its secret one (`whsk_`), both over `id.timestamp.body`.
 */
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { checkTimestamp } from "./freshness.ts";
import { badSignature } from "./webhook-errors.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const HMAC = { name: "HMAC", hash: "SHA-256" };
const ED25519 = { name: "Ed25519" };
const FRESH_MS = 5 * 60 * 1000;
const PUBLIC_KEY_BYTES = 32;
/** An Ed25519 secret key, alone or with its public key behind it. */
const SECRET_KEY_BYTES = [32, 64];
/** RFC 8410 §7: what stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8_HEAD = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
/** The specification asks for 24 to 64 bytes; 128 bits are the least that is not to be guessed. */
const SMALLEST_SECRET_BYTES = 16;
/** Signatures looked at in one header; a sender that rotates its secret sends two. */
const MOST_SIGNATURES = 10;
const LONGEST_ID = 256;

/** A key that requests may be signed with: for `v1a` the public one to verify with, the secret one to sign with. */
export interface WebhookKey {
  version: "v1" | "v1a";
  bytes: Bytes;
}

/** Keys of a list separated by spaces or commas, two while a secret is being replaced; null when one is wrong. */
export function parseWebhookKeys(list: string): WebhookKey[] | null {
  return parseList(list, parseWebhookKey);
}

/** Keys to sign with, likewise. */
export function parseSigningKeys(list: string): WebhookKey[] | null {
  return parseList(list, parseSigningKey);
}

function parseList(list: string, parse: (text: string) => WebhookKey | null): WebhookKey[] | null {
  const keys = list.split(/[\s,]+/).filter((item) => item !== "");
  const parsed = keys.map(parse).filter((key) => key !== null);
  return keys.length > 0 && parsed.length === keys.length ? parsed : null;
}

function parseSigningKey(text: string): WebhookKey | null {
  if (!text.startsWith("whsk_")) return text.startsWith("whpk_") ? null : parseWebhookKey(text);
  const bytes = decodeBase64(text.slice("whsk_".length));
  const isKey = bytes !== null && SECRET_KEY_BYTES.includes(bytes.length);
  return isKey ? { version: "v1a", bytes: bytes.slice(0, 32) } : null;
}

function parseWebhookKey(text: string): WebhookKey | null {
  const isPublic = text.startsWith("whpk_");
  const bytes = decodeBase64(text.replace(/^(whsec|whpk)_/, ""));
  if (!bytes) return null;
  if (isPublic) return bytes.length === PUBLIC_KEY_BYTES ? { version: "v1a", bytes } : null;
  return bytes.length >= SMALLEST_SECRET_BYTES ? { version: "v1", bytes } : null;
}

/**
 * Verifies a request over its raw body.
 * @returns the webhook's id, the same on every delivery of it
 * @throws WenbanError `webhook.bad_signature` or `webhook.stale`
 */
export async function verifyWebhook(
  headers: Headers,
  body: Bytes,
  keys: readonly WebhookKey[],
  now: Date,
): Promise<string> {
  const header = (name: string) => headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`) ?? "";
  const id = header("id");
  const timestamp = header("timestamp");
  // A full stop in the id would let it be read in two ways.
  if (id === "" || id.length > LONGEST_ID || id.includes(".")) throw badSignature();
  const content = concat(new TextEncoder().encode(`${id}.${timestamp}.`), body);
  const signatures = header("signature").split(" ").slice(0, MOST_SIGNATURES);
  if (!(await matchesAny(signatures, keys, content))) throw badSignature();
  checkTimestamp(timestamp, now, FRESH_MS);
  return id;
}

async function matchesAny(
  signatures: string[],
  keys: readonly WebhookKey[],
  content: Bytes,
): Promise<boolean> {
  for (const signature of signatures) {
    const comma = signature.indexOf(",");
    const bytes = decodeBase64(signature.slice(comma + 1));
    if (comma < 0 || !bytes) continue;
    const version = signature.slice(0, comma);
    for (const key of keys) {
      if (key.version === version && (await matches(key, bytes, content))) return true;
    }
  }
  return false;
}

/**
 * The headers of a request of ours, signed with each key.
 * @param id the same on every try; full stops, which the signature could not tell from its own, are replaced
 */
export async function signWebhook(
  id: string,
  body: string,
  keys: readonly WebhookKey[],
  now: Date,
): Promise<Record<string, string>> {
  const name = id.replaceAll(".", "_");
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const content = new TextEncoder().encode(`${name}.${timestamp}.${body}`);
  const signatures = await Promise.all(keys.map((key) => sign(key, content)));
  return {
    "webhook-id": name,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

async function sign({ version, bytes }: WebhookKey, content: Bytes): Promise<string> {
  const { subtle } = crypto;
  const [key, algorithm] =
    version === "v1"
      ? [await subtle.importKey("raw", bytes, HMAC, false, ["sign"]), HMAC]
      : [
          await subtle.importKey("pkcs8", Uint8Array.of(...PKCS8_HEAD, ...bytes), ED25519, false, ["sign"]),
          ED25519,
        ];
  return `${version},${encodeBase64(new Uint8Array(await subtle.sign(algorithm, key, content)))}`;
}

async function matches(key: WebhookKey, signature: Bytes, content: Bytes): Promise<boolean> {
  const algorithm = key.version === "v1" ? HMAC : ED25519;
  const imported = await crypto.subtle.importKey("raw", key.bytes, algorithm, false, ["verify"]);
  return crypto.subtle.verify(algorithm, imported, signature, content);
}

function concat(first: Bytes, second: Bytes): Bytes {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
