import { describe, expect, it } from "vitest";
import { describeAdapter } from "../contracts/adapter.contract.ts";
import { contractContext } from "../support/adapter-kit.ts";
import { createTelegram } from "../support/telegram-bot.ts";
import {
  deliverTelegram,
  FakeTelegram,
  GROUP,
  groupMessage,
  pressFields,
  readHtml,
  telegramBot,
  telegramError,
} from "../support/telegram-platform.ts";

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
