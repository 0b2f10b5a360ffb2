/**
 * 钉钉 Stream 模式: messages to the robot over a connection that this service opens. Source: 钉钉开放平台 「Stream 模式
 * 协议接入说明」.
 */
import { z } from "zod";
import type { IncomingMessage } from "../adapter.ts";
import { apiUrl, errorCode } from "../dingtalk/api.ts";
import { createDingtalkBot, type DingtalkBot } from "../dingtalk/bot.ts";
import { dingtalk } from "../dingtalk/index.ts";
import { parseRobotMessage } from "../dingtalk/parse.ts";
import { dingtalkEnv } from "../dingtalk/settings.ts";
import { defineListener, type Listener } from "../listener.ts";
import { readReply } from "../shared/platform-call.ts";
import { type ConnectionEnd, keepConnected } from "./keep-connected.ts";
import { runSocket, type Socket } from "./run-socket.ts";

const ROBOT_MESSAGES = "/v1.0/im/bot/messages/get";
/** The platform pings every minute or so; a connection that is silent for longer is worth opening anew. */
const SILENT_MS = 10 * 60 * 1000;

type Deliver = (messages: readonly IncomingMessage[]) => Promise<void>;

export const dingtalkStream = defineListener({
  platform: dingtalk,
  create(settings, context) {
    const bot = createDingtalkBot(dingtalkEnv.parse(settings), context);
    return bot.settings.CONNECTION === "stream" ? createDingtalkListener(bot) : null;
  },
});

function createDingtalkListener(bot: DingtalkBot): Listener {
  return { listen: (deliver, signal) => keepConnected(() => connect(bot, deliver, signal), signal) };
}

const opened = z.object({ endpoint: z.url(), ticket: z.string().min(1) });

/** Gets a ticket, good for one connection within 90 s, and stays connected while the platform wants it. */
async function connect(bot: DingtalkBot, deliver: Deliver, signal: AbortSignal): Promise<ConnectionEnd> {
  const { APP_KEY, APP_SECRET } = bot.settings;
  const result = await bot.call({
    url: apiUrl(bot.settings, "/v1.0/gateway/connections/open"),
    headers: { accept: "application/json" },
    json: {
      clientId: APP_KEY,
      clientSecret: APP_SECRET,
      subscriptions: [{ type: "CALLBACK", topic: ROBOT_MESSAGES }],
      ua: "wenban",
    },
  });
  const ticket = readReply(result, opened);
  if (!ticket) {
    const isRefused = result.kind === "reply" && [400, 401, 403].includes(result.status);
    if (isRefused) return { kind: "refused", code: errorCode(result) || `HTTP ${result.status}` };
    return { kind: "lost", wasOpen: false };
  }
  const url = new URL(ticket.endpoint);
  url.searchParams.set("ticket", ticket.ticket);
  const wasOpen = await runSocket({
    url: url.href,
    signal,
    silentMs: SILENT_MS,
    onMessage: (data, socket) => takeFrame(bot, deliver, data, socket),
  });
  return { kind: "lost", wasOpen };
}

const frame = z.object({
  type: z.string(),
  headers: z.looseObject({ topic: z.string(), messageId: z.string() }),
  /** JSON in a string. */
  data: z.string(),
});
type Frame = z.infer<typeof frame>;

async function takeFrame(
  bot: DingtalkBot,
  deliver: Deliver,
  data: string | Uint8Array,
  socket: Socket,
): Promise<void> {
  const { type, headers, data: content } = frame.parse(JSON.parse(String(data)));
  if (type === "CALLBACK" && headers.topic === ROBOT_MESSAGES) {
    const messages = readMessages(bot, content);
    if (messages.length > 0) await deliver(messages);
    acknowledge(socket, headers, JSON.stringify({ response: {} }));
  } else if (type === "SYSTEM" && headers.topic === "ping") acknowledge(socket, headers, content);
  // The platform ends the connection soon; another one is opened before it does.
  else if (type === "SYSTEM" && headers.topic === "disconnect") socket.close();
}

/** What can't be read holds nothing that could be answered, and would be the same the next time. */
function readMessages({ settings }: DingtalkBot, content: string): IncomingMessage[] {
  try {
    return parseRobotMessage(JSON.parse(content), settings);
  } catch {
    return [];
  }
}

/** Without it the platform may deliver again after a minute. */
function acknowledge(socket: Socket, { messageId }: Frame["headers"], data: string): void {
  const headers = { contentType: "application/json", messageId };
  socket.send(JSON.stringify({ code: 200, headers, message: "OK", data }));
}
