/** One connection of 智能机器人 「长连接」, from the first frame to the last. */
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Exchange } from "../connection.ts";
import type { SocketSettings } from "../wecom/settings.ts";
import { exchangeCode, pingFrame, subscribeFrame } from "../wecom/socket.ts";
import { createFrameReplies } from "./frame-replies.ts";

export interface SessionTiming {
  /** The platform wants to hear from a connection every 30 seconds. */
  pingEveryMs: number;
  /** Without a reply for so long nobody is there. */
  replyMs: number;
}

/** A frame that the platform sends by itself. */
export interface IncomingFrame {
  requestId: string;
  body: unknown;
  /** Answers it at once, also when it comes with the word that the connection is open. */
  exchange: Exchange;
}

/** How a connection ended: the platform said no with a code, or it was lost, after it had been open or before. */
export type SessionEnd = { kind: "refused"; code: number } | { kind: "lost"; wasOpen: boolean };

export interface SessionOptions {
  url: string;
  bot: SocketSettings;
  timing: SessionTiming;
  /** Closes the connection. */
  signal: AbortSignal;
  /** Called when the platform has taken the bot's credentials. */
  onOpen(exchange: Exchange): void;
  onFrame(frame: IncomingFrame): void;
}

/** Replies carry more: their code. */
const incoming = z.looseObject({
  cmd: z.string().optional(),
  headers: z.object({ req_id: z.string() }),
  body: z.unknown().optional(),
});
const CALLBACKS: ReadonlySet<string> = new Set(["aibot_msg_callback", "aibot_event_callback"]);
/** Pings without a reply, after which the connection is taken for dead. */
const MOST_MISSED = 2;

/** Connects, and resolves when the connection has ended. Never rejects. */
export async function runSession({ url, signal, ...options }: SessionOptions): Promise<SessionEnd> {
  const socket = new WebSocket(url);
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  const replies = createFrameReplies((text) => socket.send(text), options.timing.replyMs);
  let end: SessionEnd = { kind: "lost", wasOpen: false };
  socket.addEventListener("open", async () => {
    const { botId, secret } = options.bot;
    const code = await exchangeCode(replies.exchange, subscribeFrame(botId, secret));
    if (code === 0 && !stop.aborted) {
      end = { kind: "lost", wasOpen: true };
      options.onOpen(replies.exchange);
      await pingUntilDead(replies.exchange, options.timing.pingEveryMs, stop);
    } else if (code !== null && code !== 0) {
      end = { kind: "refused", code };
    }
    ended.abort();
  });
  socket.addEventListener("message", ({ data }) => {
    const frame = readFrame(data);
    if (!frame) return;
    const { cmd, headers, body } = frame;
    if (cmd === undefined) replies.take(headers.req_id, frame);
    else if (CALLBACKS.has(cmd))
      options.onFrame({ requestId: headers.req_id, body, exchange: replies.exchange });
  });
  for (const event of ["close", "error"]) socket.addEventListener(event, () => ended.abort());
  await untilAborted(stop);
  ended.abort();
  replies.end();
  socket.close();
  return end;
}

/** What is no frame is left alone: a newer platform may send more kinds. */
function readFrame(data: unknown): z.output<typeof incoming> | null {
  try {
    return incoming.parse(JSON.parse(String(data)));
  } catch {
    return null;
  }
}

async function pingUntilDead(exchange: Exchange, everyMs: number, stop: AbortSignal): Promise<void> {
  for (let missed = 0; missed < MOST_MISSED && !stop.aborted; ) {
    await pause(everyMs, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return;
    missed = (await exchangeCode(exchange, pingFrame())) === null ? missed + 1 : 0;
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
