import { DWClient } from "dingtalk-stream";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { IncomingMessage } from "../../../src/adapters/adapter.ts";
import { adapters } from "../../../src/adapters/index.ts";
import { listeners } from "../../../src/adapters/listeners/index.ts";
import { readBots } from "../../../src/adapters/read-bots.ts";
import { contractBotsContext, contractContext } from "../../support/adapter-kit.ts";
import { type DingtalkGateway, startDingtalkGateway } from "../../support/dingtalk-gateway.ts";
import {
  dingtalkApp,
  dingtalkEnvironment,
  dingtalkError,
  robotMessage,
} from "../../support/dingtalk-platform.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openGateway(): Promise<DingtalkGateway> {
  const gateway = await startDingtalkGateway();
  closing.push(gateway.close);
  return gateway;
}

function listenerOf(more: Record<string, string>) {
  const context = contractBotsContext({ ...contractContext(), fetch: globalThis.fetch });
  const [bot] = readBots(dingtalkEnvironment(more), adapters, context, listeners);
  return bot?.listener ?? null;
}

/** A listener on the gateway, with what it delivered. `store` may fail. */
async function listen(store: (messages: readonly IncomingMessage[]) => Promise<void> = async () => {}) {
  const gateway = await openGateway();
  const listener = listenerOf({ CONNECTION: "stream", API_BASE: gateway.apiBase });
  if (!listener) throw new Error("no listener");
  const delivered: IncomingMessage[] = [];
  const stop = new AbortController();
  const ended = listener.listen(async (messages) => {
    await store(messages);
    delivered.push(...messages);
  }, stop.signal);
  closing.push(async () => {
    stop.abort();
    await ended.catch(() => {});
  });
  return { gateway, delivered, stop, ended };
}

describe("钉钉 Stream", () => {
  it("is off unless it was asked for", () => {
    expect(listenerOf({})).toBeNull();
  });

  it("delivers messages and acknowledges them when they are stored", async () => {
    const { gateway, delivered } = await listen();
    await gateway.connected(1);
    const acknowledged = await gateway.push({ msgId: "m1" });
    expect(acknowledged).toMatchObject({ code: 200, message: "OK", headers: { messageId: "frame-2" } });
    expect(JSON.parse(acknowledged.data)).toEqual({ response: {} });
    expect(delivered).toMatchObject([
      { key: "m1", text: "营业执照年报怎么做", conversation: { kind: "direct" } },
    ]);
    expect(gateway.subscriptions).toEqual([[{ type: "CALLBACK", topic: "/v1.0/im/bot/messages/get" }]]);
  });

  it("does not acknowledge what was not stored, and goes on", async () => {
    let isFull = true;
    const { gateway, delivered } = await listen(async () => {
      if (isFull) throw new Error("disk full");
    });
    await gateway.connected(1);
    const first = gateway.push({ msgId: "m1" });
    await gateway.ping("between");
    isFull = false;
    const second = gateway.push({ msgId: "m2" });
    expect(await Promise.race([first.then(() => "first"), second.then(() => "second")])).toBe("second");
    expect(delivered.map(({ key }) => key)).toEqual(["m2"]);
  });

  it("gives pings back and lets nothing unreadable stop it", async () => {
    const { gateway, delivered } = await listen();
    await gateway.connected(1);
    gateway.pushFrame("not JSON");
    gateway.pushFrame({ type: "EVENT" });
    const broken = await gateway.push({ msgId: undefined, sessionWebhook: "https://evil.example/" });
    expect(broken.code).toBe(200);
    expect(JSON.parse((await gateway.ping("abc")).data)).toEqual({ opaque: "abc" });
    expect(delivered).toEqual([]);
  });

  it("connects anew, with a new ticket, when the platform asks to", async () => {
    const { gateway, delivered } = await listen();
    await gateway.connected(1);
    gateway.disconnect();
    await gateway.connected(2);
    await gateway.push({ msgId: "m2" });
    expect(delivered.map(({ key }) => key)).toEqual(["m2"]);
  });

  it("ends when told to", async () => {
    const { gateway, stop, ended } = await listen();
    await gateway.connected(1);
    stop.abort();
    await expect(ended).resolves.toBeUndefined();
  });

  it("says so when the platform never lets it in", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    closing.push(async () => vi.useRealTimers());
    const context = { ...contractContext(), fetch: async () => dingtalkError(401, "authFailed") };
    const env = dingtalkEnvironment({ CONNECTION: "stream" });
    const [bot] = readBots(env, adapters, contractBotsContext(context), listeners);
    const ended = bot?.listener?.listen(async () => {}, new AbortController().signal);
    const checked = expect(ended).rejects.toMatchObject({ code: "listener.refused", kind: "unauthorized" });
    await vi.advanceTimersByTimeAsync(60_000);
    await checked;
  });
});

describe("钉钉's own client", () => {
  it("speaks to the same gateway, and reads the same message", async () => {
    const gateway = await openGateway();
    const network = setupServer(
      http.post("https://api.dingtalk.com/v1.0/gateway/connections/open", ({ request }) =>
        gateway.open(request),
      ),
    );
    network.listen({ onUnhandledFrame: "bypass" });
    closing.push(async () => network.close());
    vi.spyOn(console, "info").mockImplementation(() => {});
    closing.push(async () => vi.restoreAllMocks());
    const { key: clientId, secret: clientSecret } = dingtalkApp;
    const client = new DWClient({ clientId, clientSecret });
    closing.push(async () => client.disconnect());
    const topic = "/v1.0/im/bot/messages/get";
    const read: unknown[] = [];
    client.registerCallbackListener(topic, (frame) => {
      read.push(JSON.parse(frame.data));
      client.socketCallBackResponse(frame.headers.messageId, {});
    });
    await client.connect();
    await gateway.connected(1);
    const theirs = await gateway.push({ msgId: "m1" });
    expect(read).toEqual([robotMessage(new Date("2026-11-20T08:00:00.000Z"), { msgId: "m1" })]);

    const ours = await listen();
    await ours.gateway.connected(1);
    const acknowledged = await ours.gateway.push({ msgId: "m1" });
    expect({ ...acknowledged, headers: { ...acknowledged.headers, messageId: "" } }).toEqual({
      ...theirs,
      headers: { ...theirs.headers, messageId: "" },
    });
    const [subscribed] = gateway.subscriptions;
    expect(subscribed).toContainEqual({ type: "CALLBACK", topic });
  });
});
