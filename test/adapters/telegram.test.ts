import { describe, expect, it } from "vitest";
import type { Adapter, AdapterContext, ConversationRef, OutgoingReply } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { shownUnits } from "../../src/adapters/telegram/render.ts";
import type { Answer } from "../../src/domain.ts";
import {
  CONTRACT_NOW,
  contractBotsContext,
  contractContext,
  describeAdapter,
} from "../contracts/adapter.contract.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import {
  deliverTelegram,
  FakeTelegram,
  GROUP,
  groupMessage,
  pressFields,
  readHtml,
  telegramBot,
  telegramEnvironment,
  telegramError,
} from "../support/telegram-platform.ts";

const NAMED = { USERNAME: telegramBot.username };

function createTelegram(
  context: AdapterContext = contractContext(),
  more: Record<string, string> = NAMED,
): Adapter {
  const [bot] = readBots(telegramEnvironment(more), adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

const deliverMessage = (message: Record<string, unknown>) => deliverTelegram({ message });
const deliverBody = (body: string) => deliverTelegram({ body });
/** Telegram's users are numbers. */
const userId = (name: string) => 1000 + [...name].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7);
const person = (name: string) => ({ id: userId(name), is_bot: false, first_name: name });

const readSent = async (calls: readonly Request[]): Promise<string[]> => {
  const bodies = await Promise.all(calls.map((call) => call.json()));
  return bodies.map((body) => body.text);
};

describeAdapter("telegram", {
  create: createTelegram,
  question: ({ text = "居住证怎么办理？", key = "1001", user = "u1" } = {}) =>
    deliverTelegram({
      updateId: Number(key),
      message: { text, from: person(user), chat: { id: userId(user), type: "private" } },
    }),
  forgeries: [
    ["no secret", () => deliverTelegram({ secret: null })],
    ["another secret", () => deliverTelegram({ secret: "x" })],
    ["the beginning of the secret", () => deliverTelegram({ secret: telegramBot.secretToken.slice(0, -1) })],
    [
      "a secret of the same length",
      () => deliverTelegram({ secret: `${telegramBot.secretToken.slice(0, -1)}X` }),
    ],
    ["no JSON and no secret", () => deliverTelegram({ secret: null, body: "居住证" })],
  ],
  badBodies: [
    ["no JSON", () => deliverBody("居住证")],
    ["a list", () => deliverBody("[]")],
    ["no id", () => deliverBody('{"message":{}}')],
    ["an id that is a text", () => deliverBody('{"update_id":"1"}')],
    ["a text that is an object", () => deliverMessage({ text: { $gt: "" } })],
    ["no chat", () => deliverMessage({ chat: undefined })],
    [
      "entities that are none",
      () => deliverMessage({ entities: [{ type: "mention", offset: -1, length: 2 }] }),
    ],
  ],
  ignored: [
    ["an edit", () => deliverTelegram({ update: { message: undefined, edited_message: {} } })],
    ["a post of a channel", () => deliverTelegram({ update: { message: undefined, channel_post: {} } })],
    ["somebody new", () => deliverMessage({ text: undefined, new_chat_members: [{ id: 1 }] })],
    ["a pinned message", () => deliverMessage({ text: undefined, pinned_message: {} })],
    ["a picture in a group", () => deliverMessage({ text: undefined, photo: [], chat: GROUP })],
    ["a post that a channel sent to its group", () => deliverMessage({ is_automatic_forward: true })],
    ["another bot's command", () => deliverMessage(groupMessage("", "/start@OtherBot", "bot_command"))],
    ["an unknown command without a name", () => deliverMessage(groupMessage("", "/weather", "bot_command"))],
    ["somebody else's name", () => deliverMessage(groupMessage("多少钱", "@SomebodyElse"))],
    [
      "a reply to somebody else",
      () => deliverMessage({ chat: GROUP, reply_to_message: { from: { id: 7 } } }),
    ],
    ["the name as ordinary words", () => deliverMessage({ chat: GROUP, text: `${telegramBot.username} 好` })],
  ],
  ownMessages: [
    ["a bot's", () => deliverMessage({ from: { ...person("b"), is_bot: true } })],
    ["one written through a bot", () => deliverMessage({ via_bot: { id: 1, is_bot: true } })],
    ["nobody's", () => deliverMessage({ from: undefined })],
  ],
  group: {
    mentioned: ({ text = "多少钱", key = "1001", user = "u1", group = "g" } = {}) =>
      deliverTelegram({
        updateId: Number(key),
        message: {
          ...groupMessage(text, undefined, undefined, { ...GROUP, id: -userId(group) }),
          from: person(user),
        },
      }),
    unmentioned: () => deliverMessage({ chat: GROUP }),
  },
  freshMs: null,
  secrets: [telegramBot.secretToken, telegramBot.token],
  readText: (response) => response.text(),
  platform: {
    respond: (request) => new FakeTelegram().respond(request),
    readText: async (calls) => (await readSent(calls)).join("\n"),
    readPieces: readSent,
    limit: { most: 4096, measure: (html) => readHtml(html)?.length ?? Number.POSITIVE_INFINITY },
    failures: [
      ["the token", telegramError(401, "Unauthorized"), "auth"],
      ["a token that is none", telegramError(404, "Not Found"), "auth"],
      ["blocked by the user", telegramError(403, "Forbidden: bot was blocked by the user"), "blocked"],
      ["no such chat", telegramError(400, "Bad Request: chat not found"), "blocked"],
      [
        "may not write",
        telegramError(400, "Bad Request: not enough rights to send text messages to the chat"),
        "blocked",
      ],
      ["a closed topic", telegramError(400, "Bad Request: message thread not found"), "window"],
      ["too long", telegramError(400, "Bad Request: message is too long"), "too_long"],
      ["too many", telegramError(429, "Too Many Requests: retry after 5", { retry_after: 5 }), "rate"],
      ["trouble of its own", telegramError(502, "Bad Gateway"), "transient"],
      ["no words", () => new Response("<html>", { status: 500 }), "transient"],
      ["something new", telegramError(400, "Bad Request: brand new"), "bug"],
    ],
  },
  link: (label, url) => `<a href="${url.replaceAll("&", "&amp;")}">${label}</a>`,
});

async function read(request: Request, adapter = createTelegram()) {
  const { messages, response } = await adapter.receive(request);
  if (!(response instanceof Response)) throw new Error("passive");
  return { message: messages[0], response };
}

const command = (text: string, length: number) => ({
  text,
  entities: [{ type: "bot_command", offset: 0, length }],
});

describe("Telegram updates", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["/start", command("/start", 6), "你好"],
    ["/start with words", command("/start 身份证补办", 6), "身份证补办"],
    ["/ask with words", command("/ask 多少钱", 4), "多少钱"],
    [
      "a path, not a command",
      { text: "见 /etc/hosts", entities: [{ type: "bot_command", offset: 2, length: 4 }] },
      "见 /etc/hosts",
    ],
    ["a picture", { text: undefined, photo: [{}], caption: "看看" }, ""],
    ["a voice", { text: undefined, voice: {} }, ""],
    [
      "words with a link",
      { text: "见 x.example", entities: [{ type: "url", offset: 2, length: 9 }] },
      "见 x.example",
    ],
  ])("in private: %s", async (_name, message, expected) => {
    expect((await read(deliverMessage(message))).message?.text).toBe(expected);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["the name", groupMessage("多少钱"), "多少钱"],
    ["the name in other letters", groupMessage("多少钱", "@wenbantestbot"), "多少钱"],
    ["nothing but the name", groupMessage(""), "你好"],
    [
      "the name after characters of two units",
      {
        chat: GROUP,
        text: `👍𠮷 @${telegramBot.username} 多少钱`,
        entities: [{ type: "mention", offset: 5, length: telegramBot.username.length + 1 }],
      },
      "👍𠮷 多少钱",
    ],
    [
      "a name that is not one",
      {
        chat: GROUP,
        text: "问办 多少钱",
        entities: [{ type: "text_mention", offset: 0, length: 2, user: { id: telegramBot.id } }],
      },
      "多少钱",
    ],
    ["a command", groupMessage("多少钱", `/ask@${telegramBot.username}`, "bot_command"), "多少钱"],
    ["a command without a name", groupMessage("多少钱", "/ask", "bot_command"), "多少钱"],
    ["a reply", { chat: GROUP, reply_to_message: { from: { id: telegramBot.id } } }, "居住证怎么办理？"],
    [
      "a picture as a reply",
      { chat: GROUP, text: undefined, photo: [], reply_to_message: { from: { id: telegramBot.id } } },
      "",
    ],
  ])("in a group, called by %s", async (_name, message, expected) => {
    expect((await read(deliverMessage(message))).message).toMatchObject({
      text: expected,
      conversation: { kind: "group", id: String(GROUP.id) },
    });
  });

  it("keep a group's topics apart", async () => {
    const topic = { ...groupMessage("多少钱"), message_thread_id: 9, is_topic_message: true };
    expect((await read(deliverMessage(topic))).message?.conversation).toEqual({
      id: `${GROUP.id}:9`,
      kind: "group",
      handle: { chat: String(GROUP.id), message: "42", thread: "9" },
    });
    const thread = { ...groupMessage("多少钱"), message_thread_id: 9 };
    expect((await read(deliverMessage(thread))).message?.conversation.id).toBe(String(GROUP.id));
  });

  it("ask for the bot's name once, and only when somebody is named", async () => {
    const platform = new FakeTelegram();
    const adapter = createTelegram({ ...contractContext(), fetch: platform.fetch }, {});
    await read(deliverTelegram(), adapter);
    expect(platform.methods).toEqual([]);
    for (let round = 0; round < 2; round++) {
      expect((await read(deliverMessage(groupMessage("多少钱")), adapter)).message?.text).toBe("多少钱");
    }
    expect(platform.methods).toEqual(["getMe"]);
  });

  it("are not acknowledged when nobody can tell whom they name, so that they come again", async () => {
    const adapter = createTelegram(contractContext(), {});
    await expect(adapter.receive(deliverMessage(groupMessage("多少钱")))).rejects.toMatchObject({
      kind: "unavailable",
      code: "webhook.no_bot_name",
    });
  });

  it("ask what is written on a button, and the press is confirmed", async () => {
    const update = pressFields("option:1", ["居民身份证补领", "居住证办理"]);
    const { message, response } = await read(deliverTelegram({ update }));
    expect(message).toMatchObject({
      key: "1001",
      text: "居住证办理",
      sender: "111222333",
      conversation: { kind: "direct" },
    });
    expect(await response.json()).toEqual({
      method: "answerCallbackQuery",
      callback_query_id: "4382bfdwdsb323b2d9",
    });
  });

  it.each([["option:7"], ["other"]])("ask nothing by a button that is not there: %s", async (data) => {
    const { message } = await read(deliverTelegram({ update: pressFields(data, ["居住证办理"]) }));
    expect(message).toBeUndefined();
  });
});

