import { z } from "zod";
import type { ConversationRef, IncomingMessage } from "../adapter.ts";
import { allowedUrl } from "../shared/allowed-url.ts";
import { badBody, badReplyUrl } from "../shared/webhook-errors.ts";
import type { DingtalkSettings } from "./settings.ts";

/** Where 「sessionWebhook」 addresses lie. */
const REPLY_HOSTS = ["oapi.dingtalk.com"];
const LONGEST_ID = 300;

const id = z.string().min(1).max(LONGEST_ID);

/** 「机器人接收消息」, the fields that are read. The platform adds fields freely. */
const robotMessage = z.object({
  msgId: id,
  msgtype: z.string(),
  conversationId: id,
  /** 1 single, 2 group. */
  conversationType: z.enum(["1", "2"]),
  senderId: id,
  /** Absent for people from outside the organisation. */
  senderStaffId: z.string().max(LONGEST_ID).nullish(),
  chatbotUserId: z.string().nullish(),
  isInAtList: z.boolean().nullish(),
  robotCode: z.string().max(LONGEST_ID).nullish(),
  sessionWebhook: z.string().nullish(),
  /** Milliseconds since 1970. */
  sessionWebhookExpiredTime: z.number().nullish(),
  text: z.object({ content: z.string() }).nullish(),
  content: z.unknown().optional(),
});
type RobotMessage = z.infer<typeof robotMessage>;

/** Where an answer goes; kept with the message. */
const address = z.object({
  conversationId: z.string(),
  robotCode: z.string(),
  /** Empty for people from outside the organisation. */
  staffId: z.string(),
  senderId: z.string(),
  sessionWebhook: z.string(),
  /** Milliseconds since 1970. */
  sessionEndsAt: z.coerce.number(),
});
export type DingtalkAddress = z.infer<typeof address>;

export function readAddress({ handle }: ConversationRef): DingtalkAddress {
  return address.parse(handle);
}

/**
 * The question in a message to the robot, as it comes by callback and by Stream; none where it is the robot's own,
 * or does not speak to it.
 * @param data parsed JSON, verified
 * @throws WenbanError `webhook.bad_body`, or `webhook.bad_reply_url` for a `sessionWebhook` that leads elsewhere
 */
export function parseRobotMessage(data: unknown, settings: DingtalkSettings): IncomingMessage[] {
  const parsed = robotMessage.safeParse(data);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join("."));
    throw badBody(`these fields are missing or wrong: ${[...new Set(fields)].join(", ")}`);
  }
  const message = parsed.data;
  const conversation = readConversation(message, settings);
  const isGroup = conversation.kind === "group";
  const isOwn = message.senderId === message.chatbotUserId;
  if (isOwn || (isGroup && message.isInAtList === false)) return [];
  return [
    {
      key: message.msgId,
      conversation,
      sender: message.senderStaffId || message.senderId,
      text: readText(message),
      pushAfterMs: 0,
    },
  ];
}

function readConversation(message: RobotMessage, { API_BASE, ROBOT_CODE, APP_KEY }: DingtalkSettings) {
  const { conversationId, senderId, sessionWebhook, sessionWebhookExpiredTime } = message;
  if (sessionWebhook && !allowedUrl(sessionWebhook, REPLY_HOSTS, API_BASE)) throw badReplyUrl();
  const handle = {
    conversationId,
    robotCode: ROBOT_CODE ?? (message.robotCode || APP_KEY),
    staffId: message.senderStaffId ?? "",
    senderId,
    sessionWebhook: sessionWebhook ?? "",
    sessionEndsAt: String(sessionWebhookExpiredTime ?? 0),
  };
  const kind = message.conversationType === "2" ? ("group" as const) : ("direct" as const);
  return { id: conversationId, kind, handle };
}

const richText = z.object({ richText: z.array(z.object({ text: z.string().optional() })) });
const recognised = z.object({ recognition: z.string() });

/** Words typed, words beside pictures, or words the platform heard; empty where there are none. */
function readText({ msgtype, text, content }: RobotMessage): string {
  if (msgtype === "text") return (text?.content ?? "").trim();
  if (msgtype === "audio") return (recognised.safeParse(content).data?.recognition ?? "").trim();
  if (msgtype !== "richText") return "";
  const pieces = richText.safeParse(content).data?.richText ?? [];
  return pieces
    .map((piece) => piece.text ?? "")
    .join("")
    .trim();
}
