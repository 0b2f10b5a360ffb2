import type { Diagnosis } from "../adapter.ts";

/** A smaller difference may be the way and the second in which the header is written. */
const SMALLEST_SKEW_MS = 30_000;

/**
 * Warns where this machine's clock and a platform's differ: signed requests are then taken for old ones.
 * @param headers of a reply that has just come, for their `Date`
 * @returns nothing where they agree, or where the platform does not tell its time
 */
export function diagnoseClock(headers: Headers, now: Date): Diagnosis[] {
  const skewMs = now.getTime() - Date.parse(headers.get("date") ?? "");
  if (!(Math.abs(skewMs) >= SMALLEST_SKEW_MS)) return [];
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const text = `本机时钟比平台${skewMs > 0 ? "快" : "慢"} ${seconds} 秒，消息会因时间不符被拒绝。`;
  return [{ status: "warn", text, hint: "开启时间同步（NTP）后重试。" }];
}
