import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";

/** Time for a request's headers to arrive; clients send theirs at once. */
const HEADERS_MS = 10_000;
/**
 * How long a connection stays open for a further request: longer than the minute for which proxies and platforms
 * keep theirs, or one of their requests now and then meets a connection that is just being closed.
 */
const KEEP_ALIVE_MS = 75_000;
/** How often connections are looked at. */
const LOOK_MS = 1000;
/** The same while the server closes, where somebody waits for the last of them. */
const CLOSING_LOOK_MS = 50;

/** What is said of a request that Node gave up before the application could see it. */
const REFUSALS: Readonly<Record<string, { status: string; code: string; message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    code: "http.timeout",
    message: "请求没有及时到达。(The request did not arrive in time.)",
  },
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    code: "http.headers_too_large",
    message: "请求头太大。(The headers are too large.)",
  },
};
const MALFORMED = {
  status: "400 Bad Request",
  code: "http.malformed",
  message: "请求不是正确的 HTTP。(Not HTTP.)",
};

/** What answers requests, such as a Hono application. */
interface Application {
  fetch(request: Request, bindings: unknown): Response | Promise<Response>;
}

/** @param headersMs time for a request's headers: connections that bring theirs byte by byte do not stay open */
export function createHttpServer(app: Application, headersMs = HEADERS_MS): Server {
  const serverOptions = {
    headersTimeout: headersMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(LOOK_MS, headersMs),
  };
  const server = createAdaptorServer({
    fetch: (request, bindings) => app.fetch(request, bindings),
    createServer,
    serverOptions,
  }) as Server;
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => refuse(error.code ?? "", socket));
  return server;
}

/**
 * Takes no new connection, waits for open requests, then closes them. Connections end with their request: Node would
 * keep those that were in use when the closing began for a further one.
 * @param mostMs how long requests are waited for
 */
export async function closeHttpServer(server: Server, mostMs: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  const look = setInterval(() => server.closeIdleConnections(), CLOSING_LOOK_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), mostMs);
  await closed;
  clearInterval(look);
  clearTimeout(deadline);
}

function refuse(cause: string, socket: Duplex): void {
  // A reply that has begun can't be taken back by another one.
  const hasBegun = "bytesWritten" in socket && socket.bytesWritten !== 0;
  if (!socket.writable || cause === "ECONNRESET" || hasBegun) return void socket.destroy();
  const { status, code, message } = REFUSALS[cause] ?? MALFORMED;
  const body = JSON.stringify({ error: { code, message } });
  const headers = [
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join("\r\n")}\r\n\r\n${body}`);
}
