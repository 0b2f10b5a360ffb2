/** Late answers, sent to the address that the settings name. */
import type { AdapterContext, ConversationRef, Reply, SendResult } from "../adapter.ts";
import { type CallResult, createPlatformCall, failedSend } from "../shared/platform-call.ts";
import { signWebhook, type WebhookKey } from "../shared/standard-webhooks.ts";
import { answerEvent } from "./render.ts";

/** Standard Webhooks 「Deliverability and reliability」: 15 to 30 s. */
const TIMEOUT_MS = 20_000;
/** For how long an address that said it is gone is left alone; another address is tried at once. */
const GONE_MS = 30 * 24 * 60 * 60 * 1000;
const GONE = "callback_gone";

/** Waits before the second, third … try, 「Retry schedule」 of the same chapter. */
export const CALLBACK_RETRIES_MS: readonly number[] = [
  5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
].map((seconds) => seconds * 1000);

/** Where late answers go. */
export interface Callback {
  url: string;
  keys: readonly WebhookKey[];
}

/** Posts an answer, signed; its `webhook-id` is the same on every try, so that the receiver takes it once. */
export async function sendToCallback(
  { url, keys }: Callback,
  context: AdapterContext,
  conversation: ConversationRef,
  reply: Reply,
): Promise<SendResult> {
  const event = answerEvent(reply, conversation, context.publicUrl);
  if (event === null) return { status: "sent", platformMessageId: null };
  if (await isGone(context, url)) return { status: "failed", reason: "blocked" };
  const body = JSON.stringify(event);
  const result = await createPlatformCall(context)({
    url,
    body,
    headers: {
      "content-type": "application/json",
      ...(await signWebhook(reply.sendKey, body, keys, context.now())),
    },
    timeoutMs: TIMEOUT_MS,
  });
  if (result.kind === "reply" && result.ok) return { status: "sent", platformMessageId: reply.sendKey };
  return refused(result, url, context);
}

/** Whether the address has said that it is gone for good. */
export async function isGone({ memory }: AdapterContext, url: string): Promise<boolean> {
  return (await memory.get(GONE)) === url;
}

/** Whatever is not 2xx is tried again, but 410: the receiver wants nothing any more. */
async function refused(result: CallResult, url: string, { memory }: AdapterContext): Promise<SendResult> {
  if (result.kind === "failed") return failedSend(result);
  if (result.status === 429) return failedSend(result);
  if (result.status !== 410) return failedSend(result, "transient");
  await memory.set(GONE, url, GONE_MS);
  return { status: "failed", reason: "blocked" };
}
