const LONGEST_SECONDS = 7 * 24 * 3600;

/**
 * Milliseconds that a `Retry-After` header asks to wait, RFC 9110 §10.2.3: seconds, or an HTTP date.
 * @returns null when the header is absent or neither; at most a week
 */
export function readRetryAfter(value: string | null, now: Date): number | null {
  const text = value?.trim() ?? "";
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Math.ceil(Math.min(Number(text), LONGEST_SECONDS) * 1000);
  const at = /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return null;
  return Math.min(Math.max(0, at - now.getTime()), LONGEST_SECONDS * 1000);
}
