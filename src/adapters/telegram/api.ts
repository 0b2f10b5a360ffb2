/** Telegram's Bot API. The token is part of every address: addresses are never told to anybody. */
import { z } from "zod";
import type { SendFailure } from "../adapter.ts";
import {
  type CallPlatform,
  type CallResult,
  type FailedSend,
  failedSend,
  readReply,
} from "../shared/platform-call.ts";

export const DEFAULT_BASE = "https://api.telegram.org";

/** Bot API 「Making requests」. */
const success = z.object({ ok: z.literal(true), result: z.unknown() });
const refusal = z.object({
  ok: z.literal(false),
  error_code: z.int().optional(),
  description: z.string().default(""),
  parameters: z
    .object({ retry_after: z.number().optional(), migrate_to_chat_id: z.int().optional() })
    .default({}),
});

/** Beginnings and parts of descriptions that tell apart what all comes as 400. */
const REASONS: readonly [part: RegExp, reason: SendFailure][] = [
  [/message is too long/i, "too_long"],
  [/thread not found|topic_(closed|deleted)/i, "window"],
  [
    /chat not found|no rights|not enough rights|write_forbidden|deactivated|kicked|peer_id_invalid/i,
    "blocked",
  ],
];

export type CallTelegram = (method: string, content?: unknown, timeoutMs?: number) => Promise<CallResult>;

export function createTelegramCall(call: CallPlatform, base: string, token: string): CallTelegram {
  const root = `${base.replace(/\/+$/, "")}/bot${token}`;
  return (method, json = {}, timeoutMs) =>
    call({ url: `${root}/${method}`, json, ...(timeoutMs !== undefined && { timeoutMs }) });
}

/** What a method gave, in the shape expected; null when it did not do what was asked. */
export function readResult<Shape extends z.ZodType>(
  result: CallResult,
  shape: Shape,
): z.output<Shape> | null {
  const said = readReply(result, success);
  return said === null ? null : (shape.safeParse(said.result).data ?? null);
}

/** Why a method did not do what was asked. */
export function telegramFailure(result: CallResult): FailedSend {
  const said = readReply(result, refusal);
  if (result.kind === "failed" || said === null) return failedSend(result);
  const { retry_after } = said.parameters;
  if (retry_after !== undefined)
    return { status: "failed", reason: "rate", retryAfterMs: retry_after * 1000 };
  // A token that is not one, or no longer, is not found.
  if (result.status === 401 || result.status === 404) return failedSend(result, "auth");
  if (result.status !== 400) return failedSend(result);
  return failedSend(result, REASONS.find(([part]) => part.test(said.description))?.[1] ?? "bug");
}

/** Whether the markup of a message was not understood. */
export function isMarkupRefused(result: CallResult): boolean {
  return /can't parse entities/i.test(readReply(result, refusal)?.description ?? "");
}

/** Where a group is now that became a supergroup; null when that is not why the call failed. */
export function movedTo(result: CallResult): number | null {
  return readReply(result, refusal)?.parameters.migrate_to_chat_id ?? null;
}
