/** 智能机器人 by 「长连接」: for services that no platform can reach. Answers go out over the same connection. */
import { setTimeout as pause } from "node:timers/promises";
import { WenbanError } from "../../errors.ts";
import type { AdapterContext, IncomingMessage } from "../adapter.ts";
import type { Connection } from "../connection.ts";
import { defineListener, type Listener } from "../listener.ts";
import { type AibotEvent, readAibotEvent, streamIdOf, toMessage } from "../wecom/aibot.ts";
import { wecom } from "../wecom/index.ts";
import { greeting, NOT_TAKEN } from "../wecom/render.ts";
import { readSettings, type SocketSettings, wecomEnv } from "../wecom/settings.ts";
import { exchangeCode, respondFrame, welcomeFrame, writeHandle } from "../wecom/socket.ts";
import { type IncomingFrame, runSession, type SessionTiming } from "./wecom-session.ts";

const SOCKET_URL = "wss://openws.work.weixin.qq.com";

export interface BotTiming extends SessionTiming {
  /** Before the first new try; each further one waits twice as long. */
  restMs: number;
  longestRestMs: number;
}
const TIMING: BotTiming = { pingEveryMs: 30_000, replyMs: 10_000, restMs: 1000, longestRestMs: 60_000 };

/** Refusals in a row after which the credentials are taken to be wrong. */
const MOST_REFUSALS = 5;
/** Tries to store a message before whoever asked is told to ask again. */
const MOST_TRIES = 3;

type Deliver = (messages: readonly IncomingMessage[]) => Promise<void>;

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
  { connection, siteName }: Pick<AdapterContext, "connection" | "siteName">,
  timing: BotTiming = TIMING,
): Listener {
  return {
    async listen(deliver, signal) {
      const replaced = new AbortController();
      const desk: Desk = {
        deliver,
        connection,
        greeting: greeting(siteName),
        replaced,
        restMs: timing.restMs,
      };
      const stop = AbortSignal.any([signal, replaced.signal]);
      let refusals = 0;
      for (let failures = 0; !stop.aborted; failures++) {
        const end = await runOnce({ url, bot, timing, stop, desk });
        if (end.kind === "lost" && end.wasOpen) failures = 0;
        refusals = end.kind === "refused" ? refusals + 1 : 0;
        if (refusals === MOST_REFUSALS) throw refused(end.kind === "refused" ? end.code : 0);
        const restMs = Math.min(timing.restMs * 2 ** failures, timing.longestRestMs);
        if (!stop.aborted) await pause(restMs, undefined, { signal: stop }).catch(() => {});
      }
      if (!signal.aborted) throw takenOver();
    },
  };
}

/** What frames are worked with. */
interface Desk {
  deliver: Deliver;
  connection: Connection;
  greeting: string;
  replaced: AbortController;
  restMs: number;
}

/** Frames are worked off one after the other, so that messages are stored in their order. */
async function runOnce(options: {
  url: string;
  bot: SocketSettings;
  timing: SessionTiming;
  stop: AbortSignal;
  desk: Desk;
}) {
  const { desk, stop, ...session } = options;
  let work = Promise.resolve();
  const end = await runSession({
    ...session,
    signal: stop,
    onOpen: (exchange) => {
      desk.connection.exchange = exchange;
    },
    onFrame: (frame) => {
      work = work.then(() => takeFrame(desk, frame));
    },
  });
  desk.connection.exchange = null;
  await work;
  return end;
}

async function takeFrame(desk: Desk, { requestId, body, exchange }: IncomingFrame): Promise<void> {
  const event = readEvent(body);
  switch (event.kind) {
    case "question": {
      const message = toMessage(event.question, writeHandle(event.question, requestId), 0);
      if (await store(desk, message)) return;
      await exchangeCode(exchange, respondFrame(requestId, streamIdOf(message.key), NOT_TAKEN, true));
      return;
    }
    case "entered":
      void exchangeCode(exchange, welcomeFrame(requestId, desk.greeting));
      return;
    case "replaced":
      desk.replaced.abort();
      return;
    default:
      return;
  }
}

/** What can't be read asks nothing that could be answered. */
function readEvent(body: unknown): AibotEvent {
  try {
    return readAibotEvent(body);
  } catch {
    return { kind: "ignored" };
  }
}

/** The platform does not send a message twice, so that storing it is tried more than once. */
async function store({ deliver, restMs }: Desk, message: IncomingMessage): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      await deliver([message]);
      return true;
    } catch {
      if (tries === MOST_TRIES) return false;
      await pause(restMs);
    }
  }
}

function refused(code: number): WenbanError {
  return new WenbanError(
    "unauthorized",
    "listener.refused",
    `企业微信拒绝了智能机器人的长连接（errcode ${code}）。`,
    {
      hint: "核对 BOT_ID 和 BOT_SECRET，并确认机器人的 API 模式是「使用长连接」。Check the bot's id and secret.",
    },
  );
}

function takenOver(): WenbanError {
  return new WenbanError("conflict", "listener.replaced", "智能机器人的长连接被另一个连接取代。", {
    hint: "同一个智能机器人只能有一个连接：请只启动一个服务。Run only one service for this bot.",
  });
}
