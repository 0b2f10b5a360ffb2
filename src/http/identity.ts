import type { MiddlewareHandler } from "hono";
import { WenbanError } from "../errors.ts";
import type { AccessSettings } from "./app-services.ts";
import type { AppEnvironment } from "./route.ts";

/** Headers in which the widget tells whom the site it stands on has signed in. */
export const USER_HEADER = "x-wenban-user";
export const USER_HASH_HEADER = "x-wenban-user-hash";

const LONGEST_USER = 600;
const HASH = /^[0-9a-f]{64}$/;

/**
 * Takes the user that a site vouches for: `X-Wenban-User` (percent-encoded id) with `X-Wenban-User-Hash`, the
 * HMAC-SHA256 of the id in hex, made on the site's own server. Limits then count that user, not the address that
 * a whole office may share. A hash that is wrong, or given where no secret is configured, is 401.
 */
export function readIdentity({ identifySecret }: AccessSettings): MiddlewareHandler<AppEnvironment> {
  const key = identifySecret === null ? null : importKey(identifySecret);
  return async (context, next) => {
    const user = context.req.header(USER_HEADER);
    const hash = context.req.header(USER_HASH_HEADER);
    if (user !== undefined || hash !== undefined) {
      if (!key || !(await isVouchedFor(await key, user, hash))) throw wrongIdentity();
      context.set("address", `user ${user}`);
    }
    return next();
  };
}

async function isVouchedFor(
  key: CryptoKey,
  user: string | undefined,
  hash: string | undefined,
): Promise<boolean> {
  if (!user || user.length > LONGEST_USER || !HASH.test(hash ?? "")) return false;
  const id = decode(user);
  if (id === null) return false;
  const mark = Uint8Array.from(hash?.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.verify("HMAC", key, mark, new TextEncoder().encode(id));
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function importKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["verify"]);
}

function wrongIdentity(): WenbanError {
  return new WenbanError("unauthorized", "auth.wrong_identity", "用户身份校验未通过。", {
    hint: "hash 应为网站服务器用 WENBAN_IDENTIFY_SECRET 对用户 id 计算的 HMAC-SHA256（十六进制）。",
  });
}
