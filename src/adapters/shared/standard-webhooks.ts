/**
 * Verification of Standard Webhooks, https://www.standardwebhooks.com: `v1` is HMAC-SHA256 with a shared
 * secret (`whsec_`), `v1a` Ed25519 with a public key (`whpk_`), both over `id.timestamp.body`.
 */
import { decodeBase64 } from "./base64.ts";
import { checkTimestamp } from "./freshness.ts";
import { badSignature } from "./webhook-errors.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const FRESH_MS = 5 * 60 * 1000;
const PUBLIC_KEY_BYTES = 32;
/** The specification asks for 24 to 64 bytes; 128 bits are the least that is not to be guessed. */
const SMALLEST_SECRET_BYTES = 16;
/** Signatures looked at in one header; a sender that rotates its secret sends two. */
const MOST_SIGNATURES = 10;
const LONGEST_ID = 256;

/** A key that requests may be signed with. */
export interface WebhookKey {
  version: "v1" | "v1a";
  bytes: Bytes;
}

/** Keys of a list separated by spaces or commas, two while a secret is being replaced; null when one is wrong. */
export function parseWebhookKeys(list: string): WebhookKey[] | null {
  const keys = list.split(/[\s,]+/).filter((item) => item !== "");
  const parsed = keys.map(parseWebhookKey).filter((key) => key !== null);
  return keys.length > 0 && parsed.length === keys.length ? parsed : null;
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

async function matches(key: WebhookKey, signature: Bytes, content: Bytes): Promise<boolean> {
  const algorithm = key.version === "v1" ? { name: "HMAC", hash: "SHA-256" } : { name: "Ed25519" };
  const imported = await crypto.subtle.importKey("raw", key.bytes, algorithm, false, ["verify"]);
  return crypto.subtle.verify(algorithm, imported, signature, content);
}

function concat(first: Bytes, second: Bytes): Bytes {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
