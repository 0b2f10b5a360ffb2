import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { App, HTTPReceiver, LogLevel, verifySlackRequest, type webApi } from "@slack/bolt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSlack } from "../../src/adapters/slack/parse.ts";
import { channelMessage, stampMessage } from "../../src/adapters/slack/render.ts";
import { deliverCommand, deliverSlack, mention, slackApp } from "../support/slack-platform.ts";

/** Slack's own framework, given the same requests. */
describe("as Bolt reads them", () => {
  const seen: Record<string, unknown>[] = [];
  const receiver = new HTTPReceiver({
    signingSecret: slackApp.signingSecret,
    endpoints: ["/webhooks/slack"],
    logLevel: LogLevel.ERROR,
  });
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: slackApp.botToken, botId: "B0BOT", botUserId: slackApp.botUser }),
  });
  app.message(async ({ message }) => void seen.push({ ...message }));
  app.event("app_mention", async ({ event }) => void seen.push({ ...event }));
  app.command("/ask", async ({ command, ack }) => {
    seen.push({ ...command });
    await ack();
  });
  const server = createServer((request, response) => receiver.requestListener(request, response));
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => void server.close());

  const deliverToBolt = async (request: Request): Promise<number> => {
    seen.length = 0;
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/slack`;
    const { method, headers } = request;
    return (await fetch(url, { method, headers, body: await request.text() })).status;
  };
  const now = () => new Date();
  const anyApp = { appId: undefined, apiBase: undefined };

  it.each<[string, () => Request]>([
    ["a direct message", () => deliverSlack({ at: now() })],
    ["a mention", () => deliverSlack({ at: now(), event: mention("多少钱", { ts: "2.0" }) })],
    [
      "a mention in a thread",
      () => deliverSlack({ at: now(), event: mention("多少钱", { ts: "2.0", thread_ts: "1.0" }) }),
    ],
  ])("the test's requests are Slack's: %s", async (_name, make) => {
    expect(await deliverToBolt(make())).toBe(200);
    const request = make();
    const parsed = parseSlack(request.headers, new Uint8Array(await request.arrayBuffer()), anyApp);
    if (parsed.kind !== "question") throw new Error("not a question");
    const [event] = seen;
    expect(event).toMatchObject({
      user: parsed.message.sender,
      channel: parsed.message.conversation.handle.channel,
      ts: parsed.message.conversation.handle.ts,
    });
    expect(event?.text).toContain(parsed.message.text);
  });

  it("commands too", async () => {
    expect(await deliverToBolt(deliverCommand(now()))).toBe(200);
    expect(seen).toMatchObject([{ command: "/ask", user_id: "U0WANG" }]);
  });

  it("and what it refuses is refused", async () => {
    expect(await deliverToBolt(deliverSlack({ at: now(), secret: "another-signing-secret" }))).toBe(401);
    expect(seen).toEqual([]);
  });

  it("verifies what the test signs", async () => {
    const request = deliverSlack({ at: now() });
    const header = (name: string) => request.headers.get(name) ?? "";
    const body = await request.text();
    const check = (content: string) =>
      verifySlackRequest({
        signingSecret: slackApp.signingSecret,
        body: content,
        headers: {
          "x-slack-signature": header("x-slack-signature"),
          "x-slack-request-timestamp": Number(header("x-slack-request-timestamp")),
        },
      });
    expect(() => check(body)).not.toThrow();
    expect(() => check(`${body} `)).toThrow("signature mismatch");
  });
});

it("messages have the shape of Slack's own client", () => {
  const conversation = { id: "C1:1", kind: "group", handle: { channel: "C1", thread: "1" } } as const;
  const metadata = stampMessage("k", 0);
  const message = channelMessage(conversation, "见 <https://x.example|通知>", metadata);
  // Held against the client's type by the compiler.
  const same: webApi.ChatPostMessageArguments = { ...message, metadata: { ...metadata } };
  expect(same).toMatchObject({ channel: "C1", thread_ts: "1", metadata });
});
