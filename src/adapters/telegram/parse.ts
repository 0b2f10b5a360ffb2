/** Updates of the Bot API, after verification. */
import { z } from "zod";
import type { ConversationRef, IncomingMessage } from "../adapter.ts";
import { badBody } from "../shared/webhook-errors.ts";
import { type BotIdentity, readAddress } from "./address.ts";
import { messageShape, type TelegramMessage, user } from "./message.ts";

/** What an update is. */
export type TelegramUpdate =
  | { kind: "question"; message: IncomingMessage }
  /** A button under an earlier message was pressed; `query` is the id by which Telegram is told that it was seen. */
  | { kind: "pressed"; query: string; message: IncomingMessage | null }
  | { kind: "ignored" };

/** What a bot is called with and says nothing. */
const GREETING = "你好";
/** Content that is not text; messages without any of it tell of members, pins and the like. */
const OTHER_CONTENT = [
  "animation",
  "audio",
  "contact",
  "dice",
  "document",
  "location",
  "paid_media",
  "photo",
  "poll",
  "sticker",
  "story",
  "video",
  "video_note",
  "voice",
];

const button = z.object({ text: z.string(), callback_data: z.string().optional() });
const pressShape = z.object({
  id: z.string().min(1).max(200),
  from: user,
  data: z.string().optional(),
  message: messageShape
    .extend({ reply_markup: z.object({ inline_keyboard: z.array(z.array(button)) }).optional() })
    .optional(),
});

const updateShape = z.object({
  update_id: z.int(),
  message: messageShape.optional(),
  callback_query: pressShape.optional(),
});

/** @throws WenbanError `webhook.bad_body`; `webhook.no_bot_name` when nobody can tell whether the bot is meant */
export async function parseUpdate(content: unknown, bot: BotIdentity): Promise<TelegramUpdate> {
  const parsed = updateShape.safeParse(content);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "body");
    throw badBody(`these fields are missing or wrong: ${[...new Set(fields)].join(", ")}`);
  }
  const { update_id, message, callback_query } = parsed.data;
  const key = String(update_id);
  if (callback_query) return readPress(key, callback_query);
  const question = message ? await readMessage(key, message, bot) : null;
  return question ? { kind: "question", message: question } : { kind: "ignored" };
}

async function readMessage(
  key: string,
  message: TelegramMessage,
  bot: BotIdentity,
): Promise<IncomingMessage | null> {
  const { from } = message;
  if (!from || from.is_bot || message.via_bot || message.is_automatic_forward) return null;
  const isText = message.text !== undefined;
  if (!isText && !OTHER_CONTENT.some((content) => message[content] !== undefined)) return null;
  const { isForBot, text } = await readAddress(message, bot);
  if (message.chat.type !== "private" && !isForBot) return null;
  return {
    key,
    conversation: conversationOf(message),
    sender: String(from.id),
    text: isText && text === "" ? GREETING : text,
    pushAfterMs: 0,
  };
}

/** A group's topic is a conversation of its own. */
function conversationOf({
  chat,
  message_id,
  message_thread_id,
  is_topic_message,
}: TelegramMessage): ConversationRef {
  const id = String(chat.id);
  const thread = is_topic_message && message_thread_id !== undefined ? String(message_thread_id) : null;
  return {
    id: thread === null ? id : `${id}:${thread}`,
    kind: chat.type === "private" ? "direct" : "group",
    handle: { chat: id, message: String(message_id), ...(thread !== null && { thread }) },
  };
}

/** What a button asks is what is written on it: the data behind it has no room for a question. */
function readPress(key: string, { id, from, data, message }: z.infer<typeof pressShape>): TelegramUpdate {
  const buttons = message?.reply_markup?.inline_keyboard.flat() ?? [];
  const text = buttons.find(
    ({ callback_data }) => callback_data !== undefined && callback_data === data,
  )?.text;
  if (!message || text === undefined || from.is_bot) return { kind: "pressed", query: id, message: null };
  const conversation = conversationOf(message);
  const question = { key, conversation, sender: String(from.id), text, pushAfterMs: 0 };
  return { kind: "pressed", query: id, message: question };
}
