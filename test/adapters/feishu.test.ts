import { readFileSync } from "node:fs";
import { AESCipher, EventDispatcher, LoggerLevel } from "@larksuiteoapi/node-sdk";
import { describe, expect, it } from "vitest";
import type { Adapter, AdapterContext, OutgoingReply } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { createAdapterMemory } from "../../src/adapters/memory.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { utf8Bytes } from "../../src/adapters/shared/text-atoms.ts";
import type { Answer } from "../../src/domain.ts";
import {
  CONTRACT_NOW,
  contractBotsContext,
  contractContext,
  describeAdapter,
} from "../contracts/adapter.contract.ts";
import {
  type CallbackOptions,
  deliverEvent,
  type EventChanges,
  encryptAsFeishu,
  FakeFeishu,
  feishuApp,
  feishuEnvironment,
  feishuError,
  groupMessage,
  messageEvent,
  readContent,
  signAsFeishu,
} from "../support/feishu-platform.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

const vectors = JSON.parse(
  readFileSync(new URL("../fixtures/im/feishu.json", import.meta.url), "utf8"),
) as Record<"decrypt" | "signature", Record<string, string>>;

const OWN_ID = { BOT_OPEN_ID: feishuApp.openId };

function createFeishu(
  context: AdapterContext = contractContext(),
  more: Record<string, string | undefined> = OWN_ID,
): Adapter {
  const [bot] = readBots(feishuEnvironment(more), adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

const deliver = (options: Partial<CallbackOptions> = {}) => deliverEvent({ at: CONTRACT_NOW, ...options });
const event = (changes: EventChanges) => deliver({ payload: messageEvent(changes) });

/** The request with some headers or its body replaced. */
async function change(request: Request, headers: Record<string, string | null>, body?: string) {
  const changed = new Headers(request.headers);
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  return new Request(request.url, { method: "POST", headers: changed, body: body ?? (await request.text()) });
}

const unsigned = { "x-lark-signature": null };
const challenge = (token: unknown) => ({ type: "url_verification", challenge: "abc", token });
/** A body that is signed as it is. */
const signedBody = (body: string) => deliver({ body });

/** The texts of messages sent to the platform. */
function readPieces(calls: readonly Request[]): Promise<string[]> {
  const messages = calls.filter(({ url }) => url.includes("/im/v1/messages"));
  return Promise.all(
    messages.map(async (call) => {
      const { msg_type, content } = await call.clone().json();
      return readContent(msg_type, content).text;
    }),
  );
}

/** A platform that gives tokens and answers everything else as told. */
function refusing(code: number, init?: ResponseInit): (request: Request) => Response {
  return (request) =>
    request.url.includes("tenant_access_token")
      ? Response.json({ code: 0, tenant_access_token: "t", expire: 7200 })
      : feishuError(code, "", init);
}

describeAdapter("feishu", {
  create: createFeishu,
  question: ({ text, key, user, at = CONTRACT_NOW } = {}) =>
    deliverEvent({
      at,
      payload: messageEvent({
        ...(user !== undefined && { sender: { sender_id: { open_id: user } } }),
        message: {
          ...(text !== undefined && { content: JSON.stringify({ text }) }),
          ...(key !== undefined && { message_id: key }),
          ...(user !== undefined && { chat_id: `oc_${user}` }),
        },
      }),
    }),
  forgeries: [
    ["no signature", () => change(deliver(), unsigned)],
    [
      "no signature on a plain event",
      () => deliver({ body: JSON.stringify(messageEvent()), isSigned: false }),
    ],
    ["another key", () => deliver({ key: "another key" })],
    ["another nonce", () => change(deliver(), { "x-lark-request-nonce": "x" })],
    ["another timestamp", () => change(deliver(), { "x-lark-request-timestamp": "1795161601" })],
    ["a timestamp that is no number", () => withTimestamp("2026-11-20 16:00:00.000 +0800 CST")],
    [
      "a signature cut short",
      () =>
        change(deliver(), {
          "x-lark-signature": deliver().headers.get("x-lark-signature")?.slice(0, 20) ?? "",
        }),
    ],
    ["another body", async () => change(deliver(), {}, await deliver().text())],
    ["a ciphertext that can't be decrypted", () => signedBody(JSON.stringify({ encrypt: "A".repeat(64) }))],
    ["a ciphertext that is no text", () => signedBody(JSON.stringify({ encrypt: 7 }))],
    ["another token", () => event({ header: { token: "another" } })],
    ["no token", () => event({ header: { token: undefined } })],
    ["a token that is no text", () => event({ header: { token: [feishuApp.token] } })],
    [
      "a check of the address with another token",
      () => deliver({ payload: challenge("x"), isSigned: false }),
    ],
    [
      "a check of the address without a token",
      () => deliver({ body: JSON.stringify(challenge(undefined)), isSigned: false }),
    ],
    ["unsigned words", () => deliver({ body: "居住证", isSigned: false })],
  ],
  badBodies: [
    ["no JSON", () => signedBody("居住证")],
    [
      "an encrypted text that is no JSON",
      () => signedBody(JSON.stringify({ encrypt: encryptAsFeishu("居住证") })),
    ],
    [
      "no kind of event",
      () => deliver({ payload: { schema: "2.0", header: { token: feishuApp.token, event_id: "1" } } }),
    ],
    ["neither kind of payload", () => deliver({ payload: { token: feishuApp.token } })],
    ["no message", () => deliver({ payload: { ...messageEvent(), event: {} } })],
    ["no id", () => event({ message: { message_id: undefined } })],
    ["a content that is an object", () => event({ message: { content: { text: "居住证" } } })],
  ],
  ignored: [
    ["a check of the address", () => deliver({ payload: challenge(feishuApp.token) })],
    ["an event of another kind", () => event({ header: { event_type: "im.message.message_read_v1" } })],
    [
      "an event of the old kind",
      () => deliver({ payload: { type: "event_callback", token: feishuApp.token, event: {} } }),
    ],
    ["a content that is no JSON", () => event({ message: { content: "{bad" } })],
    ["a text without text", () => event({ message: { content: "{}" } })],
    ["somebody who comes back to the conversation", () => entered("om_1")],
    ["everybody being mentioned in a group", () => event({ message: mentionAll() })],
  ],
  ownMessages: [["an app", () => event({ sender: { sender_type: "app" } })]],
  group: {
    mentioned: ({ text = "问", key, user, group = "oc_group", at = CONTRACT_NOW } = {}) =>
      deliverEvent({
        at,
        payload: messageEvent({
          ...(user !== undefined && { sender: { sender_id: { open_id: user } } }),
          message: groupMessage(`@_user_1 ${text}`, {
            chat_id: group,
            ...(key !== undefined && { message_id: key }),
          }),
        }),
      }),
    unmentioned: () => event({ message: { chat_type: "group" } }),
  },
  freshMs: 90 * 60 * 1000,
  secrets: [feishuApp.secret, feishuApp.encryptKey, feishuApp.token],
  readText: (response) => response.text(),
  platform: {
    respond: (request) => new FakeFeishuOnce().respond(request),
    readText: async (calls) => (await readPieces(calls)).join("\n"),
    readPieces,
    limit: { most: 30_000, measure: (text) => utf8Bytes(JSON.stringify(JSON.stringify(text))) },
    failures: [
      ["too often for the app", refusing(99991400, { status: 400 }), "rate"],
      ["too often for the conversation", refusing(230020), "rate"],
      ["too long", refusing(230025), "too_long"],
      ["not in the group", refusing(230002), "blocked"],
      ["a user who may not use it", refusing(230013), "blocked"],
      ["words that are not allowed", refusing(230022), "blocked"],
      ["a scope that is missing", refusing(99991672, { status: 400 }), "blocked"],
      ["a token that is never good", refusing(99991663, { status: 400 }), "auth"],
      ["a wrong secret", () => feishuError(10014, "app secret invalid", { status: 200 }), "auth"],
      ["neither a card nor a text that it can read", refusing(230099), "bug"],
      ["a fault", () => new Response("oops", { status: 502 }), "transient"],
      ["nobody can tell", refusing(0, { status: 200 }), "transient"],
    ],
  },
  link: (label, url) => `[${label}](${url})`,
});

/** A platform to which one request is made, with any token. */
class FakeFeishuOnce extends FakeFeishu {
  override async respond(request: Request): Promise<Response> {
    const token = /^Bearer t-(\d+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    this.tokensIssued = Number(token ?? 0);
    return super.respond(request);
  }
}

/** A delivery whose time is written so, well signed. */
async function withTimestamp(timestamp: string): Promise<Request> {
  const request = deliver();
  const signature = signAsFeishu(timestamp, "nonce-abc", await request.clone().text());
  return change(request, { "x-lark-request-timestamp": timestamp, "x-lark-signature": signature });
}

function entered(last_message_id?: string): Request {
  const { schema, header } = messageEvent({
    header: { event_type: "im.chat.access_event.bot_p2p_chat_entered_v1", event_id: "ev_1" },
  });
  const body = { chat_id: "oc_1", operator_id: { open_id: "ou_new" }, last_message_id };
  return deliver({ payload: { schema, header, event: body } });
}

function mentionAll() {
  const all = { key: "@_all", id: { open_id: "" }, name: "所有人" };
  return groupMessage("@_all 下午开会", { mentions: [all] });
}

describe("飞书 protocol values", () => {
  it("are the published ciphertext and the derived signature", async () => {
    const { encryptKey = "", encrypt = "", plaintext } = vectors.decrypt;
    const { timestamp = "", nonce = "", rawBody = "", signature } = vectors.signature;
    expect(signAsFeishu(timestamp, nonce, rawBody, vectors.signature.encryptKey)).toBe(signature);
    const context = { ...contractContext(), now: () => new Date(Number(timestamp) * 1000) };
    const adapter = createFeishu(context, { ENCRYPT_KEY: encryptKey });
    const headers = {
      "x-lark-request-timestamp": timestamp,
      "x-lark-request-nonce": nonce,
      "x-lark-signature": signature ?? "",
    };
    const request = () => new Request("https://a.example/", { method: "POST", headers, body: rawBody });
    expect(new AESCipher(encryptKey).decrypt(encrypt)).toBe(plaintext);
    // Signed and decrypted, 「hello world」 is no JSON: had either failed, it would be a forgery.
    await expect(adapter.receive(request())).rejects.toMatchObject({ code: "webhook.bad_body" });
  });

  it("are the ones the platform's own client accepts", async () => {
    const request = deliver();
    const read: unknown[] = [];
    const dispatcher = new EventDispatcher({
      encryptKey: feishuApp.encryptKey,
      verificationToken: feishuApp.token,
      loggerLevel: LoggerLevel.fatal,
      logger: { error() {}, warn() {}, info() {}, debug() {}, trace() {} },
    }).register({ "im.message.receive_v1": (data) => void read.push(data) });
    const headers = Object.fromEntries(request.headers);
    const data = Object.assign(Object.create({ headers }), await request.clone().json());
    await dispatcher.invoke(data);
    const { messages } = await createFeishu().receive(request);
    expect(read).toMatchObject([{ message: { message_id: messages[0]?.key } }]);
  });
});

describe("飞书 check of the address", () => {
  it.each([
    ["plain", () => deliver({ body: JSON.stringify(challenge(feishuApp.token)), isSigned: false })],
    ["encrypted", () => deliver({ payload: challenge(feishuApp.token), isSigned: false })],
    ["encrypted and signed", () => deliver({ payload: challenge(feishuApp.token) })],
  ])("is answered: %s", async (_name, make) => {
    const { response, messages } = await createFeishu().receive(make());
    expect(messages).toEqual([]);
    expect(response instanceof Response && (await response.json())).toEqual({ challenge: "abc" });
  });
});

describe("飞书 messages", () => {
  const receive = async (changes: EventChanges, adapter = createFeishu()) =>
    (await adapter.receive(event(changes))).messages;

  it("are known by their own id, under whatever event they come", async () => {
    const [first, again] = [
      await receive({ header: { event_id: "ev_1" } }),
      await receive({ header: { event_id: "ev_2" } }),
    ];
    expect(again[0]?.key).toBe(first[0]?.key);
  });

  it.each([
    [
      "rich text",
      "post",
      {
        title: "请教",
        content: [
          [
            { tag: "text", text: "居住证" },
            { tag: "a", text: "怎么办", href: "https://a.example" },
          ],
          [{ tag: "img", image_key: "i" }],
          [{ tag: "text", text: "要带什么" }],
        ],
      },
      "请教\n居住证怎么办\n要带什么",
    ],
    ["a picture", "image", { image_key: "i" }, ""],
    ["a file", "file", { file_key: "f" }, ""],
  ])("are read: %s", async (_name, message_type, content, text) => {
    const messages = await receive({ message: { message_type, content: JSON.stringify(content) } });
    expect(messages.map((message) => message.text)).toEqual([text]);
  });

  it("of a group are read without the bot's name and with others' names", async () => {
    const text = "@_user_1 请问 @_user_2 和@_user_10 说的居住证怎么办";
    const others = Array.from({ length: 9 }, (_, index) => `ou_${index}`);
    const [message] = await receive({ message: groupMessage(text, {}, others) });
    expect(message?.text).toBe("请问 同事1 和同事9 说的居住证怎么办");
    expect(message?.conversation.kind).toBe("group");
  });

  it("of a group that mention the bot in rich text are read", async () => {
    const content = [
      [
        { tag: "at", user_id: "@_user_1" },
        { tag: "text", text: " 居住证怎么办" },
      ],
    ];
    const [message] = await receive({
      message: groupMessage("", { message_type: "post", content: JSON.stringify({ title: "", content }) }),
    });
    expect(message?.text).toBe("居住证怎么办");
  });

  it("of a group that mention somebody else are left alone", async () => {
    const mentions = [{ key: "@_user_1", id: { open_id: "ou_other" }, name: "问办" }];
    expect(await receive({ message: groupMessage("@_user_1 在吗", { mentions }) })).toEqual([]);
  });

  it("of a thread are a conversation of their own", async () => {
    const [[inThread], [outside]] = [
      await receive({ message: groupMessage("@_user_1 问", { thread_id: "omt_1" }) }),
      await receive({ message: groupMessage("@_user_1 问") }),
    ];
    expect(inThread?.conversation.id).not.toBe(outside?.conversation.id);
  });

  it("ask the platform once who the bot is, and are given back when it can't tell", async () => {
    const platform = new FakeFeishu();
    const adapter = createFeishu({ ...contractContext(), fetch: platform.fetch }, {});
    const ask = () => receive({ message: groupMessage("@_user_1 居住证怎么办") }, adapter);
    platform.refuse = ({ path }) => (path === "/bot/v3/info" ? feishuError(99991400) : undefined);
    await expect(ask()).rejects.toMatchObject({ kind: "unavailable", code: "webhook.own_id_unknown" });
    platform.refuse = () => undefined;
    expect(await ask()).toHaveLength(1);
    expect(await ask()).toHaveLength(1);
    expect(platform.calls.filter((call) => call === "GET /bot/v3/info")).toHaveLength(2);
  });

  it("greet who opens the conversation for the first time", async () => {
    const { messages } = await createFeishu().receive(entered());
    expect(messages).toMatchObject([
      { key: "ev_1", text: "你好", sender: "ou_new", conversation: { id: "oc_1" } },
    ]);
  });
});

describe("飞书 settings", () => {
  const make = (more: Record<string, string | undefined>) => () => createFeishu(contractContext(), more);

  it("name what is missing", () => {
    expect(make({ ENCRYPT_KEY: undefined })).toThrow(/缺少 WENBAN_FEISHU_ENCRYPT_KEY/);
    expect(make({ VERIFICATION_TOKEN: undefined })).toThrow(/缺少 WENBAN_FEISHU_VERIFICATION_TOKEN/);
    const both = /缺少 WENBAN_FEISHU_APP_SECRET.*缺少 WENBAN_FEISHU_ENCRYPT_KEY/;
    expect(make({ APP_SECRET: undefined, ENCRYPT_KEY: undefined })).toThrow(both);
    expect(make({ REPLY: "pigeon" })).toThrow(/WENBAN_FEISHU_REPLY 应为 card 或 post/);
  });

  it("of a long connection need no key, and then no callback is taken", async () => {
    const keyless = { CONNECTION: "socket", ENCRYPT_KEY: undefined, VERIFICATION_TOKEN: undefined };
    const adapter = make(keyless)();
    await expect(adapter.receive(deliver())).rejects.toMatchObject({ code: "webhook.bad_signature" });
    const check = deliver({ body: JSON.stringify(challenge("")), isSigned: false });
    await expect(adapter.receive(check)).rejects.toMatchObject({ code: "webhook.bad_signature" });
  });

  it("of Lark lead to Lark", async () => {
    const hosts: string[] = [];
    const context = contractBotsContext({
      ...contractContext(),
      fetch: async (input) => {
        hosts.push(new URL(String(input)).host);
        return feishuError(10003);
      },
    });
    const [bot] = readBots(feishuEnvironment({}, "LARK"), adapters, context);
    await bot?.diagnose();
    expect(bot?.platform).toBe("lark");
    expect(hosts).toEqual(["open.larksuite.com"]);
  });
});

/** An adapter, its platform, and what it does with the answer to a message. */
async function converse(
  changes: EventChanges = {},
  more: Record<string, string> = {},
  platform = new FakeFeishu(),
) {
  let time = CONTRACT_NOW.getTime();
  const now = () => new Date(time);
  const memory = createAdapterMemory(now)("feishu/default");
  const context = { ...contractContext(), fetch: platform.fetch, now, memory };
  const adapter = createFeishu(context, { ...OWN_ID, ...more });
  const { messages } = await adapter.receive(event(changes));
  const conversation = messages[0]?.conversation;
  if (!conversation) throw new Error("no message");
  const sendKey = "a1b2".repeat(16);
  const reply = (answer: Partial<Answer> = {}, outgoing: Partial<OutgoingReply> = {}): OutgoingReply => ({
    parts: [{ answer: { ...sampleAnswer(), ...answer }, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
    sendKey,
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
    ...outgoing,
  });
  return {
    platform,
    adapter,
    memory,
    sendKey,
    send: (answer: Partial<Answer> = {}, outgoing: Partial<OutgoingReply> = {}) =>
      adapter.send(conversation, reply(answer, outgoing)),
    showProgress: (text: string) => adapter.progress(conversation, { sendKey, text }),
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe("飞书 replies", () => {
  const REPLIED = "reply om_5ce6d572455d361153b7cb51da133945";

  it("are cards that reply to the message, with sources as links", async () => {
    const { platform, send } = await converse();
    expect(await send()).toEqual({ status: "sent", platformMessageId: "om_sent_1" });
    expect(platform.messages).toEqual([
      {
        id: "om_sent_1",
        to: REPLIED,
        isInThread: false,
        cardId: null,
        text: [
          "取消9个。[1]",
          "",
          "依据：",
          "[1] [《河口区2025年改革进展》](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)（河口区人民政府，2025-03-01）",
          "",
          "以上为原文摘录，未经改写。",
        ].join("\n"),
      },
    ]);
  });

  it("stay in the thread", async () => {
    const { platform, send } = await converse({ message: { thread_id: "omt_1" } });
    await send();
    expect(platform.messages[0]?.isInThread).toBe(true);
  });

  it("are shown once, however often they are sent within the hour", async () => {
    const { platform, adapter, send } = await converse();
    expect(adapter.capabilities.idempotentSend).toBe(true);
    expect(await send()).toEqual(await send());
    expect(platform.messages).toHaveLength(1);
  });

  it("are rich text where that was asked for, and where a card is not taken", async () => {
    const asked = await converse({}, { REPLY: "post" });
    await asked.send();
    const refused = await converse();
    refused.platform.refuse = ({ json }) =>
      json.msg_type === "interactive" ? feishuError(230099, "Failed to create card content") : undefined;
    expect(await refused.send()).toMatchObject({ status: "sent" });
    for (const { messages } of [asked.platform, refused.platform]) {
      expect(messages).toHaveLength(1);
      expect(messages[0]?.text).toContain(
        "](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)",
      );
    }
    expect(asked.adapter.capabilities.progressEveryMs).toBeNull();
  });

  it("get a new token once when the platform no longer takes theirs, which it says with status 400", async () => {
    const { platform, send } = await converse();
    await send();
    platform.expireToken();
    expect(await send({ text: "免费。[1]" }, { sendKey: "another" })).toMatchObject({ status: "sent" });
    expect(platform.calls.filter((call) => call.includes("tenant_access_token"))).toHaveLength(2);
    expect(platform.messages).toHaveLength(2);
  });

  it("wait for as long as the platform asks", async () => {
    const { platform, send } = await converse();
    platform.refuse = ({ path }) =>
      path.includes("/reply")
        ? feishuError(99991400, "", { status: 429, headers: { "x-ogw-ratelimit-reset": "7" } })
        : undefined;
    expect(await send()).toMatchObject({ status: "failed", reason: "rate", retryAfterMs: 7000 });
  });

  it("that are long go in several messages, each with a key of its own", async () => {
    const text = Array.from({ length: 1200 }, (_, i) => `第${i}项取消九个事项。[1]`).join("");
    const { platform, send } = await converse();
    const counts: number[] = [];
    await send({ text }, { noteDelivered: async (count) => void counts.push(count) });
    const { messages } = platform;
    expect(messages.length).toBeGreaterThan(1);
    expect(counts).toEqual(messages.slice(1).map((_, index) => index + 1));
    await send({ text }, { delivered: 1 });
    expect(platform.messages).toHaveLength(messages.length);
  });
});

describe("飞书 streaming cards", () => {
  const only = (platform: FakeFeishu) => {
    expect(platform.messages).toHaveLength(1);
    const [message] = platform.messages;
    const card = platform.cards.get(message?.cardId ?? "");
    if (!card) throw new Error("the message shows no card");
    return card;
  };

  it("say what is being done, then show the answer with its sources", async () => {
    const { platform, showProgress, send, pass } = await converse();
    await showProgress("正在查找相关文件…");
    pass(500);
    await showProgress("还在整理，请稍候。");
    expect(only(platform)).toMatchObject({ isStreaming: true });
    pass(500);
    expect(await send()).toEqual({ status: "sent", platformMessageId: "om_sent_1" });
    const card = only(platform);
    expect(card.texts.slice(0, 2)).toEqual(["正在查找相关文件…", "还在整理，请稍候。"]);
    expect(card.texts.at(-1)).toContain(
      "](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)",
    );
    expect(card).toMatchObject({ isStreaming: false, summary: "取消9个。" });
  });

  it("are numbered in rising order though the clock stands still", async () => {
    const { platform, showProgress, send } = await converse();
    await showProgress("一");
    await showProgress("二");
    await showProgress("三");
    await send();
    expect(only(platform).texts).toHaveLength(4);
    expect(only(platform).sequence).toBe(4);
  });

  it("show the answer once, and nothing after it", async () => {
    const { platform, showProgress, send } = await converse();
    await showProgress("正在查找相关文件…");
    await send();
    expect(await send()).toMatchObject({ status: "sent" });
    await showProgress("还在整理，请稍候。");
    expect(only(platform).texts).toHaveLength(2);
  });

  it("take the answer though their streaming has ended by itself", async () => {
    const { platform, showProgress, send, pass } = await converse();
    await showProgress("正在查找相关文件…");
    pass(11 * 60 * 1000);
    const card = only(platform);
    card.isStreaming = false;
    platform.refuse = ({ method }) =>
      method === "PATCH" ? feishuError(300309, "streaming is closed") : undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    expect(card.texts.at(-1)).toContain("取消9个。[1]");
  });

  it("that nobody saw arrive are shown once and then take the answer", async () => {
    const { platform, showProgress, send } = await converse();
    platform.refuse = ({ path }) => (path.includes("/reply") ? new Response("", { status: 504 }) : undefined);
    await showProgress("正在查找相关文件…");
    platform.refuse = () => undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    expect(only(platform).texts.at(-1)).toContain("取消9个。[1]");
  });

  it("give way to an ordinary card where the app may not make them, and are let be for a while", async () => {
    const { platform, showProgress, send, pass } = await converse();
    platform.refuse = ({ path }) =>
      path.startsWith("/cardkit") ? feishuError(99991672, "scope") : undefined;
    await showProgress("正在查找相关文件…");
    await showProgress("还在整理，请稍候。");
    const tries = () => platform.calls.filter((call) => call.includes("/cardkit")).length;
    expect(tries()).toBe(1);
    expect(await send()).toMatchObject({ status: "sent" });
    expect(platform.messages.map(({ cardId }) => cardId)).toEqual([null]);
    pass(11 * 60 * 1000);
    await showProgress("正在查找相关文件…");
    expect(tries()).toBe(2);
  });

  it("that no longer take anything leave the answer to a message of its own", async () => {
    const { platform, showProgress, send } = await converse();
    await showProgress("正在查找相关文件…");
    platform.cards.clear();
    expect(await send()).toMatchObject({ status: "sent" });
    expect(platform.messages).toHaveLength(2);
    expect(platform.messages[1]?.text).toContain("取消9个。[1]");
  });

  it("wait when the platform asks to", async () => {
    const { platform, showProgress, send } = await converse();
    await showProgress("正在查找相关文件…");
    platform.refuse = ({ method, path }) =>
      method === "PUT" && !path.endsWith("/content") ? feishuError(99991400) : undefined;
    expect(await send()).toMatchObject({ status: "failed", reason: "rate" });
    platform.refuse = () => undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    expect(only(platform).texts).toHaveLength(2);
  });
});

describe("飞书 diagnosis", () => {
  const diagnose = async (more: Record<string, string> = {}, fetch = new FakeFeishu().fetch) => {
    const context = contractBotsContext({ ...contractContext(), fetch });
    const [bot] = readBots(feishuEnvironment(more), adapters, context);
    return (await bot?.diagnose()) ?? [];
  };

  it("fetches a token and tells what the console needs", async () => {
    const found = await diagnose();
    expect(found.map(({ status }) => status)).toEqual(["ok", "todo", "todo"]);
    expect(found[1]?.text).toContain("https://wenban.example.gov.cn/webhooks/feishu/default");
    expect(found[2]?.text).toContain("cardkit:card:write");
  });

  it("asks for no address with a long connection", async () => {
    const [, todo] = await diagnose({ CONNECTION: "socket" });
    expect(todo?.text).toContain("长连接");
    expect(todo?.text).not.toContain("https://");
  });

  it.each([
    ["a wrong secret", async () => feishuError(10014, "", { status: 200 }), "code 10014"],
    ["no JSON", async () => new Response("oops", { status: 502 }), "HTTP 502"],
    ["no network", async () => Promise.reject(new TypeError("offline")), "连不上"],
  ])("says what is wrong: %s", async (_name, fetch, words) => {
    const [first] = await diagnose({}, fetch);
    expect(first).toMatchObject({ status: "fail", text: expect.stringContaining(words) });
    expect(JSON.stringify(first)).not.toContain(feishuApp.secret);
  });
});
