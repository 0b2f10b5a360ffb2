import AiBot from "@wecom/aibot-node-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IncomingMessage, OutgoingReply } from "../../../src/adapters/adapter.ts";
import { adapters } from "../../../src/adapters/index.ts";
import { listeners } from "../../../src/adapters/listeners/index.ts";
import { createWecomBotListener } from "../../../src/adapters/listeners/wecom-bot.ts";
import { type Bot, readBots } from "../../../src/adapters/read-bots.ts";
import { CONTRACT_NOW, contractBotsContext } from "../../support/adapter-kit.ts";
import { sampleAnswer } from "../../support/sample-answer.ts";
import { aibotQuestion } from "../../support/wecom-platform.ts";
import { WecomSocketServer } from "../../support/wecom-socket.ts";

const bot = { botId: "bot-1", secret: "bot-secret-1", name: null };
const timing = { pingEveryMs: 5, replyMs: 200, restMs: 1, longestRestMs: 5 };

let server: WecomSocketServer;
let stop: AbortController;
let delivered: IncomingMessage[];
let listening: Promise<void>;

beforeEach(async () => {
  server = await WecomSocketServer.start(bot);
  stop = new AbortController();
  delivered = [];
  listening = Promise.resolve();
});
afterEach(async () => {
  stop.abort();
  await listening.catch(() => {});
  await server.close();
});

/** A bot by long connection alone, as the environment configures it. */
function readBot(secret = bot.secret): Bot {
  const env = {
    WENBAN_WECOM_BOT_ID: bot.botId,
    WENBAN_WECOM_BOT_SECRET: secret,
    WENBAN_WECOM_SOCKET_URL: server.url,
  };
  const [read] = readBots(env, adapters, contractBotsContext(), listeners);
  if (!read) throw new Error("no bot");
  return read;
}

const keep = async (messages: readonly IncomingMessage[]) => void delivered.push(...messages);

/** Listens until the test is over. */
async function connect(read: Bot, deliver = keep): Promise<void> {
  listening = read.listener?.listen(deliver, stop.signal) ?? Promise.reject(new Error("no listener"));
  await server.until(() => server.isConnected);
}

const ask = (requestId: string, options = {}) =>
  server.send("aibot_msg_callback", requestId, aibotQuestion(options));

const reply = (changes: Partial<OutgoingReply> = {}): OutgoingReply => ({
  parts: [{ answer: sampleAnswer(), answeredAt: CONTRACT_NOW, earlierQuestion: null }],
  sendKey: "k",
  delivered: 0,
  maybeDuplicate: false,
  noteDelivered: async () => {},
  ...changes,
});

/** Frames of a command that came, once there are so many. */
async function framesOf(cmd: string, count = 1) {
  const found = () => server.frames.filter((frame) => frame.cmd === cmd);
  await server.until(() => found().length >= count);
  return found();
}

/** The first message that was delivered, and where its answer goes. */
async function firstQuestion(read: Bot): Promise<IncomingMessage> {
  const taken = new Promise<void>((resolve) => {
    void connect(read, async (messages) => {
      await keep(messages);
      resolve();
    }).then(() => ask("req-1", { key: "m1" }));
  });
  await taken;
  const [message] = delivered;
  if (!message) throw new Error("no message");
  return message;
}

