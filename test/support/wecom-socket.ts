import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** A frame of 「长连接」. */
export interface Frame {
  cmd?: string;
  headers: { req_id: string };
  body?: Record<string, unknown>;
  errcode?: number;
}

/** The platform's end of long connections: one for each bot, and a new one takes the place of the one before. */
export class WecomSocketServer {
  /** Frames that came, pings aside. */
  readonly frames: Frame[] = [];
  pings = 0;
  connections = 0;
  /** Codes for the next frames of a command; 0 when there are none. `null` gives no reply. */
  readonly codes = new Map<string, (number | null)[]>();
  readonly #server: WebSocketServer;
  #bot: WebSocket | null = null;
  #waiting = new Set<() => void>();

  readonly #account: { botId: string; secret: string };

  private constructor(account: { botId: string; secret: string }, server: WebSocketServer) {
    this.#account = account;
    this.#server = server;
    this.#server.on("connection", (socket) => {
      this.connections++;
      socket.on("message", (data) => this.#take(socket, JSON.parse(data.toString())));
      socket.on("close", () => {
        if (this.#bot === socket) this.#bot = null;
        this.#tell();
      });
    });
  }

  static async start(account: { botId: string; secret: string }): Promise<WecomSocketServer> {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await once(server, "listening");
    return new WecomSocketServer(account, server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get isConnected(): boolean {
    return this.#bot !== null;
  }

  /** Sends a callback to the bot. */
  send(cmd: "aibot_msg_callback" | "aibot_event_callback", requestId: string, body: unknown): void {
    this.#bot?.send(JSON.stringify({ cmd, headers: { req_id: requestId }, body }));
  }

  sendText(text: string): void {
    this.#bot?.send(text);
  }

  /** Breaks the connection. */
  drop(): void {
    this.#bot?.terminate();
  }

  /** Resolves as soon as something is so; the test's own time limit ends a wait in vain. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(socket: WebSocket, frame: Frame): void {
    const { cmd = "", headers } = frame;
    if (cmd === "ping") this.pings++;
    else this.frames.push(frame);
    const errcode = this.#codeFor(cmd, frame);
    if (cmd === "aibot_subscribe" && errcode === 0) {
      const earlier = this.#bot;
      this.#bot = socket;
      const body = { msgtype: "event", event: { eventtype: "disconnected_event" } };
      earlier?.send(JSON.stringify({ cmd: "aibot_event_callback", headers: { req_id: "gone" }, body }));
    }
    if (errcode !== null)
      socket.send(JSON.stringify({ headers, errcode, errmsg: errcode === 0 ? "ok" : "no" }));
    this.#tell();
  }

  #codeFor(cmd: string, { body }: Frame): number | null {
    const next = this.codes.get(cmd)?.shift();
    if (next !== undefined) return next;
    const isBot = body?.bot_id === this.#account.botId && body?.secret === this.#account.secret;
    return cmd === "aibot_subscribe" && !isBot ? 40001 : 0;
  }

  #tell(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
