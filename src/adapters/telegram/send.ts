import { z } from "zod";
import type { AdapterMemory, ConversationRef, OutgoingReply, SendResult } from "../adapter.ts";
import type { CallResult } from "../shared/platform-call.ts";
import { sendPieces } from "../shared/send-pieces.ts";
import { type CallTelegram, isMarkupRefused, movedTo, readResult, telegramFailure } from "./api.ts";
import { renderTexts, type TelegramText, toPlainText } from "./render.ts";

/** Answers that were on their way when a group moved are long gone by then. */
const MOVED_MS = 30 * 24 * 60 * 60 * 1000;

const sentMessage = z.object({ message_id: z.int() });

/** What sending needs. */
export interface TelegramSender {
  call: CallTelegram;
  memory: AdapterMemory;
  publicUrl: string | null;
}

/** Sends a reply to a chat; in groups its first message shows what it answers. */
export async function sendReply(
  sender: TelegramSender,
  conversation: ConversationRef,
  reply: OutgoingReply,
): Promise<SendResult> {
  return sendPieces(renderTexts(reply, sender.publicUrl), reply, async (text, index) => {
    const message = { ...place(conversation, index === 0), ...markup(text) };
    const result = await sendToChat(sender, conversation.handle.chat ?? "", message, text);
    const sent = readResult(result, sentMessage);
    return sent === null
      ? telegramFailure(result)
      : { status: "sent", platformMessageId: String(sent.message_id) };
  });
}

async function sendToChat(
  sender: TelegramSender,
  chat: string,
  message: Readonly<Record<string, unknown>>,
  text: TelegramText,
): Promise<CallResult> {
  const { call, memory } = sender;
  const key = `moved:${chat}`;
  const send = async (id: string): Promise<CallResult> => {
    const content = { chat_id: Number(id), ...message };
    const result = await call("sendMessage", { ...content, text: text.html, parse_mode: "HTML" });
    return isMarkupRefused(result)
      ? call("sendMessage", { ...content, text: toPlainText(text.html) })
      : result;
  };
  const result = await send((await memory.get(key)) ?? chat);
  const moved = movedTo(result);
  if (moved === null) return result;
  await memory.set(key, String(moved), MOVED_MS);
  return send(String(moved));
}

function place({ kind, handle }: ConversationRef, isFirst: boolean) {
  const { message, thread } = handle;
  const isShown = isFirst && kind === "group" && message !== undefined;
  return {
    ...(thread !== undefined && { message_thread_id: Number(thread) }),
    ...(isShown && { reply_parameters: { message_id: Number(message), allow_sending_without_reply: true } }),
  };
}

/** Pressed, a button brings the words on it back (see `parseUpdate`): its data only tells it from its neighbours. */
function markup({ buttons }: TelegramText) {
  const rows = buttons.map((text, index) => [{ text, callback_data: `option:${index}` }]);
  return {
    link_preview_options: { is_disabled: true },
    ...(rows.length > 0 && { reply_markup: { inline_keyboard: rows } }),
  };
}
