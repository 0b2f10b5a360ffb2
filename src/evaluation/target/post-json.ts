import { WenbanError } from "../../errors.ts";

/** What one request to another system may cost. */
export interface RequestLimits {
  /** For one try, in milliseconds. */
  timeoutMs: number;
  /** Further tries after the first. */
  retries: number;
  /** Longest wait before a further try, in milliseconds; a longer Retry-After is cut to it. */
  longestWaitMs: number;
  /** Largest body read, in bytes. */
  mostBytes: number;
}

export const REQUEST_LIMITS: RequestLimits = {
  timeoutMs: 60_000,
  retries: 3,
  longestWaitMs: 60_000,
  mostBytes: 2_000_000,
};

/** What a request goes through. */
export interface Wire {
  fetch: typeof globalThis.fetch;
  /** Waits; ends early, with the signal's reason, when told to stop. */
  sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  now: () => Date;
  limits: RequestLimits;
}

export interface JsonRequest {
  url: string;
  headers: Record<string, string>;
  body: unknown;
  signal?: AbortSignal | undefined;
}

const FIRST_WAIT_MS = 1_000;
const WORTH_RETRYING = new Set([408, 425, 429, 500, 502, 503, 504, 529]);

/**
 * Posts JSON and reads JSON, with further tries where the system is busy or broken. No redirect is followed:
 * the question and the key go to the address given and to no other.
 * @throws WenbanError `target.*`; the reply's body is never part of it.
 */
export async function postJson(request: JsonRequest, wire: Wire): Promise<unknown> {
  for (let attempt = 0; ; attempt += 1) {
    const tried = await tryOnce(request, wire).catch((thrown: unknown) => faultOf(thrown, request.signal));
    if (!(tried instanceof WenbanError)) {
      if (tried.ok) return readBody(tried, wire.limits.mostBytes);
      await tried.body?.cancel();
    }
    const isBusy = tried instanceof WenbanError || WORTH_RETRYING.has(tried.status);
    if (!isBusy || attempt >= wire.limits.retries)
      throw tried instanceof WenbanError ? tried : statusFault(tried);
    await wire.sleep(waitBefore(attempt, tried, wire), request.signal);
  }
}

function tryOnce({ url, headers, body, signal }: JsonRequest, { fetch, limits }: Wire): Promise<Response> {
  const late = AbortSignal.timeout(limits.timeoutMs);
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", ...headers },
    body: JSON.stringify(body),
    redirect: "manual",
    signal: signal ? AbortSignal.any([signal, late]) : late,
  });
}

/** The caller's own wish to stop is passed on; anything else is the system's fault. */
function faultOf(thrown: unknown, signal: AbortSignal | undefined): WenbanError {
  signal?.throwIfAborted();
  return (thrown as Error | null)?.name === "TimeoutError"
    ? new WenbanError("timed_out", "target.timed_out", "被评测的系统没有及时回答。The target timed out.")
    : new WenbanError(
        "unreachable",
        "target.unreachable",
        "连不上被评测的系统。The target can't be reached.",
        {
          hint: "请检查 --target 的网址。Check the address.",
        },
      );
}

/** Retry-After (RFC 9110 §10.2.3: seconds or a date) where it is given, else twice as long each time. */
function waitBefore(attempt: number, tried: Response | WenbanError, { now, limits }: Wire): number {
  const given = tried instanceof WenbanError ? null : tried.headers.get("retry-after");
  const seconds = given === null || given.trim() === "" ? Number.NaN : Number(given);
  const asked = Number.isNaN(seconds) ? Date.parse(given ?? "") - now().getTime() : seconds * 1000;
  const wait = Number.isNaN(asked) ? FIRST_WAIT_MS * 2 ** attempt : Math.max(0, asked);
  return Math.min(wait, limits.longestWaitMs);
}

function statusFault({ status }: Response): WenbanError {
  const text = `被评测的系统返回 ${status}。The target answered ${status}.`;
  if (status === 401 || status === 403) {
    return new WenbanError("unauthorized", "target.unauthorized", text, {
      hint: "密钥由 WENBAN_TARGET_KEY 给出。Give the key in WENBAN_TARGET_KEY.",
    });
  }
  if (status === 429) return new WenbanError("rate_limited", "target.rate_limited", text);
  if (status >= 300 && status < 400) {
    return new WenbanError("bad_input", "target.redirected", `${text} 不会跟随跳转 (not followed)。`, {
      hint: "请把 --target 改成最终的网址。Give the final address.",
    });
  }
  if (status === 404 || status === 405) {
    return new WenbanError("bad_input", "target.not_found", text, {
      hint: "--target 应是 /chat/completions 之前的部分，如 https://host/v1。Give the part before /chat/completions.",
    });
  }
  return new WenbanError("upstream", "target.failed", text);
}

async function readBody(response: Response, most: number): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for await (const piece of response.body ?? []) {
      bytes += piece.byteLength;
      if (bytes > most) throw tooLarge();
      text += decoder.decode(piece, { stream: true });
    }
    return JSON.parse(text + decoder.decode());
  } catch (thrown) {
    if (thrown instanceof WenbanError) throw thrown;
    throw new WenbanError(
      "upstream",
      "target.bad_reply",
      "被评测的系统的回复读不了。The reply can't be read.",
    );
  }
}

function tooLarge(): WenbanError {
  return new WenbanError("upstream", "target.too_large", "被评测的系统的回复太大。The reply is too large.");
}