const toGroup: ConversationRef = {
  id: String(GROUP.id),
  kind: "group",
  handle: { chat: String(GROUP.id), message: "42", thread: "9" },
};
const toPerson: ConversationRef = { id: "111", kind: "direct", handle: { chat: "111", message: "42" } };

async function sendTo(
  platform: FakeTelegram,
  conversation = toPerson,
  answer: Partial<Answer> = {},
  outgoing: Partial<OutgoingReply> = {},
  context: Partial<AdapterContext> = {},
) {
  return createTelegram({ ...contractContext(), fetch: platform.fetch, ...context }).send(conversation, {
    parts: [{ answer: { ...sampleAnswer(), ...answer }, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
    sendKey: "key-1",
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
    ...outgoing,
  });
}

describe("Telegram answers", () => {
  it("are HTML without previews", async () => {
    const platform = new FakeTelegram();
    expect(await sendTo(platform, toPerson, { text: "a < b & c > d [1]" })).toEqual({
      status: "sent",
      platformMessageId: "1001",
    });
    const [message] = platform.messages;
    expect(message).toMatchObject({
      chat_id: 111,
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
    });
    expect(message?.text).toContain("a &lt; b &amp; c &gt; d [1]");
    expect(message).not.toHaveProperty("reply_parameters");
    expect(message).not.toHaveProperty("reply_markup");
  });

  it("in a group stand in the topic, under the question", async () => {
    const platform = new FakeTelegram();
    await sendTo(platform, toGroup, { text: "办理时限缩短一半，共9项。[1]".repeat(700) });
    expect(platform.messages.length).toBeGreaterThan(1);
    const [first, ...others] = platform.messages;
    expect(first).toMatchObject({
      message_thread_id: 9,
      reply_parameters: { message_id: 42, allow_sending_without_reply: true },
    });
    for (const other of others) {
      expect(other).toMatchObject({ message_thread_id: 9 });
      expect(other).not.toHaveProperty("reply_parameters");
    }
  });

  it("offer the choices of a clarification as buttons, which come back as questions", async () => {
    const platform = new FakeTelegram();
    const options = ["居民身份证补领", "居住证办理"].map((question) => ({ label: question, question }));
    await sendTo(platform, toPerson, { outcome: "clarify", citations: [], text: "请选择：", options });
    expect(platform.messages[0]?.reply_markup).toEqual({
      inline_keyboard: options.map(({ question }, index) => [
        { text: question, callback_data: `option:${index}` },
      ]),
    });
  });

  it("are sent in plain words when their markup is not understood", async () => {
    const platform = new FakeTelegram();
    platform.troubles.push(telegramError(400, "Bad Request: can't parse entities: Unsupported start tag"));
    expect(await sendTo(platform, toPerson, { text: "a < b [1]" })).toMatchObject({ status: "sent" });
    const [message] = platform.messages;
    expect(message).not.toHaveProperty("parse_mode");
    expect(message?.text).toContain("a < b [1]");
    expect(message?.text).toContain(
      "《河口区2025年改革进展》 https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19 ",
    );
  });

  it("follow a group that moved, then and later", async () => {
    const platform = new FakeTelegram();
    const context = { memory: contractContext().memory };
    const moved = telegramError(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: -100_777,
    });
    platform.troubles.push(moved);
    await sendTo(platform, { ...toGroup, handle: { chat: "-777" } }, {}, {}, context);
    await sendTo(platform, { ...toGroup, handle: { chat: "-777" } }, {}, {}, context);
    expect(platform.messages.map(({ chat_id }) => chat_id)).toEqual([-100_777, -100_777]);
    expect(platform.methods).toHaveLength(3);
  });

  it("wait as long as Telegram asks for", async () => {
    const platform = new FakeTelegram();
    platform.troubles.push(telegramError(429, "Too Many Requests: retry after 35", { retry_after: 35 }));
    expect(await sendTo(platform)).toEqual({ status: "failed", reason: "rate", retryAfterMs: 35_000 });
  });

  it("are announced by a typing sign", async () => {
    const platform = new FakeTelegram();
    const adapter = createTelegram({ ...contractContext(), fetch: platform.fetch });
    await adapter.progress(toGroup, { sendKey: "k", text: "正在查找" });
    platform.isReachable = false;
    await adapter.progress(toGroup, { sendKey: "k", text: "正在查找" });
    expect(platform.methods).toEqual(["sendChatAction"]);
  });

  it("count as Telegram counts", () => {
    for (const html of [
      "a &lt; b",
      '<a href="https://x.example/?a=1&amp;b=2">《通知》</a>[1]',
      "𠮷&amp;amp;",
    ]) {
      expect(shownUnits(html)).toBe(readHtml(html)?.length);
    }
  });
});

describe("doctor on Telegram", () => {
  const CALLBACK = "https://wenban.example.gov.cn/webhooks/telegram/default";
  const diagnose = async (platform: FakeTelegram, more: Record<string, string> = {}) => {
    const context = { ...contractContext(), fetch: platform.fetch };
    const [bot] = readBots(telegramEnvironment(more), adapters, contractBotsContext(context));
    const found = (await bot?.diagnose()) ?? [];
    for (const secret of [telegramBot.token, telegramBot.secretToken]) {
      expect(JSON.stringify(found)).not.toContain(secret);
    }
    return found;
  };

  it("says that no webhook is set, and how to set it", async () => {
    const found = await diagnose(new FakeTelegram());
    expect(found.map(({ status }) => status)).toEqual(["ok", "fail", "todo"]);
    expect(found[0]?.text).toContain(telegramBot.username);
    expect(found[1]?.hint).toContain("WENBAN_TELEGRAM_SET_WEBHOOK=true");
    expect(found[2]?.text).toContain(CALLBACK);
  });

  it("sets the webhook where it is asked to", async () => {
    const platform = new FakeTelegram();
    const found = await diagnose(platform, { SET_WEBHOOK: "true" });
    expect(found.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
    expect(platform.webhook).toMatchObject({ url: CALLBACK, allowed_updates: ["message", "callback_query"] });
  });

  it("looks at the webhook that is set", async () => {
    const platform = new FakeTelegram();
    platform.webhook = {
      url: CALLBACK.replace("/default", ""),
      pending_update_count: 3,
      last_error_date: CONTRACT_NOW.getTime() / 1000 - 60,
      last_error_message: "Connection timed out",
      allowed_updates: ["message"],
    };
    const found = await diagnose(platform);
    expect(found.map(({ status }) => status)).toEqual(["ok", "ok", "warn", "warn"]);
    platform.webhook = { url: "https://elsewhere.example" };
    expect((await diagnose(platform))[1]).toMatchObject({
      status: "fail",
      text: expect.stringContaining("另一个"),
    });
  });

  it("tells a wrong token from a missing network", async () => {
    expect(await diagnose(new FakeTelegram(), { BOT_TOKEN: "1:wrong" })).toMatchObject([
      { status: "fail", text: expect.stringContaining("不接受") },
    ]);
    const platform = new FakeTelegram();
    platform.isReachable = false;
    expect(await diagnose(platform)).toMatchObject([
      { status: "fail", text: expect.stringContaining("连不上") },
    ]);
  });
});
