import { EventDispatcher, LoggerLevel, WSClient } from "@larksuiteoapi/node-sdk";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { IncomingMessage } from "../../../src/adapters/adapter.ts";
import { adapters } from "../../../src/adapters/index.ts";
import { CONTROL, type FeishuFrame, headerOf } from "../../../src/adapters/listeners/feishu-frame.ts";
import { listeners } from "../../../src/adapters/listeners/index.ts";
import { readBots } from "../../../src/adapters/read-bots.ts";
import { contractBotsContext, contractContext } from "../../support/adapter-kit.ts";
import { type FeishuGateway, SERVICE_ID, startFeishuGateway } from "../../support/feishu-gateway.ts";
import { feishuApp, feishuEnvironment, groupMessage, messageEvent } from "../../support/feishu-platform.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openGateway(pingSeconds?: number): Promise<FeishuGateway> {
  const gateway = await startFeishuGateway(pingSeconds);
  closing.push(gateway.close);
  return gateway;
}

function listenerOf(more: Record<string, string>, fetch = globalThis.fetch, platform = "FEISHU") {
  const context = contractBotsContext({ ...contractContext(), fetch });
  const keyless = { ENCRYPT_KEY: undefined, VERIFICATION_TOKEN: undefined };
  const env = feishuEnvironment({ ...(more.CONNECTION === "socket" && keyless), ...more }, platform);
  return readBots(env, adapters, context, listeners)[0]?.listener ?? null;
}

interface Listening {
  store?: (messages: readonly IncomingMessage[]) => Promise<void>;
  pingSeconds?: number;
}

/** A listener on the gateway, with what it delivered. `store` may fail. */
async function listen({ store = async () => {}, pingSeconds }: Listening = {}) {
  const gateway = await openGateway(pingSeconds);
  const listener = listenerOf({ CONNECTION: "socket", API_BASE: gateway.apiBase });
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
  await gateway.connected(1);
  return { gateway, delivered, stop, ended };
}

const codeOf = ({ payload }: FeishuFrame): unknown => JSON.parse(new TextDecoder().decode(payload)).code;

describe("飞书 long connection", () => {
  it("is off unless it was asked for", () => {
    expect(listenerOf({})).toBeNull();
  });

  it("is there for Lark too", () => {
    expect(listenerOf({ CONNECTION: "socket" }, globalThis.fetch, "LARK")).not.toBeNull();
  });

  it("delivers events and acknowledges them when they are stored", async () => {
    const { gateway, delivered } = await listen();
    const acknowledged = await gateway.push(messageEvent({ message: { message_id: "om_1" } }));
    expect(codeOf(acknowledged)).toBe(200);
    expect(acknowledged).toMatchObject({ seqId: 1n, logId: 7_000_000_000n, service: SERVICE_ID });
    expect(headerOf(acknowledged, "trace_id")).toBe("trace");
    expect(delivered).toMatchObject([{ key: "om_1", text: "新生儿户口怎么办理" }]);
  });

  it("puts events in parts together, between characters too", async () => {
    const { gateway, delivered } = await listen();
    await gateway.push(messageEvent({ message: { message_id: "om_1" } }), 37);
    expect(delivered).toMatchObject([{ key: "om_1", text: "新生儿户口怎么办理" }]);
  });

  it("asks for what was not stored to be delivered again", async () => {
    let isFull = true;
    const { gateway, delivered } = await listen({
      store: async () => {
        if (isFull) throw new Error("disk full");
      },
    });
    expect(codeOf(await gateway.push(messageEvent()))).toBe(500);
    isFull = false;
    expect(codeOf(await gateway.push(messageEvent()))).toBe(200);
    expect(delivered).toHaveLength(1);
  });

  it("asks again for what it could not tell to be its own, since it does not know its name", async () => {
    const { gateway } = await listen();
    const mentioned = messageEvent({ message: groupMessage("@_user_1 问") });
    expect(codeOf(await gateway.push(mentioned))).toBe(500);
  });

  it("is stopped by nothing unreadable", async () => {
    const { gateway, delivered } = await listen();
    gateway.pushBytes(Uint8Array.from([8]));
    expect(codeOf(await gateway.push("no JSON"))).toBe(200);
    expect(codeOf(await gateway.push({ schema: "2.0", header: {} }))).toBe(200);
    expect(codeOf(await gateway.push(messageEvent()))).toBe(200);
    expect(delivered).toHaveLength(1);
  });

  it("pings at once and as often as the platform says", async () => {
    const { gateway } = await listen({ pingSeconds: 0.05 });
    await vi.waitFor(() => expect(gateway.control.length).toBeGreaterThan(1));
    for (const frame of gateway.control) {
      expect(frame).toMatchObject({ method: CONTROL, service: SERVICE_ID, headers: [["type", "ping"]] });
    }
  });

  it("connects anew when the platform has gone silent, and when the connection breaks", async () => {
    const { gateway, delivered } = await listen({ pingSeconds: 0.05 });
    await gateway.connected(2);
    gateway.drop();
    await gateway.connected(3);
    expect(codeOf(await gateway.push(messageEvent()))).toBe(200);
    expect(delivered).toHaveLength(1);
  });

  it("ends when told to", async () => {
    const { stop, ended } = await listen();
    stop.abort();
    await expect(ended).resolves.toBeUndefined();
  });

  it("says so when the platform never lets it in, and tries on while it is busy", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    closing.push(async () => vi.useRealTimers());
    const replies = [
      { code: 1, msg: "system busy" },
      { code: 514, msg: "auth failed" },
    ];
    let calls = 0;
    const listener = listenerOf({ CONNECTION: "socket" }, async () => {
      calls++;
      return Response.json(calls < 4 ? replies[0] : replies[1]);
    });
    const ended = listener?.listen(async () => {}, new AbortController().signal);
    const checked = expect(ended).rejects.toMatchObject({ code: "listener.refused", kind: "unauthorized" });
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    await checked;
    expect(calls).toBe(8);
  });
});

describe("飞书's own client", () => {
  it("speaks to the same gateway, reads the same event and acknowledges it alike", async () => {
    const gateway = await openGateway();
    const read: unknown[] = [];
    const eventDispatcher = new EventDispatcher({ loggerLevel: LoggerLevel.fatal, logger: silent }).register({
      "im.message.receive_v1": (data) => void read.push(data),
    });
    await new Promise<void>((onReady) => {
      const { id: appId, secret: appSecret } = feishuApp;
      const quiet = { loggerLevel: LoggerLevel.fatal, logger: silent };
      const client = new WSClient({ appId, appSecret, domain: gateway.apiBase, onReady, ...quiet });
      closing.push(async () => client.close({ force: true }));
      void client.start({ eventDispatcher });
    });
    const event = messageEvent({ message: { message_id: "om_1" } });
    const theirs = await gateway.push(event, 3);
    expect(read).toMatchObject([{ message: { message_id: "om_1" } }]);

    const ours = await listen();
    const acknowledged = await ours.gateway.push(event, 3);
    const comparable = ({ headers, ...frame }: FeishuFrame) => ({
      ...frame,
      headers: headers.filter(([key]) => key !== "biz_rt"),
      timed: headers.some(([key]) => key === "biz_rt"),
    });
    expect(comparable(acknowledged)).toEqual(comparable(theirs));
    await vi.waitFor(() => expect(ours.gateway.control.length).toBeGreaterThan(0));
    expect(ours.gateway.control[0]).toEqual(gateway.control[0]);
  });
});

const silent = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
