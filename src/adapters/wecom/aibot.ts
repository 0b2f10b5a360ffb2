/**
 * What 智能机器人 sends, by callback and by long connection alike: 「接收消息」, 「接收事件」 and 「流式消息刷新」.
 */
import { z } from "zod";
import type { ConversationRef, IncomingMessage } from "../adapter.ts";
import { decodeBase64, encodeBase64 } from "../shared/base64.ts";
import { badBody } from "../shared/webhook-errors.ts";

/** What people send to a bot that they only mention. */
const GREETING = "你好";

/** A question put to the bot. */
export interface AibotQuestion {
  key: string;
  bot: string;
  sender: string;
  isGroup: boolean;
  /** Whom an answer goes to: the group, or the person. */
  chat: string;
  /** Empty for what is no text. */
  text: string;
  /** Where one answer may be posted within an hour; empty on a long connection. */
  responseUrl: string;
}

export type AibotEvent =
  | { kind: "question"; question: AibotQuestion }
  /** The platform asks how far the answer of a stream is. */
  | { kind: "poll"; streamId: string }
  | { kind: "entered" }
  /** Another connection of the bot has taken the place of this one. */
  | { kind: "replaced" }
  | { kind: "ignored" };

const text = z.object({ content: z.string() });
const eventBody = z.object({ msgtype: z.literal("event"), event: z.object({ eventtype: z.string() }) });
const pollBody = z.object({
  msgtype: z.literal("stream"),
  stream: z.object({ id: z.string().min(1).max(512) }),
});
const questionBody = z.object({
  msgid: z.string().min(1).max(256),
  aibotid: z.string().max(256).default(""),
  chattype: z.enum(["single", "group"]),
  chatid: z.string().max(256).default(""),
  from: z.object({ userid: z.string().min(1).max(256) }),
  response_url: z.string().default(""),
  msgtype: z.string(),
  text: text.optional(),
  voice: text.optional(),
  mixed: z.object({ msg_item: z.array(z.object({ text: text.optional() })) }).optional(),
});

/**
 * Reads what was decrypted, or came over the connection.
 * @param botName what the bot is called in groups, where the settings say it
 * @throws WenbanError `webhook.bad_body`
 */
export function readAibotEvent(body: unknown, botName: string | null): AibotEvent {
  const event = eventBody.safeParse(body);
  if (event.success) return { kind: EVENTS[event.data.event.eventtype] ?? "ignored" };
  const poll = pollBody.safeParse(body);
  if (poll.success) return { kind: "poll", streamId: poll.data.stream.id };
  const parsed = questionBody.safeParse(body);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => issue.path.join("."));
    throw badBody(`these fields are missing or wrong: ${[...new Set(wrong)].join(", ")}`);
  }
  return { kind: "question", question: toQuestion(parsed.data, botName) };
}

/** `feedback_event` and `template_card_event` ask nothing. */
const EVENTS: Readonly<Record<string, "entered" | "replaced">> = {
  enter_chat: "entered",
  disconnected_event: "replaced",
};

function toQuestion(body: z.output<typeof questionBody>, botName: string | null): AibotQuestion {
  const isGroup = body.chattype === "group";
  if (isGroup && body.chatid === "") throw badBody("chatid is missing");
  const said = saidIn(body).trim();
  return {
    key: body.msgid,
    bot: body.aibotid,
    sender: body.from.userid,
    isGroup,
    chat: isGroup ? body.chatid : body.from.userid,
    text: isGroup && said !== "" ? withoutMention(said, botName) : said,
    responseUrl: body.response_url,
  };
}

/** The words of a message; speech comes written down. */
function saidIn({ msgtype, text, voice, mixed }: z.output<typeof questionBody>): string {
  switch (msgtype) {
    case "text":
      return text?.content ?? "";
    case "voice":
      return voice?.content ?? "";
    case "mixed":
      return (mixed?.msg_item ?? []).flatMap((item) => item.text?.content ?? []).join("\n");
    default:
      return "";
  }
}

/** A mention up to the narrow space that clients put behind it, else up to the first space. */
const MENTION = /^@(?:[^@\u2005\n]{1,64}\u2005|\S+)/u;

/** In groups a message begins with the mention that brought it; a name may have spaces in it. */
function withoutMention(said: string, botName: string | null): string {
  const called = botName !== null && said.startsWith(`@${botName}`) ? `@${botName}` : MENTION.exec(said)?.[0];
  return said.slice(called?.length ?? 0).trim() || GREETING;
}

/** The message that a question is, answered by way of `handle`. */
export function toMessage(
  question: AibotQuestion,
  handle: ConversationRef["handle"],
  pushAfterMs: number,
): IncomingMessage {
  const { key, bot, chat, isGroup, sender, text } = question;
  const kind = isGroup ? "group" : "direct";
  return { key, conversation: { id: `${bot}:${chat}`, kind, handle }, sender, text, pushAfterMs };
}

/** The stream that answers a message. It names the message, so that any instance finds the answer to a poll. */
export function streamIdOf(key: string): string {
  const bytes = new TextEncoder().encode(key);
  return encodeBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The key of the message that a stream answers; null for a stream that is not ours. */
export function keyOfStream(streamId: string): string | null {
  const bytes = decodeBase64(streamId.replaceAll("-", "+").replaceAll("_", "/"));
  if (!bytes || bytes.length === 0) return null;
  const key = new TextDecoder().decode(bytes);
  return streamIdOf(key) === streamId ? key : null;
}
