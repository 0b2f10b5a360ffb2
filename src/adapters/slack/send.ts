import { z } from "zod";
import type { ConversationRef, OutgoingReply, SendResult } from "../adapter.ts";
import { type CallPlatform, failedSend, readReply } from "../shared/platform-call.ts";
import { sendPieces } from "../shared/send-pieces.ts";
import { type SlackApi, slackFailure } from "./api.ts";
import { channelMessage, commandMessage, renderTexts, stampMessage } from "./render.ts";

/** Messages looked at in a history: an answer stands close behind its question. */
const HISTORY_LENGTH = "100";

const posted = z.object({ ts: z.string() });
const history = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z.object({ event_payload: z.record(z.string(), z.unknown()) }).optional(),
    }),
  ),
});

/** What sending needs. */
export interface SlackSender {
  api: SlackApi;
  call: CallPlatform;
  publicUrl: string | null;
}

/** Sends a reply to a channel's thread, to who wrote to the bot, or to who gave a command. */
export async function sendReply(
  { api, call, publicUrl }: SlackSender,
  conversation: ConversationRef,
  reply: OutgoingReply,
): Promise<SendResult> {
  const { responseUrl } = conversation.handle;
  return sendPieces(renderTexts(reply, publicUrl), reply, async (text, piece) => {
    if (responseUrl !== undefined) return answerCommand(call, responseUrl, text);
    const isDoubtful = reply.maybeDuplicate && piece === reply.delivered;
    const look = isDoubtful ? await findMessage(api, conversation, reply.sendKey, piece) : null;
    if (look?.ts) return { status: "sent", platformMessageId: look.ts };
    const message = channelMessage(conversation, text, stampMessage(reply.sendKey, piece));
    const result = await api.post("chat.postMessage", message);
    const failure = slackFailure(result);
    if (!failure) return { status: "sent", platformMessageId: readReply(result, posted)?.ts ?? null };
    // The next try will look again, so that this one leaves no more doubt than there was.
    return look ? { ...failure, mayHaveArrived: false } : failure;
  });
}

/** Slack 「Handling user interaction」: five times in half an hour; says "ok", not JSON. */
async function answerCommand(call: CallPlatform, url: string, text: string): Promise<SendResult> {
  const result = await call({ url, json: commandMessage(text) });
  if (result.kind === "reply" && result.ok) return { status: "sent", platformMessageId: null };
  const isOver = result.kind === "reply" && (result.status === 404 || result.status === 410);
  return failedSend(result, isOver ? "window" : undefined);
}

/**
 * Slack has no key that would keep a message from being posted twice, so that one that may have arrived is looked for
 * in the history: `ts` is null when it is not there. Null when the app may not read the history.
 */
async function findMessage(
  api: SlackApi,
  { handle }: ConversationRef,
  sendKey: string,
  piece: number,
): Promise<{ ts: string | null } | null> {
  const { channel = "", ts = "", thread } = handle;
  const range = { channel, oldest: ts, limit: HISTORY_LENGTH, include_all_metadata: "true" };
  const result =
    thread === undefined
      ? await api.get("conversations.history", range)
      : await api.get("conversations.replies", { ...range, ts: thread });
  const messages = readReply(result, history)?.messages;
  if (!messages) return null;
  const isOurs = (payload: Record<string, unknown> = {}) =>
    payload.send_key === sendKey && payload.piece === piece;
  return { ts: messages.find(({ metadata }) => isOurs(metadata?.event_payload))?.ts ?? null };
}
