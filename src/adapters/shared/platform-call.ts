/** The one way in which adapters call platforms. Nothing here writes a log: addresses and bodies hold secrets. */
import type { z } from "zod";
import type { AdapterContext, SendFailure, SendResult } from "../adapter.ts";
import { mayHaveBeenSent } from "./network-errors.ts";
import { readRetryAfter } from "./retry-after.ts";

const TIMEOUT_MS = 10_000;
const LARGEST_REPLY_BYTES = 1024 * 1024;

export type FailedSend = Extract<SendResult, { status: "failed" }>;

export interface PlatformRequest {
  method?: "GET" | "POST" | "PUT" | "PATCH";
  url: string | URL;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON in UTF-8; absent for a request without a body. */
  json?: unknown;
  /** A body that is sent as it is, as where its bytes are signed. Read only without `json`. */
  body?: string;
  timeoutMs?: number;
}

/** What a platform said. */
export interface PlatformReply {
  kind: "reply";
  /** Whether the status is 2xx. Most platforms say in the body whether they did what was asked. */
  ok: boolean;
  status: number;
  /** The parsed JSON; null when there is none, it is damaged or too large. */
  body: unknown;
  headers: Headers;
  retryAfterMs: number | null;
}

/** No word from the platform, or no token to call it with. */
export interface CallFailure {
  kind: "failed";
  failure: FailedSend;
}

export type CallResult = PlatformReply | CallFailure;

/** Calls a platform. Never rejects; redirects are not followed and count as replies that are not `ok`. */
export type CallPlatform = (request: PlatformRequest) => Promise<CallResult>;

/** @param context what the adapter was given: its network and its clock */
export function createPlatformCall({ fetch, now }: Pick<AdapterContext, "fetch" | "now">): CallPlatform {
  return async ({ url, timeoutMs = TIMEOUT_MS, ...request }) => {
    try {
      const response = await fetch(url, {
        ...bodyOf(request),
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const { ok, status, headers } = response;
      const retryAfterMs = readRetryAfter(headers.get("retry-after"), now());
      return { kind: "reply", ok, status, headers, retryAfterMs, body: parseJson(await readText(response)) };
    } catch (error) {
      const mayHaveArrived = mayHaveBeenSent(error);
      return { kind: "failed", failure: { status: "failed", reason: "transient", mayHaveArrived } };
    }
  };
}

function bodyOf({ method, headers = {}, json, body }: Omit<PlatformRequest, "url">): RequestInit {
  const content = json === undefined ? body : JSON.stringify(json);
  if (content === undefined) return { method: method ?? "GET", headers };
  const type = json === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
  return { method: method ?? "POST", headers: { ...type, ...headers }, body: content };
}

/** The reply's text; empty when it is too large, so that it counts as one that nobody could read. */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const bytes of response.body ?? []) {
    size += bytes.length;
    if (size > LARGEST_REPLY_BYTES) return "";
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The body of a reply in the shape expected; null when there is no reply, or its body has another shape. */
export function readReply<Shape extends z.ZodType>(result: CallResult, shape: Shape): z.output<Shape> | null {
  const parsed = result.kind === "reply" ? shape.safeParse(result.body) : null;
  return parsed?.success ? parsed.data : null;
}

/**
 * A call that did not do what was asked, as the result of a send.
 * @param reason what the platform's own code means; by the HTTP status when absent. A status of success that
 *   nobody could read is `transient`, and the message may have arrived.
 */
export function failedSend(result: CallResult, reason?: SendFailure): FailedSend {
  if (result.kind === "failed") return result.failure;
  const { status, retryAfterMs } = result;
  return {
    status: "failed",
    reason: reason ?? reasonOf(result),
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...(reason === undefined && leavesDoubt(status) && { mayHaveArrived: true }),
  };
}

const REASONS: Readonly<Record<number, SendFailure>> = {
  401: "auth",
  403: "blocked",
  408: "transient",
  413: "too_long",
  429: "rate",
};

function reasonOf({ ok, status }: PlatformReply): SendFailure {
  return REASONS[status] ?? (ok || status >= 500 ? "transient" : "bug");
}

/** Whether the platform may have done what was asked all the same: 503 alone says that it did not begin. */
function leavesDoubt(status: number): boolean {
  return (status >= 200 && status < 300) || (status >= 500 && status !== 503);
}
