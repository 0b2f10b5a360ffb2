import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { dingtalkApp, robotMessage } from "./dingtalk-platform.ts";

interface Upstream {
  code: number;
  headers: { messageId: string; contentType?: string; topic?: string };
  message: string;
  data: string;
}

/** 钉钉's gateway of Stream 模式, on this machine. */
export interface DingtalkGateway {
  apiBase: string;
  /** Answers `connections/open`; for clients whose address of it is fixed. */
  open(request: Request): Promise<Response>;
  /** What the clients subscribed to. */
  subscriptions: unknown[];
  /** Connections that were made so far. */
  connections: number;
  /** Resolves when so many connections have been made. */
  connected(count: number): Promise<void>;
  /** Pushes a message to the robot; resolves with the acknowledgement. */
  push(fields: Record<string, unknown>): Promise<Upstream>;
  /** Pushes anything else. */
  pushFrame(frame: unknown): void;
  ping(opaque: string): Promise<Upstream>;
  /** Asks the client to connect anew. */
  disconnect(): void;
  /** What `connections/open` answers instead; null for as usual. */
  refusal: (() => Response) | null;
  close(): Promise<void>;
}

export async function startDingtalkGateway(): Promise<DingtalkGateway> {
  const tickets = new Set<string>();
  const acknowledgements = new Map<string, (frame: Upstream) => void>();
  const arrivals: { count: number; resolve: () => void }[] = [];
  let current: WebSocket | undefined;
  let ids = 0;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const body = Buffer.concat(chunks);
      const url = `http://127.0.0.1${request.url ?? ""}`;
      const reply = await gateway.open(new Request(url, { method: "POST", body }));
      response.writeHead(reply.status, { "content-type": "application/json" }).end(await reply.text());
    });
  });
  const sockets = new WebSocketServer({ server, path: "/connect" });
  sockets.on("connection", (socket, request) => {
    const ticket = new URL(request.url ?? "", "http://127.0.0.1").searchParams.get("ticket") ?? "";
    if (!tickets.delete(ticket)) return socket.close();
    current = socket;
    gateway.connections++;
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as Upstream;
      acknowledgements.get(frame.headers.messageId)?.(frame);
    });
    for (const { count, resolve } of arrivals) if (gateway.connections >= count) resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const exchange = (type: string, topic: string, data: string): Promise<Upstream> => {
    const messageId = `frame-${++ids}`;
    const headers = { topic, messageId, contentType: "application/json", time: "1795161600000" };
    gateway.pushFrame({ specVersion: "1.0", type, headers, data });
    return new Promise((resolve) => acknowledgements.set(messageId, resolve));
  };
  const gateway: DingtalkGateway = {
    apiBase: `http://127.0.0.1:${port}`,
    subscriptions: [],
    connections: 0,
    refusal: null,
    async open(request) {
      const refused = gateway.refusal?.();
      if (refused) return refused;
      const { clientId, clientSecret, subscriptions } = await request.json();
      if (clientId !== dingtalkApp.key || clientSecret !== dingtalkApp.secret) {
        return Response.json({ code: "authFailed", message: "鉴权失败" }, { status: 401 });
      }
      gateway.subscriptions.push(subscriptions);
      const ticket = `ticket-${++ids}`;
      tickets.add(ticket);
      return Response.json({ endpoint: `ws://127.0.0.1:${port}/connect`, ticket });
    },
    async connected(count) {
      if (gateway.connections < count) {
        await new Promise<void>((resolve) => arrivals.push({ count, resolve }));
      }
    },
    push: (fields) => {
      const message = robotMessage(new Date("2026-11-20T08:00:00.000Z"), fields);
      return exchange("CALLBACK", "/v1.0/im/bot/messages/get", JSON.stringify(message));
    },
    pushFrame: (frame) => current?.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    ping: (opaque) => exchange("SYSTEM", "ping", JSON.stringify({ opaque })),
    disconnect: () => void exchange("SYSTEM", "disconnect", JSON.stringify({ reason: "persistent" })),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gateway;
}
