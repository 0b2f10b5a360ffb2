/** Who failed; decides the exit code, the HTTP status and the canned answer (see `errorStatus`). */
export type ErrorKind =
  | "bad_input"
  | "not_configured"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "unsupported_type"
  | "unprocessable"
  | "rate_limited"
  | "unreachable"
  | "timed_out"
  | "upstream"
  | "unavailable"
  | "storage"
  | "unknown";

/**
 * The one error class of the house. `code` is `area.reason`; `message` says in plain words what is wrong,
 * `hint` what to do. Neither ever holds a secret, a stack or a user's question.
 */
export class WenbanError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly hint: string | undefined;

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "WenbanError";
    this.kind = kind;
    this.code = code;
    this.hint = options.hint;
  }
}

const HTTP_STATUS: Record<ErrorKind, number> = {
  bad_input: 400,
  not_configured: 503,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_type: 415,
  unprocessable: 422,
  rate_limited: 429,
  unreachable: 502,
  timed_out: 504,
  upstream: 502,
  unavailable: 503,
  storage: 507,
  unknown: 500,
};

const EXIT_CODE: Record<ErrorKind, number> = {
  bad_input: 2,
  not_configured: 3,
  unauthorized: 4,
  forbidden: 4,
  not_found: 2,
  conflict: 9,
  too_large: 2,
  unsupported_type: 2,
  unprocessable: 2,
  rate_limited: 6,
  unreachable: 5,
  timed_out: 7,
  upstream: 8,
  unavailable: 9,
  storage: 9,
  unknown: 1,
};

/** Anything thrown, as a WenbanError; what was not ours becomes `unknown` and keeps its cause. */
export function toWenbanError(error: unknown): WenbanError {
  if (error instanceof WenbanError) return error;
  return new WenbanError(
    "unknown",
    "internal.unexpected",
    "出现了意外错误。Something unexpected went wrong.",
    {
      cause: error,
    },
  );
}

/** HTTP status of an error. */
export function httpStatus(error: WenbanError): number {
  return HTTP_STATUS[error.kind];
}

/** Exit code of an error, as the CLI's contract lists them. */
export function exitCode(error: WenbanError): number {
  return EXIT_CODE[error.kind];
}
