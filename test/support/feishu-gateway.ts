import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import {
  DATA,
  decodeFrame,
  encodeFrame,
  type FeishuFrame,
  headerOf,
} from "../../src/adapters/listeners/feishu-frame.ts";
import { feishuApp } from "./feishu-platform.ts";

export const SERVICE_ID = 33554678;

/** 飞书's gateway of long connections, on this machine. */
export interface FeishuGateway {
  apiBase: string;
  connections: number;
  /** Resolves when so many connections have been made. */
  connected(count: number): Promise<void>;
  /** The frames that clients sent, acknowledgements aside. */
  control: FeishuFrame[];
  /** Pushes an event in so many parts; resolves with the acknowledgement. */
  push(event: unknown, parts?: number): Promise<FeishuFrame>;
  pushBytes(bytes: Uint8Array): void;
  /** Breaks the connection. */
  drop(): void;
  /** What the address's reply is instead; null for as usual. */
  refusal: Record<string, unknown> | null;
  close(): Promise<void>;
}

export async function startFeishuGateway(pingSeconds = 120): Promise<FeishuGateway> {
  const acknowledgements = new Map<string, (frame: FeishuFrame) => void>();
  const arrivals: { count: number; resolve: () => void }[] = [];
  let current: WebSocket | undefined;
  let ids = 0;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const reply = tellEndpoint(request.url ?? "", JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(reply));
    });
  });
  const tellEndpoint = (path: string, { AppID, AppSecret }: Record<string, unknown>) => {
    if (gateway.refusal) return gateway.refusal;
    if (path !== "/callback/ws/endpoint") return { code: 404, msg: "not found", data: {} };
    if (AppID !== feishuApp.id || AppSecret !== feishuApp.secret) {
      return { code: 514, msg: "auth failed", data: {} };
    }
    const URL = `ws://127.0.0.1:${port}/ws/v2?device_id=7&service_id=${SERVICE_ID}&ticket=t`;
    const times = { ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30 };
    return { code: 0, msg: "", data: { URL, ClientConfig: { ...times, PingInterval: pingSeconds } } };
  };
  const sockets = new WebSocketServer({ server, path: "/ws/v2" });
  sockets.on("connection", (socket) => {
    current = socket;
    gateway.connections++;
    socket.on("message", (data: Buffer) => {
      const frame = decodeFrame(Uint8Array.from(data));
      if (frame.method === DATA) acknowledgements.get(headerOf(frame, "message_id"))?.(frame);
      else gateway.control.push(frame);
    });
    for (const { count, resolve } of arrivals) if (gateway.connections >= count) resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const gateway: FeishuGateway = {
    apiBase: `http://127.0.0.1:${port}`,
    connections: 0,
    control: [],
    refusal: null,
    async connected(count) {
      if (gateway.connections < count) {
        await new Promise<void>((resolve) => arrivals.push({ count, resolve }));
      }
    },
    push(event, parts = 1) {
      const id = `event-${++ids}`;
      const bytes = new TextEncoder().encode(typeof event === "string" ? event : JSON.stringify(event));
      const size = Math.ceil(bytes.length / parts);
      for (let seq = 0; seq < parts; seq++) {
        const payload = bytes.slice(seq * size, (seq + 1) * size);
        gateway.pushBytes(encodeFrame(eventFrame(id, parts, seq, payload)));
      }
      return new Promise((resolve) => acknowledgements.set(id, resolve));
    },
    pushBytes: (bytes) => current?.send(bytes),
    drop: () => current?.terminate(),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gateway;
}

function eventFrame(id: string, sum: number, seq: number, payload: Uint8Array<ArrayBuffer>): FeishuFrame {
  return {
    seqId: 1n,
    logId: 7_000_000_000n,
    service: SERVICE_ID,
    method: DATA,
    headers: [
      ["type", "event"],
      ["message_id", id],
      ["sum", String(sum)],
      ["seq", String(seq)],
      ["trace_id", "trace"],
    ],
    payloadEncoding: "",
    payloadType: "",
    payload,
    logIdNew: "log",
  };
}
