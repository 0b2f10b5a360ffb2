import { httpStatus, type WenbanError } from "../errors.ts";

/** Statuses that no kind of error stands for. */
const STATUS_BY_CODE: Record<string, number> = { "http.timeout": 408 };
/** Seconds after which a platform that is turned down may try again. */
const RETRY_AFTER_SECONDS = "5";

/** The response to a request that was refused; it tells the code and nothing of the request. */
export function refusal(error: WenbanError): Response {
  const status = STATUS_BY_CODE[error.code] ?? httpStatus(error);
  // The rest of a request that was not waited for is not read either.
  const headers = status === 408 ? { connection: "close" } : {};
  return errorResponse(status, error.code, error.message, headers);
}

export function methodNotAllowed(methods: readonly string[]): Response {
  const message = "不支持这种请求方法。(Method not allowed.)";
  return errorResponse(405, "http.method_not_allowed", message, { allow: methods.join(", ") });
}

/** For what may work in a moment: platforms that deliver again do so on this status. */
export function unavailable(code: string, message: string): Response {
  return errorResponse(503, code, message, { "retry-after": RETRY_AFTER_SECONDS });
}

function errorResponse(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = { error: { code, message } };
  return Response.json(body, { status, headers: { ...headers, "cache-control": "no-store" } });
}
