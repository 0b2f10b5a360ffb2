import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { closeHttpServer, createHttpServer } from "../src/node-http.ts";

const HEADERS_MS = 200;
const hello = { fetch: () => new Response("hello") };

/** What comes back for bytes that are sent at once, on a connection that the client leaves open. */
async function answerTo(sent: string): Promise<string> {
  const server = createHttpServer(hello, HEADERS_MS).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let received = "";
  socket.on("data", (bytes) => {
    received += bytes;
  });
  socket.write(sent);
  await once(socket, "close");
  server.close();
  return received;
}

it.each([
  ["headers that do not end", "GET / HTTP/1.1\r\nhost: x\r\nx-slow: a", 408, "http.timeout"],
  [
    "headers too large",
    `GET / HTTP/1.1\r\nx-large: ${"a".repeat(40_000)}\r\n\r\n`,
    431,
    "http.headers_too_large",
  ],
  ["no HTTP", "hello\r\n\r\n", 400, "http.malformed"],
])("gives up %s and says why", async (_name, sent, status, code) => {
  const [head = "", body = ""] = (await answerTo(sent)).split("\r\n\r\n");
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(JSON.parse(body).error.code).toBe(code);
});

it("answers a request", async () => {
  const answer = await answerTo("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 200 .*hello$/s);
});

it("keeps a connection for the next request longer than a proxy in front of it does", () => {
  expect(createHttpServer(hello).keepAliveTimeout).toBeGreaterThan(60_000);
});

it("closes as soon as the last request is answered, though its connection could take another", async () => {
  const began = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  const fetch = () => {
    began.resolve();
    return answer.promise;
  };
  const server = createHttpServer({ fetch }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  await began.promise;
  const closed = closeHttpServer(server, 60_000);
  answer.resolve(new Response("hello"));
  const [received] = await once(socket, "data");
  expect(String(received)).toContain("hello");
  await expect(closed).resolves.toBeUndefined();
});