describe("智能机器人 by long connection", () => {
  it("logs in with its credentials and hands over what people ask", async () => {
    const message = await firstQuestion(readBot());
    expect((await framesOf("aibot_subscribe"))[0]?.body).toEqual({ bot_id: bot.botId, secret: bot.secret });
    expect(message).toMatchObject({
      key: "m1",
      sender: "zhangsan",
      text: "社保卡丢了怎么补办",
      conversation: { id: "AIBOTID0001:zhangsan", kind: "direct" },
      pushAfterMs: 0,
    });
    expect(JSON.stringify(message)).not.toContain(bot.secret);
  });

  it("shows the answer in the stream of its question, after what was being done", async () => {
    const read = readBot();
    const { conversation } = await firstQuestion(read);
    await read.adapter.progress(conversation, { sendKey: "k", text: "正在查找" });
    expect(await read.adapter.send(conversation, reply())).toMatchObject({ status: "sent" });
    const frames = await framesOf("aibot_respond_msg", 2);
    expect(frames.map(({ headers }) => headers.req_id)).toEqual(["req-1", "req-1"]);
    const streams = frames.map(
      ({ body }) => body?.stream as { id: string; finish: boolean; content: string },
    );
    expect(streams.map(({ finish }) => finish)).toEqual([false, true]);
    expect(new Set(streams.map(({ id }) => id)).size).toBe(1);
    expect(streams[0]?.content).toBe("正在查找");
    expect(streams[1]?.content).toContain(
      "[《河口区2025年改革进展》](https://wenban.example.gov.cn/sources/",
    );
  });

  it.each([846605, 846608])("sends the answer by itself when the stream is over (%i)", async (code) => {
    const read = readBot();
    const { conversation } = await firstQuestion(read);
    server.codes.set("aibot_respond_msg", [code]);
    expect((await read.adapter.send(conversation, reply())).status).toBe("sent");
    const [frame] = await framesOf("aibot_send_msg");
    expect(frame?.body).toMatchObject({ chatid: "zhangsan", chat_type: 1, msgtype: "markdown" });
  });

  it.each([
    [45009, "rate"],
    [-1, "transient"],
    [99999, "bug"],
  ])("tells why the platform did not take an answer (%i)", async (code, reason) => {
    const read = readBot();
    const { conversation } = await firstQuestion(read);
    server.codes.set("aibot_respond_msg", [code]);
    expect(await read.adapter.send(conversation, reply())).toMatchObject({ status: "failed", reason });
  });

  it("does not know whether an answer arrived when the connection breaks", async () => {
    const read = readBot();
    const { conversation } = await firstQuestion(read);
    server.codes.set("aibot_respond_msg", [null]);
    const sending = read.adapter.send(conversation, reply());
    await framesOf("aibot_respond_msg");
    server.drop();
    expect(await sending).toMatchObject({ status: "failed", reason: "transient", mayHaveArrived: true });
  });

  it("can't send while it is not connected", async () => {
    const read = readBot();
    const { conversation } = await firstQuestion(read);
    stop.abort();
    await listening;
    expect(await read.adapter.send(conversation, reply())).toEqual({ status: "failed", reason: "transient" });
    await read.adapter.progress(conversation, { sendKey: "k", text: "正在查找" });
  });

  it("answers in the group it was asked in", async () => {
    const read = readBot();
    await connect(read);
    ask("req-1", { group: "wr1", text: "@办事助手 居住证怎么办" });
    ask("req-2", { text: "第二个" });
    server.codes.set("aibot_respond_msg", [846605]);
    await expect.poll(() => delivered.length).toBe(2);
    const [message] = delivered;
    expect(message).toMatchObject({
      text: "居住证怎么办",
      conversation: { id: "AIBOTID0001:wr1", kind: "group" },
    });
    if (message) await read.adapter.send(message.conversation, reply());
    expect((await framesOf("aibot_send_msg"))[0]?.body).toMatchObject({ chatid: "wr1", chat_type: 2 });
  });

  it("welcomes whoever opens the conversation", async () => {
    await connect(readBot());
    const body = { ...aibotQuestion(), msgtype: "event", event: { eventtype: "enter_chat" } };
    server.send("aibot_event_callback", "req-9", body);
    const [frame] = await framesOf("aibot_respond_welcome_msg");
    expect(frame).toMatchObject({ headers: { req_id: "req-9" }, body: { msgtype: "text" } });
    expect(JSON.stringify(frame?.body)).toContain("智能问答助手（AI）");
  });

  it("goes on after frames that it can't read, in the order of the messages", async () => {
    await connect(readBot());
    server.sendText("no JSON");
    server.sendText('{"cmd":"aibot_something_new"}');
    server.send("aibot_msg_callback", "req-0", { msgtype: "text" });
    for (const key of ["1", "2", "3"]) ask(`req-${key}`, { key });
    await expect.poll(() => delivered.map(({ key }) => key)).toEqual(["1", "2", "3"]);
  });

  it("tells whoever asks to ask again when a message can't be stored", async () => {
    let tries = 0;
    await connect(readBot(), async () => {
      tries++;
      throw new Error("disk full");
    });
    ask("req-1");
    const [frame] = await framesOf("aibot_respond_msg");
    expect(tries).toBe(3);
    expect(frame?.body?.stream).toMatchObject({ finish: true, content: "提问的人较多，请稍后再试。" });
  });
});

