/** 智能机器人 by 「长连接」: for services that no platform can reach. Answers go out over the same connection. */
import { setTimeout as pause } from "node:timers/promises";
import { WenbanError } from "../../errors.ts";
import type { AdapterContext, IncomingMessage } from "../adapter.ts";
import { defineListener, type Listener } from "../listener.ts";
import { greeting } from "../shared/wechat-text.ts";
import { type AibotEvent, readAibotEvent, streamIdOf, toMessage } from "../wecom/aibot.ts";
import { wecom } from "../wecom/index.ts";
import { NOT_TAKEN } from "../wecom/render.ts";
import { readSettings, type SocketSettings, wecomEnv } from "../wecom/settings.ts";
import { exchangeCode, respondFrame, welcomeFrame, writeHandle } from "../wecom/socket.ts";
import { type ConnectionEnd, keepConnected, RECONNECT, type ReconnectTiming } from "./keep-connected.ts";
import { runSocket } from "./run-socket.ts";
import { createLine, type IncomingFrame, type LineTiming } from "./wecom-line.ts";

const SOCKET_URL = "wss://openws.work.weixin.qq.com";
const TIMING: BotTiming = { ...RECONNECT, pingEveryMs: 30_000, replyMs: 10_000 };
/** Pings whose replies stay away before the connection is taken for dead, and half a ping for the way. */
const MOST_MISSED = 2.5;
/** Tries to store a message before whoever asked is told to ask again. */
const MOST_TRIES = 3;

export type BotTiming = ReconnectTiming & LineTiming;

/** What a connection is worked with. */
interface Desk {
  bot: SocketSettings;
  url: string;
  context: Pick<AdapterContext, "connection" | "siteName">;
  timing: BotTiming;
  deliver: (messages: readonly IncomingMessage[]) => Promise<void>;
  /** Given when another connection of the bot has taken over. */
  replaced: AbortController;
}

export const wecomBot = defineListener({
  platform: wecom,
  create(settings, context) {
    const { socket, socketUrl } = readSettings(wecomEnv.parse(settings));
    return socket && createWecomBotListener(socket, socketUrl ?? SOCKET_URL, context);
  },
});

export function createWecomBotListener(
  bot: SocketSettings,
  url: string,
  context: Desk["context"],
  timing: BotTiming = TIMING,
): Listener {
  return {
    async listen(deliver, signal) {
      const replaced = new AbortController();
      const desk = { bot, url, context, timing, deliver, replaced };
      const stop = AbortSignal.any([signal, replaced.signal]);
      await keepConnected(() => connect(desk, stop), stop, timing);
      if (!signal.aborted) throw takenOver();
    },
  };
}

/** Stays connected while the platform wants it. Messages are stored one after the other, in their order. */
async function connect(desk: Desk, signal: AbortSignal): Promise<ConnectionEnd> {
  const { bot, url, timing, context } = desk;
  let work = Promise.resolve();
  const line = createLine({
    bot,
    timing,
    onReady: (exchange) => {
      context.connection.exchange = exchange;
    },
    // Not as the socket's own work: that would hold up the replies to what is sent meanwhile.
    onFrame: (frame) => {
      work = work.then(() => takeFrame(desk, frame));
    },
  });
  await runSocket({
    url,
    signal,
    silentMs: timing.pingEveryMs * MOST_MISSED,
    onOpen: (socket) => line.open(socket),
    onMessage: async (data) => line.take(data),
  });
  context.connection.exchange = null;
  await work;
  return line.end();
}

async function takeFrame(desk: Desk, { requestId, body, exchange }: IncomingFrame): Promise<void> {
  const event = readEvent(body, desk.bot.name);
  switch (event.kind) {
    case "question": {
      const message = toMessage(event.question, writeHandle(event.question, requestId), 0);
      if (await store(desk, message)) return;
      void exchangeCode(exchange, respondFrame(requestId, streamIdOf(message.key), NOT_TAKEN, true));
      return;
    }
    case "entered":
      void exchangeCode(exchange, welcomeFrame(requestId, greeting(desk.context.siteName)));
      return;
    case "replaced":
      desk.replaced.abort();
      return;
    default:
      return;
  }
}

/** What can't be read asks nothing that could be answered. */
function readEvent(body: unknown, botName: string | null): AibotEvent {
  try {
    return readAibotEvent(body, botName);
  } catch {
    return { kind: "ignored" };
  }
}

/** The platform does not send a message twice, so that storing it is tried more than once. */
async function store({ deliver, timing }: Desk, message: IncomingMessage): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      await deliver([message]);
      return true;
    } catch {
      if (tries === MOST_TRIES) return false;
      await pause(timing.restMs);
    }
  }
}

function takenOver(): WenbanError {
  const message = "智能机器人的长连接被另一个连接取代。(Another connection of this bot has taken over.)";
  const hint = "同一个智能机器人只能有一个连接：请只启动一个服务。Run only one service for this bot.";
  return new WenbanError("conflict", "listener.replaced", message, { hint });
}
