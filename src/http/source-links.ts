import { toHex } from "../digest.ts";
import type { Span } from "../domain.ts";
import { encodeDocumentId, PASSAGE_ANCHOR } from "../pages/source-address.ts";

const HOUR = 60 * 60 * 1000;
/** How long a link to an internal document works. */
const LIFETIME = 12 * HOUR;

/** Addresses of source pages, and the expiring tokens that open those of internal documents. */
export interface SourceLinks {
  /** Address of the page with the range (stored offsets) marked; absolute when the public address is known. */
  urlOf(documentId: string, range: Span, isInternal: boolean): Promise<string>;
  /** Whether the token opens the document now. Never throws. */
  opens(documentId: string, token: string): Promise<boolean>;
}

/**
 * Tokens are `<expiry>.<HMAC-SHA256>` under a key derived from the secret, so that they outlive a restart and end with the
 * secret. Without one nothing is signed and no token opens anything.
 */
export function createSourceLinks(settings: {
  /** The staff key, or what the service keeps for itself. */
  secret: string | null;
  publicUrl: string | null;
  now: () => Date;
}): SourceLinks {
  const key = settings.secret === null ? null : deriveKey(settings.secret);

  const createToken = async (documentId: string): Promise<string | null> => {
    if (!key) return null;
    const expiry = (settings.now().getTime() + LIFETIME).toString(36);
    const mark = await crypto.subtle.sign("HMAC", await key, message(documentId, expiry));
    return `${expiry}.${toHex(mark)}`;
  };

  return {
    async urlOf(documentId, range, isInternal) {
      const parameters = new URLSearchParams({ start: String(range.start), end: String(range.end) });
      const token = isInternal ? await createToken(documentId) : null;
      if (token) parameters.set("token", token);
      const path = `/sources/${encodeDocumentId(documentId)}`;
      return `${settings.publicUrl ?? ""}${path}?${parameters}#${PASSAGE_ANCHOR}`;
    },
    async opens(documentId, token) {
      const [, expiry, mark] = /^([0-9a-z]{1,12})\.([0-9a-f]{64})$/.exec(token) ?? [];
      if (!key || !expiry || !mark) return false;
      if (Number.parseInt(expiry, 36) < settings.now().getTime()) return false;
      return crypto.subtle.verify("HMAC", await key, fromHex(mark), message(documentId, expiry));
    },
  };
}

async function deriveKey(secret: string): Promise<CryptoKey> {
  const seed = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(`wenban source links\n${secret}`),
  );
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", seed, algorithm, false, ["sign", "verify"]);
}

function message(documentId: string, expiry: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${expiry}\n${documentId}`);
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