describe("智能机器人 connection", () => {
  const listenFast = (secret = bot.secret) => {
    const context = contractBotsContext();
    const connection = { exchange: null };
    listening = createWecomBotListener(
      { ...bot, secret },
      server.url,
      { ...context, connection },
      timing,
    ).listen(keep, stop.signal);
    return listening;
  };

  it("is opened again when it breaks", async () => {
    listenFast();
    await server.until(() => server.isConnected);
    server.drop();
    await server.until(() => server.connections === 2 && server.isConnected);
    ask("req-1");
    await expect.poll(() => delivered.length).toBe(1);
  });

  it("is kept alive, and given up when nobody replies", async () => {
    listenFast();
    await server.until(() => server.pings >= 2);
    server.codes.set("ping", [null, null]);
    await server.until(() => server.connections >= 2);
  });

  it("is not tried for ever with credentials that are refused", async () => {
    await expect(listenFast("wrong-secret")).rejects.toMatchObject({
      code: "listener.refused",
      message: expect.not.stringContaining("wrong-secret"),
    });
    expect(server.connections).toBe(5);
  });

  it("gives way to another connection of the same bot", async () => {
    const first = listenFast();
    await server.until(() => server.isConnected);
    const second = new AbortController();
    const context = { ...contractBotsContext(), connection: { exchange: null } };
    const other = createWecomBotListener(bot, server.url, context, timing).listen(keep, second.signal);
    await expect(first).rejects.toMatchObject({ code: "listener.replaced" });
    second.abort();
    await other;
  });

  it("ends with the signal, also before there is a platform", async () => {
    const closed = await WecomSocketServer.start(bot);
    const { url } = closed;
    await closed.close();
    const context = { ...contractBotsContext(), connection: { exchange: null } };
    const ending = createWecomBotListener(bot, url, context, timing).listen(keep, stop.signal);
    stop.abort();
    await ending;
  });
});

describe("the platform's own client", () => {
  it("finds in this test's server what it knows from the platform", async () => {
    const client = new AiBot.WSClient({ ...bot, wsUrl: server.url, logger: silent });
    const asked = new Promise<{ headers: { req_id: string } }>((resolve) => {
      client.on("message.text", resolve);
    });
    client.connect();
    await server.until(() => server.isConnected);
    ask("req-1");
    await client.replyStream(await asked, "stream-1", "**答复**", true);
    const [frame] = await framesOf("aibot_respond_msg");
    client.disconnect();
    expect(frame).toMatchObject({
      headers: { req_id: "req-1" },
      body: { msgtype: "stream", stream: { id: "stream-1", finish: true, content: "**答复**" } },
    });
  });

  it("writes the frames that ours writes", async () => {
    const client = new AiBot.WSClient({ ...bot, wsUrl: server.url, logger: silent });
    const ready = new Promise<void>((resolve) => client.on("authenticated", resolve));
    client.connect();
    await ready;
    await client.sendMessage("zhangsan", { msgtype: "markdown", markdown: { content: "x" } });
    client.disconnect();
    await server.until(() => !server.isConnected);
    const theirs = [...server.frames];
    server.frames.length = 0;

    const read = readBot();
    const { conversation } = await firstQuestion(read);
    server.codes.set("aibot_respond_msg", [846605]);
    await read.adapter.send(conversation, reply());
    const ours = server.frames.filter(({ cmd }) => cmd !== "aibot_respond_msg");
    const shape = ({ cmd, body = {} }: (typeof ours)[number]) => [cmd, Object.keys(body).sort()];
    const theirShapes = theirs
      .map(shape)
      .map(([cmd, keys]) =>
        cmd === "aibot_send_msg" ? [cmd, ["chat_type", ...(keys ?? [])].sort()] : [cmd, keys],
      );
    expect(ours.map(shape)).toEqual(theirShapes);
  });
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };
