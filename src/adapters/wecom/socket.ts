/**
 * Frames of 智能机器人 「长连接」: requests and replies are told together by `req_id`. The connection itself is the
 * listener's.
 */
import { z } from "zod";
import type { SendResult } from "../adapter.ts";
import type { Connection, Exchange } from "../connection.ts";
import { type AibotQuestion, streamIdOf } from "./aibot.ts";
import { refusalFor } from "./api.ts";
import type { Pace } from "./pace.ts";
import { streamFrame } from "./render.ts";

/** The stream can no longer be reached: its `req_id` belongs to an earlier connection, or its time is over. */
const STREAM_OVER: ReadonlySet<number> = new Set([846605, 846608]);

const acknowledgement = z.object({ errcode: z.number() });

/** How a question that came over the connection is answered, as kept in its conversation's handle. */
type SocketHandle = Readonly<Record<string, string>>;

export function writeHandle({ key, chat, isGroup }: AibotQuestion, requestId: string): SocketHandle {
  return { route: "socket", requestId, streamId: streamIdOf(key), chat, chatType: isGroup ? "2" : "1" };
}

/** 「建立连接」: the first frame, with the bot's credentials. */
export function subscribeFrame(botId: string, secret: string) {
  const headers = { req_id: `aibot_subscribe_${crypto.randomUUID()}` };
  return { cmd: "aibot_subscribe", headers, body: { bot_id: botId, secret } };
}

/** 「心跳」. */
export function pingFrame() {
  return { cmd: "ping", headers: { req_id: `ping_${crypto.randomUUID()}` } };
}

/** 「回复消息」: the text so far, in place of what was shown before. */
export function respondFrame(requestId: string, streamId: string, content: string, finish: boolean) {
  const body = streamFrame(streamId, content, finish);
  return { cmd: "aibot_respond_msg", headers: { req_id: requestId }, body };
}

/** 「回复欢迎语」, within five seconds. */
export function welcomeFrame(requestId: string, content: string) {
  const body = { msgtype: "text", text: { content } };
  return { cmd: "aibot_respond_welcome_msg", headers: { req_id: requestId }, body };
}

/** 「主动推送消息」, to people and groups that wrote before. */
function pushFrame(chat: string, chatType: string, content: string) {
  const body = { chatid: chat, chat_type: Number(chatType), msgtype: "markdown", markdown: { content } };
  return { cmd: "aibot_send_msg", headers: { req_id: `aibot_send_msg_${crypto.randomUUID()}` }, body };
}

/** How many answers must have room in a conversation behind what is only shown meanwhile. */
const SPARED_FOR_ANSWERS = 20;

/** The way to a bot's conversations. */
interface SocketWay {
  connection: Connection;
  pace: Pace;
}

/** Shows the end of a question's stream; where the stream is over, sends a message by itself. */
export async function sendOverSocket(
  { connection: { exchange }, pace }: SocketWay,
  { requestId = "", streamId = "", chat = "", chatType = "" }: SocketHandle,
  content: string,
): Promise<SendResult> {
  // The connection may open again, or be open in another process.
  if (!exchange) return { status: "failed", reason: "transient" };
  const waitMs = pace.take(chat);
  if (waitMs > 0) return { status: "failed", reason: "rate", retryAfterMs: waitMs };
  const code = await exchangeCode(exchange, respondFrame(requestId, streamId, content, true));
  const isOver = code !== null && STREAM_OVER.has(code);
  return toResult(isOver ? await exchangeCode(exchange, pushFrame(chat, chatType, content)) : code);
}

/** Shows what is being done in a question's stream; nothing while no connection is open or there is no room for it. */
export async function showOverSocket(
  { connection: { exchange }, pace }: SocketWay,
  { requestId = "", streamId = "", chat = "" }: SocketHandle,
  content: string,
): Promise<void> {
  if (!exchange || pace.take(chat, SPARED_FOR_ANSWERS) > 0) return;
  await exchangeCode(exchange, respondFrame(requestId, streamId, content, false));
}

/** The code of the platform's reply to a frame; null when there was none. */
export async function exchangeCode(
  exchange: Exchange,
  frame: Readonly<Record<string, unknown>>,
): Promise<number | null> {
  try {
    return acknowledgement.parse(await exchange(frame)).errcode;
  } catch {
    return null;
  }
}

function toResult(code: number | null): SendResult {
  if (code === 0) return { status: "sent", platformMessageId: null };
  return code === null ? { status: "failed", reason: "transient", mayHaveArrived: true } : refusalFor(code);
}
