import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type CallResult,
  createPlatformCall,
  failedSend,
  readReply,
} from "../../../src/adapters/shared/platform-call.ts";
import { readRetryAfter } from "../../../src/adapters/shared/retry-after.ts";

const NOW = new Date("2026-11-20T08:00:00.000Z");
const URL_CALLED = "https://platform.example/send";

function callWith(respond: (request: Request) => Response | Promise<Response>) {
  const requests: Request[] = [];
  const call = createPlatformCall({
    now: () => NOW,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      requests.push(request.clone());
      return respond(request);
    },
  });
  return { call, requests };
}

const failWith = (error: unknown) => callWith(() => Promise.reject(error)).call;

/** As Node's fetch rejects. */
const networkError = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });

describe("a call", () => {
  it("sends JSON in UTF-8 and reads JSON", async () => {
    const { call, requests } = callWith(() =>
      Response.json({ code: 0 }, { headers: { "retry-after": "2" } }),
    );
    const reply = await call({
      url: URL_CALLED,
      json: { text: "居住证" },
      headers: { authorization: "Bearer t" },
    });
    expect(reply).toMatchObject({
      kind: "reply",
      ok: true,
      status: 200,
      body: { code: 0 },
      retryAfterMs: 2000,
    });
    const [request] = requests;
    expect(request?.method).toBe("POST");
    expect(request?.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(request?.headers.get("authorization")).toBe("Bearer t");
    expect(await request?.json()).toEqual({ text: "居住证" });
    expect(request?.redirect).toBe("manual");
  });

  it("sends a body that was signed as it is, and nothing where there is nothing to send", async () => {
    const { call, requests } = callWith(() => Response.json({}));
    await call({ url: URL_CALLED, body: '{ "a": 1}', headers: { "content-type": "text/x" } });
    await call({ url: URL_CALLED });
    await call({ url: URL_CALLED, method: "PATCH", json: {} });
    expect(await requests[0]?.text()).toBe('{ "a": 1}');
    expect(requests[0]?.headers.get("content-type")).toBe("text/x");
    expect(requests.map(({ method }) => method)).toEqual(["POST", "GET", "PATCH"]);
  });

  it.each<[string, () => Response]>([
    ["no JSON", () => new Response("<html>502</html>")],
    ["JSON cut short", () => new Response('{"code":')],
    ["nothing", () => new Response(null)],
    ["more than anybody would say", () => new Response(`"${"a".repeat(1024 * 1024)}"`)],
  ])("takes %s for a reply that could not be read", async (_name, respond) => {
    expect(await callWith(respond).call({ url: URL_CALLED })).toMatchObject({ kind: "reply", body: null });
  });

  it("gives up a reply that goes on and on", async () => {
    let pulls = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulls++;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const reply = await callWith(() => new Response(endless)).call({ url: URL_CALLED });
    expect(reply).toMatchObject({ kind: "reply", body: null });
    expect(pulls).toBeLessThan(100);
  });

  it.each<[string, Error, boolean]>([
    ["nobody under that name", networkError("ENOTFOUND"), false],
    ["nobody listens", networkError("ECONNREFUSED"), false],
    ["no connection in time", networkError("UND_ERR_CONNECT_TIMEOUT"), false],
    ["the connection broke", networkError("ECONNRESET"), true],
    ["no reply in time", new DOMException("timed out", "TimeoutError"), true],
    ["who knows", new TypeError("fetch failed"), true],
  ])("tells whether it may have arrived: %s", async (_name, error, mayHaveArrived) => {
    expect(await failWith(error)({ url: URL_CALLED, json: {} })).toEqual({
      kind: "failed",
      failure: { status: "failed", reason: "transient", mayHaveArrived },
    });
  });

  it("survives a cause that goes round in circles, and what is no error", async () => {
    const error = new Error("a");
    error.cause = error;
    for (const thrown of [error, "text", null]) {
      expect(await failWith(thrown)({ url: URL_CALLED })).toMatchObject({
        failure: { mayHaveArrived: true },
      });
    }
  });
});

describe("over a real network", () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });
  const listen = async (listener: Parameters<typeof createServer>[1]) => {
    const server = createServer(listener as never);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const call = createPlatformCall({ fetch, now: () => NOW });

  it("follows no redirect", async () => {
    let visits = 0;
    const elsewhere = await listen((_request, response) => {
      visits++;
      response.end("{}");
    });
    const url = await listen(
      (_request, response) => void response.writeHead(302, { location: elsewhere }).end(),
    );
    const result = await call({ url, json: {} });
    expect(result).toMatchObject({ kind: "reply", ok: false, status: 302 });
    expect(failedSend(result)).toEqual({ status: "failed", reason: "bug" });
    expect(visits).toBe(0);
  });

  it("ends when nobody answers, and when the reply breaks off", async () => {
    const silent = await listen(() => {});
    const broken = await listen((_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("{");
      setImmediate(() => response.destroy());
    });
    for (const url of [silent, broken]) {
      expect(await call({ url, json: {}, timeoutMs: 300 })).toMatchObject({
        failure: { mayHaveArrived: true },
      });
    }
  });

  it("knows when nobody was there", async () => {
    const url = await listen(() => {});
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect(await call({ url, json: {} })).toMatchObject({ failure: { mayHaveArrived: false } });
  });
});

describe("a call that failed, as the result of a send", () => {
  const reply = (status: number, retryAfterMs: number | null = null): CallResult => ({
    kind: "reply",
    ok: status < 300,
    status,
    body: null,
    headers: new Headers(),
    retryAfterMs,
  });
  it.each([
    [400, "bug", false],
    [401, "auth", false],
    [403, "blocked", false],
    [404, "bug", false],
    [408, "transient", false],
    [413, "too_long", false],
    [429, "rate", false],
    [500, "transient", true],
    [502, "transient", true],
    [503, "transient", false],
    [504, "transient", true],
    [200, "transient", true],
    [301, "bug", false],
  ])("%i is %s", (status, reason, mayHaveArrived) => {
    expect(failedSend(reply(status))).toEqual({
      status: "failed",
      reason,
      ...(mayHaveArrived && { mayHaveArrived }),
    });
  });

  it("is what the platform's own code says, and keeps the wait", () => {
    expect(failedSend(reply(200, 3000), "rate")).toEqual({
      status: "failed",
      reason: "rate",
      retryAfterMs: 3000,
    });
  });
});

it("reads a reply in the shape expected, or not at all", async () => {
  const shape = z.object({ ok: z.boolean() });
  const { call } = callWith(() => Response.json({ ok: true, more: 1 }));
  expect(readReply(await call({ url: URL_CALLED }), shape)).toEqual({ ok: true });
  expect(readReply(await callWith(() => new Response("[]")).call({ url: URL_CALLED }), shape)).toBeNull();
  expect(readReply(await failWith(new Error("x"))({ url: URL_CALLED }), shape)).toBeNull();
});

it.each([
  ["30", 30_000],
  ["1.5", 1500],
  ["0", 0],
  ["999999999", 7 * 24 * 3600 * 1000],
  ["Fri, 20 Nov 2026 08:00:20 GMT", 20_000],
  ["Fri, 20 Nov 2026 07:00:00 GMT", 0],
  ["-1", null],
  ["soon", null],
  ["", null],
  [null, null],
])("Retry-After %j is %j ms", (value, expected) => {
  expect(readRetryAfter(value, NOW)).toBe(expected);
});
