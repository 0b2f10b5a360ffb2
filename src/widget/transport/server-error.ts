/** What the server says is wrong, in its own plain words. */
export class ServerError extends Error {
  readonly status: number;
  /** Seconds after which to try again; null when the server does not say. */
  readonly retryAfter: number | null;

  constructor(status: number, message: string, retryAfter: number | null) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Passes a response that succeeded on. @throws ServerError for all others */
export async function checkResponse(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
  const seconds = Number(response.headers.get("retry-after")) || null;
  throw new ServerError(response.status, body?.error?.message ?? "", seconds);
}
