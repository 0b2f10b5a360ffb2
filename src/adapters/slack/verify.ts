import { checkTimestamp } from "../shared/freshness.ts";
import { badSignature } from "../shared/webhook-errors.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Slack 「Verifying requests from Slack」: five minutes either way. */
const FRESH_MS = 5 * 60 * 1000;

/**
 * Slack 「Verifying requests from Slack」: HMAC-SHA256 with the signing secret as text, over `v0:timestamp:body`.
 * @throws WenbanError `webhook.bad_signature` or `webhook.stale`
 */
export async function verifySlack(headers: Headers, body: Bytes, secret: string, now: Date): Promise<void> {
  const timestamp = headers.get("x-slack-request-timestamp") ?? "";
  const signature = readHex(headers.get("x-slack-signature") ?? "");
  if (!signature) throw badSignature();
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["verify"]);
  const content = await new Blob([encoder.encode(`v0:${timestamp}:`), body]).arrayBuffer();
  if (!(await crypto.subtle.verify(algorithm, key, signature, content))) throw badSignature();
  checkTimestamp(timestamp, now, FRESH_MS);
}

/** Bytes of `v0=` and 64 lower-case digits; null for anything else, two headers joined among it. */
function readHex(text: string): Bytes | null {
  if (!/^v0=[0-9a-f]{64}$/.test(text)) return null;
  return Uint8Array.from(text.slice(3).match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}
