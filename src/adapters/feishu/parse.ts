import { z } from "zod";
import type { ConversationRef, IncomingMessage } from "../adapter.ts";
import { badBody } from "../shared/webhook-errors.ts";
import { readContent } from "./content.ts";

const LONGEST_ID = 300;
/** What the answering steps greet back. */
const GREETING = "你好";

const id = z.string().min(1).max(LONGEST_ID);

const eventPayload = z.object({
  header: z.object({ event_id: id, event_type: z.string() }),
  event: z.unknown().optional(),
});

const mention = z.object({
  key: z.string(),
  id: z.object({ open_id: z.string().nullish() }).nullish(),
  name: z.string().nullish(),
});

/** 「接收消息」 `im.message.receive_v1`, the fields that are read. */
const messageEvent = z.object({
  sender: z.object({
    sender_type: z.string(),
    sender_id: z.object({ open_id: z.string().max(LONGEST_ID).nullish() }).nullish(),
  }),
  message: z.object({
    message_id: id,
    chat_id: id,
    chat_type: z.string(),
    thread_id: z.string().max(LONGEST_ID).nullish(),
    message_type: z.string(),
    content: z.string(),
    mentions: z.array(mention).nullish(),
  }),
});
type MessageEvent = z.infer<typeof messageEvent>;
type Mention = z.infer<typeof mention>;

/** 「用户进入与机器人的会话」 `im.chat.access_event.bot_p2p_chat_entered_v1`. */
const enteredEvent = z.object({
  chat_id: id,
  operator_id: z.object({ open_id: z.string().max(LONGEST_ID).nullish() }).nullish(),
  /** Absent while nothing has been said there. */
  last_message_id: z.string().nullish(),
});

/** Where an answer goes; kept with the message. */
const address = z.object({
  chatId: z.string(),
  /** The message that is replied to; empty for a greeting. */
  messageId: z.string(),
  /** Empty outside threads. */
  threadId: z.string(),
});
export type FeishuAddress = z.infer<typeof address>;

export function readAddress({ handle }: ConversationRef): FeishuAddress {
  return address.parse(handle);
}

/**
 * The question in an event, as it comes by callback and over the long connection; none where it is a bot's, does
 * not speak to this one, or holds what nobody can read: then another delivery would hold the same.
 * @param payload parsed JSON, verified
 * @param ownOpenId asked for only where a group mentions somebody
 * @throws WenbanError `webhook.bad_body`, or what `ownOpenId` rejects with
 */
export async function parseEvent(
  payload: unknown,
  ownOpenId: () => Promise<string>,
): Promise<IncomingMessage[]> {
  if (!isNewEvent(payload)) return [];
  const { header, event } = readShape(eventPayload, payload);
  switch (header.event_type) {
    case "im.message.receive_v1":
      return parseMessage(readShape(messageEvent, event), ownOpenId);
    case "im.chat.access_event.bot_p2p_chat_entered_v1":
      return greet(readShape(enteredEvent, event), header.event_id);
    default:
      return [];
  }
}

/** Events of the old kind have no `schema`; messages come by the new one alone. */
function isNewEvent(payload: unknown): boolean {
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  if (!isObject || !("schema" in payload || "type" in payload)) throw badBody("neither schema nor type");
  return "schema" in payload;
}

function readShape<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join("."));
  throw badBody(`these fields are missing or wrong: ${[...new Set(fields)].join(", ")}`);
}

async function parseMessage(
  { sender, message }: MessageEvent,
  ownOpenId: () => Promise<string>,
): Promise<IncomingMessage[]> {
  const words = readContent(message.message_type, message.content);
  if (sender.sender_type !== "user" || words === null) return [];
  const mentions = message.mentions ?? [];
  const isGroup = message.chat_type !== "p2p";
  if (isGroup && mentions.length === 0) return [];
  const own = isGroup ? await ownOpenId() : "";
  if (isGroup && !mentions.some((one) => one.id?.open_id === own)) return [];
  return [
    {
      // An event may be sent twice under two ids; the message it tells of keeps its own.
      key: message.message_id,
      conversation: conversationOf(message, isGroup),
      sender: sender.sender_id?.open_id || message.chat_id,
      text: nameMentions(words, mentions, own),
      pushAfterMs: 0,
    },
  ];
}

function conversationOf(message: MessageEvent["message"], isGroup: boolean): ConversationRef {
  const { chat_id: chatId, message_id: messageId, thread_id } = message;
  const threadId = thread_id ?? "";
  return {
    id: threadId === "" ? chatId : `${chatId}/${threadId}`,
    kind: isGroup ? "group" : "direct",
    handle: { chatId, messageId, threadId },
  };
}

/** Takes out the mention of the bot, and puts names in place of others' keys. */
function nameMentions(text: string, mentions: readonly Mention[], own: string): string {
  const names = new Map(
    mentions.map(({ key, id, name }) => [key, id?.open_id === own ? "" : (name ?? "")] as const),
  );
  return text.replaceAll(/@_(?:user_\d{1,4}|all)/g, (key) => names.get(key) ?? "").trim();
}

function greet(
  { chat_id: chatId, operator_id, last_message_id }: z.infer<typeof enteredEvent>,
  eventId: string,
): IncomingMessage[] {
  if (last_message_id) return [];
  const handle = { chatId, messageId: "", threadId: "" };
  return [
    {
      key: eventId,
      conversation: { id: chatId, kind: "direct", handle },
      sender: operator_id?.open_id || chatId,
      text: GREETING,
      pushAfterMs: 0,
    },
  ];
}
