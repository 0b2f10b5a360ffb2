/** One connection of 智能机器人 「长连接」: logging in, pings, and which reply belongs to which frame. */
import { z } from "zod";
import type { Exchange } from "../connection.ts";
import type { SocketSettings } from "../wecom/settings.ts";
import { exchangeCode, pingFrame, subscribeFrame } from "../wecom/socket.ts";
import { createFrameReplies, type FrameReplies } from "./frame-replies.ts";
import type { ConnectionEnd } from "./keep-connected.ts";
import type { Socket } from "./run-socket.ts";

export interface LineTiming {
  /** The platform wants to hear from a connection every 30 seconds. */
  pingEveryMs: number;
  /** Without a reply for so long none is to be expected. */
  replyMs: number;
}

/** A frame that the platform sends by itself. */
export interface IncomingFrame {
  requestId: string;
  body: unknown;
  /** Answers it at once, also when it comes with the word that the bot is logged in. */
  exchange: Exchange;
}

export interface LineOptions {
  bot: SocketSettings;
  timing: LineTiming;
  /** Called when the platform has taken the bot's credentials. */
  onReady(exchange: Exchange): void;
  onFrame(frame: IncomingFrame): void;
}

export interface Line {
  /** To be called when the socket is open: the bot logs in. */
  open(socket: Socket): void;
  take(data: string | Uint8Array): void;
  /** To be called when the socket has ended. */
  end(): ConnectionEnd;
}

/** Replies carry more: their code. */
const incoming = z.looseObject({
  cmd: z.string().optional(),
  headers: z.object({ req_id: z.string() }),
  body: z.unknown().optional(),
});
const CALLBACKS: ReadonlySet<string> = new Set(["aibot_msg_callback", "aibot_event_callback"]);

export function createLine({ bot, timing, onReady, onFrame }: LineOptions): Line {
  let replies: FrameReplies | null = null;
  let pings: ReturnType<typeof setInterval> | undefined;
  /** Of the reply to logging in; null until it comes. */
  let code: number | null = null;
  return {
    async open(socket) {
      const opened = createFrameReplies((text) => socket.send(text), timing.replyMs);
      replies = opened;
      code = await exchangeCode(opened.exchange, subscribeFrame(bot.botId, bot.secret));
      if (code !== 0) return socket.close();
      onReady(opened.exchange);
      pings = setInterval(() => void exchangeCode(opened.exchange, pingFrame()), timing.pingEveryMs);
    },
    take(data) {
      const frame = readFrame(data);
      if (!frame || !replies) return;
      const { cmd, headers, body } = frame;
      if (cmd === undefined) replies.take(headers.req_id, frame);
      else if (CALLBACKS.has(cmd)) onFrame({ requestId: headers.req_id, body, exchange: replies.exchange });
    },
    end() {
      clearInterval(pings);
      replies?.end();
      if (code === null || code === 0) return { kind: "lost", wasOpen: code === 0 };
      return { kind: "refused", code: `errcode ${code}` };
    },
  };
}

/** What is no frame is left alone: a newer platform may send more kinds. */
function readFrame(data: string | Uint8Array): z.output<typeof incoming> | null {
  try {
    return incoming.parse(JSON.parse(String(data)));
  } catch {
    return null;
  }
}
