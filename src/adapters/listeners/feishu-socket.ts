/**
 * 飞书 and Lark 「使用长连接接收事件」: events over a connection that this service opens, as the platform's own clients
 * speak it.
 */
import { z } from "zod";
import { WenbanError } from "../../errors.ts";
import type { IncomingMessage } from "../adapter.ts";
import { apiUrl, errorCode } from "../feishu/api.ts";
import { createFeishuBot, type FeishuBot } from "../feishu/bot.ts";
import { FEISHU, feishu, LARK, lark } from "../feishu/index.ts";
import { ownOpenId } from "../feishu/own-id.ts";
import { parseEvent } from "../feishu/parse.ts";
import { type FeishuPlatform, feishuEnv } from "../feishu/settings.ts";
import { defineListener, type Listener, type ListenerDefinition } from "../listener.ts";
import { readReply } from "../shared/platform-call.ts";
import { CONTROL, DATA, decodeFrame, encodeFrame, type FeishuFrame, headerOf } from "./feishu-frame.ts";
import { createFragments, type Fragments } from "./fragments.ts";
import { type ConnectionEnd, keepConnected } from "./keep-connected.ts";
import { runSocket, type Socket } from "./run-socket.ts";

/** Between two pings, as long as the platform does not say. */
const PING_SECONDS = 120;
/** Pings without any word from the platform after which it is taken to be gone. */
const MOST_UNHEARD = 2.5;
/** Codes of the address's reply that pass: busy, a fault inside, too many connections. */
const PASSING: ReadonlySet<number> = new Set([1, 1000040343, 1000040350]);

type Deliver = (messages: readonly IncomingMessage[]) => Promise<void>;

export const feishuSocket = defineListener(listenerOf(FEISHU));
export const larkSocket = defineListener(listenerOf(LARK));

function listenerOf(platform: FeishuPlatform): ListenerDefinition {
  return {
    platform: platform === LARK ? lark : feishu,
    create(settings, context) {
      const bot = createFeishuBot(platform, feishuEnv.parse(settings), context);
      return bot.settings.CONNECTION === "socket" ? createFeishuListener(bot) : null;
    },
  };
}

function createFeishuListener(bot: FeishuBot): Listener {
  return { listen: (deliver, signal) => keepConnected(() => connect(bot, deliver, signal), signal) };
}

const endpoint = z.object({
  code: z.literal(0),
  data: z.object({
    URL: z.url(),
    ClientConfig: z.object({ PingInterval: z.number().positive().optional() }).nullish(),
  }),
});

async function connect(bot: FeishuBot, deliver: Deliver, signal: AbortSignal): Promise<ConnectionEnd> {
  const { APP_ID, APP_SECRET } = bot.settings;
  const result = await bot.call({
    url: apiUrl(bot, "/callback/ws/endpoint"),
    headers: { locale: "zh" },
    json: { AppID: APP_ID, AppSecret: APP_SECRET },
  });
  const found = readReply(result, endpoint)?.data;
  if (!found) {
    const code = errorCode(result);
    const isRefused = code !== null && code !== 0 && !PASSING.has(code);
    return isRefused ? { kind: "refused", code: `code ${code}` } : { kind: "lost", wasOpen: false };
  }
  const pingMs = (found.ClientConfig?.PingInterval ?? PING_SECONDS) * 1000;
  const service = Number(new URL(found.URL).searchParams.get("service_id") ?? 0);
  const fragments = createFragments(bot.context.now);
  let pings: ReturnType<typeof setInterval> | undefined;
  const wasOpen = await runSocket({
    url: found.URL,
    signal,
    silentMs: pingMs * MOST_UNHEARD,
    onOpen(socket) {
      ping(socket, service);
      pings = setInterval(ping, pingMs, socket, service);
    },
    onMessage: (data, socket) => takeFrame(bot, deliver, fragments, data, socket),
  });
  clearInterval(pings);
  return { kind: "lost", wasOpen };
}

function ping(socket: Socket, service: number): void {
  const none = { payloadEncoding: "", payloadType: "", payload: new Uint8Array(), logIdNew: "" };
  const headers: FeishuFrame["headers"] = [["type", "ping"]];
  socket.send(encodeFrame({ seqId: 0n, logId: 0n, service, method: CONTROL, headers, ...none }));
}

async function takeFrame(
  bot: FeishuBot,
  deliver: Deliver,
  fragments: Fragments,
  data: string | Uint8Array<ArrayBuffer>,
  socket: Socket,
): Promise<void> {
  if (typeof data === "string") return;
  const frame = decodeFrame(data);
  if (frame.method !== DATA || headerOf(frame, "type") !== "event") return;
  const { payload } = frame;
  const place = { sum: Number(headerOf(frame, "sum")), seq: Number(headerOf(frame, "seq")) };
  const whole = fragments.add(headerOf(frame, "message_id"), place, payload);
  if (whole === null) return;
  const code = await takeEvent(bot, deliver, whole);
  const reply = new TextEncoder().encode(JSON.stringify({ code }));
  socket.send(encodeFrame({ ...frame, headers: [...frame.headers, ["biz_rt", "0"]], payload: reply }));
}

/** @returns 200, or 500 for what the platform should deliver again */
async function takeEvent(bot: FeishuBot, deliver: Deliver, whole: Uint8Array): Promise<200 | 500> {
  let messages: IncomingMessage[];
  try {
    messages = await parseEvent(JSON.parse(new TextDecoder().decode(whole)), () => ownOpenId(bot));
  } catch (error) {
    // What can't be read would be the same the next time.
    return error instanceof WenbanError && error.kind === "unavailable" ? 500 : 200;
  }
  try {
    if (messages.length > 0) await deliver(messages);
    return 200;
  } catch {
    return 500;
  }
}
