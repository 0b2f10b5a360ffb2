import type { MiddlewareHandler } from "hono";
import { findApiKey } from "../control/api-key.ts";
import type { Control } from "../control/control.ts";
import type { Audience } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import type { AccessSettings } from "./app-services.ts";
import { USER_HASH_HEADER, USER_HEADER } from "./identity.ts";
import type { AppEnvironment, RequestContext } from "./route.ts";

const SITE_KEY_HEADER = "x-wenban-site";
const ALLOWED_HEADERS = [
  "content-type",
  "accept",
  "idempotency-key",
  SITE_KEY_HEADER,
  USER_HEADER,
  USER_HASH_HEADER,
].join(", ");

/**
 * Lets same-origin and origin-less callers through. Another origin must be listed and carry a site key; everyone
 * else gets 403, whatever the method, so that no page elsewhere can ask in a visitor's name.
 */
export function checkOrigin(
  access: AccessSettings,
  publicUrl: string | null,
): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const origin = context.req.header("origin");
    if (origin === undefined || isOwnOrigin(context, origin, publicUrl)) return next();
    if (!access.allowedOrigins.includes(origin)) throw forbidden();
    if (context.req.method === "OPTIONS") return preflight(origin);
    if (!(await isKnownKey(context.req.header(SITE_KEY_HEADER), access.siteKeys))) throw forbidden();
    await next();
    context.res.headers.set("access-control-allow-origin", origin);
    context.res.headers.set("access-control-expose-headers", "Retry-After");
    context.res.headers.append("vary", "Origin");
  };
}

/**
 * Takes the audience from `Authorization: Bearer <key>`: the staff key, or an API key of either audience. A key that
 * is wrong, revoked or expired is 401: a caller that thinks itself staff must not silently be served as the public.
 */
export function readAudience(
  access: AccessSettings,
  control: Control,
  now: () => Date,
): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const given = context.req.header("authorization");
    context.set("audience", "public");
    context.set("faces", context.req.header("origin") === undefined ? ["api", "web"] : ["web"]);
    if (given !== undefined) {
      const secret = /^Bearer +(\S+)$/i.exec(given)?.[1] ?? "";
      const caller = await identify(secret, access, control, now());
      context.set("audience", caller.audience);
      context.set("faces", ["api"]);
      if (caller.keyId !== null) context.set("address", `key ${caller.keyId}`);
    }
    await next();
  };
}

async function identify(
  secret: string,
  access: AccessSettings,
  control: Control,
  now: Date,
): Promise<{ audience: Audience; keyId: string | null }> {
  const staffKeys = access.staffKey === null ? [] : [access.staffKey];
  if (await isKnownKey(secret, staffKeys)) return { audience: "staff", keyId: null };
  const key = await findApiKey(secret, await control.state(), now);
  if (key) return { audience: key.audience, keyId: key.id };
  throw new WenbanError("unauthorized", "auth.wrong_key", "密钥不正确，或已停用、过期。", {
    hint: "检查 Authorization: Bearer 后的密钥；用 wenban key create 可新建一个。公众查询不需要密钥。",
  });
}

/** Whether the given key is one of the known ones; takes the same time wherever they differ. */
async function isKnownKey(given: string | undefined, known: readonly string[]): Promise<boolean> {
  const wanted = await digest(given ?? "");
  let found = false;
  for (const key of known) {
    const candidate = await digest(key);
    let difference = 0;
    for (let i = 0; i < candidate.length; i++) difference |= (candidate[i] ?? 0) ^ (wanted[i] ?? 0);
    found = difference === 0 || found;
  }
  return found && given !== undefined;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** Compares hosts, as a proxy may speak TLS to the outside and plain HTTP to us. */
function isOwnOrigin(context: RequestContext, origin: string, publicUrl: string | null): boolean {
  if (!URL.canParse(origin)) return false;
  const host = new URL(origin).host;
  const own = [new URL(context.req.url).host, publicUrl === null ? null : new URL(publicUrl).host];
  return own.includes(host);
}

function preflight(origin: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": ALLOWED_HEADERS,
      "access-control-max-age": "600",
      vary: "Origin",
    },
  });
}

function forbidden(): WenbanError {
  return new WenbanError("forbidden", "http.origin_not_allowed", "不接受来自其他网站的请求。", {
    hint: "把该网站的来源加入 WENBAN_ALLOWED_ORIGINS，并在请求头 X-Wenban-Site 中带上 WENBAN_SITE_KEYS 里的密钥。",
  });
}
