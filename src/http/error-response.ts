import type { Context } from "hono";
import { httpStatus, toWenbanError, WenbanError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { renderErrorPage } from "../pages/error-page.ts";

/** The one error body of all routes. */
export interface ErrorBody {
  code: string;
  message: string;
  hint?: string;
}

/** Seconds after which a client may try again, carried by errors of kind `rate_limited`. */
export class RateLimitedError extends WenbanError {
  readonly retryAfterSeconds: number;

  constructor(code: string, message: string, retryAfterSeconds: number) {
    super("rate_limited", code, message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The error as a response: a page for browsers outside `/api`, JSON for everyone else. */
export function errorResponse(context: Context, status: number, error: ErrorBody): Response {
  const wantsPage =
    !context.req.path.startsWith("/api/") && (context.req.header("accept") ?? "").includes("text/html");
  const [body, type] = wantsPage
    ? [String(renderErrorPage({ status, ...error })), "text/html; charset=utf-8"]
    : [JSON.stringify({ error }), "application/json; charset=utf-8"];
  return new Response(body, { status, headers: { "content-type": type, "cache-control": "no-store" } });
}

/** What is unavailable may be there again so soon. */
const UNAVAILABLE_SECONDS = "5";
/** Nobody reads this status: the client has closed the request (as nginx notes it). */
const CLIENT_LEFT = 499;

/** Maps anything thrown to its response; what was not expected is logged by code and class name alone. */
export function respondToError(context: Context, thrown: unknown, logger: Logger): Response {
  if (context.req.raw.signal.aborted) return new Response(null, { status: CLIENT_LEFT });
  const error = toWenbanError(thrown);
  if (error.kind === "unknown") {
    const cause = error.cause instanceof Error ? error.cause.name : typeof error.cause;
    logger.error("http.unexpected_error", { code: error.code, cause });
  }
  const response = errorResponse(context, httpStatus(error), {
    code: error.code,
    message: error.message,
    ...(error.hint !== undefined && { hint: error.hint }),
  });
  if (error instanceof RateLimitedError) {
    response.headers.set("retry-after", String(error.retryAfterSeconds));
  }
  if (error.kind === "unavailable") response.headers.set("retry-after", UNAVAILABLE_SECONDS);
  return response;
}
