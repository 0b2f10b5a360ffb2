import { describe, expect, it } from "vitest";
import type { AdapterContext } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { utf8Bytes } from "../../src/adapters/shared/text-atoms.ts";
import type { Answer } from "../../src/domain.ts";
import { describeAdapter } from "../contracts/adapter.contract.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "../support/adapter-kit.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { FakeWechatApi, readSentTexts } from "../support/wechat-api.ts";
import { type Delivery, deliver, signAsPlatform, testAccount } from "../support/wechat-platform.ts";

const SECRET = "app-secret-of-the-tests";
const NOW_SECONDS = CONTRACT_NOW.getTime() / 1000;

const environment = {
  WENBAN_MINIPROGRAM_TOKEN: testAccount.token,
  WENBAN_MINIPROGRAM_APP_ID: testAccount.appId,
  WENBAN_MINIPROGRAM_APP_SECRET: SECRET,
  WENBAN_MINIPROGRAM_ENCODING_AES_KEY: testAccount.encodingAesKey,
};

function create(context: AdapterContext = contractContext()) {
  const [bot] = readBots(environment, adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

const send = (delivery: Partial<Delivery> = {}) =>
  deliver({ timestamp: NOW_SECONDS, url: "https://wenban.example/webhooks/miniprogram", ...delivery });
const enter = () =>
  send({ fields: { MsgType: "event", Event: "user_enter_tempsession", SessionFrom: "首页", MsgId: "" } });

function openApi() {
  const api = new FakeWechatApi(() => CONTRACT_NOW);
  return (request: Request) => {
    api.userWrote("oUSER0001");
    return api.fetch(request);
  };
}
const failing = (errcode: number) => {
  const respond = openApi();
  return (request: Request) =>
    request.url.includes("custom/send") ? Response.json({ errcode, errmsg: "no" }) : respond(request);
};

describeAdapter("miniprogram", {
  create,
  question: ({ text, key, user, at = CONTRACT_NOW } = {}) =>
    send({
      timestamp: at.getTime() / 1000,
      fields: {
        ...(text !== undefined && { Content: text }),
        ...(key !== undefined && { MsgId: key }),
        ...(user !== undefined && { FromUserName: user }),
      },
    }),
  forgeries: [
    [
      "no query",
      () => new Request("https://wenban.example/webhooks/miniprogram", { method: "POST", body: "{}" }),
    ],
    ["another token", () => send({ account: { ...testAccount, token: "another" } })],
    ["a message for another account", () => send({ receiveId: "wxOTHER" })],
    ["a message that is not encrypted", () => send({ mode: "plain" })],
  ],
  badBodies: [
    ["no message", () => send({ xml: "<xml></xml>" })],
    ["a JSON list", () => send({ format: "json", xml: "[]" })],
  ],
  ignored: [
    [
      "a session that was taken over",
      () => send({ fields: { MsgType: "event", Event: "kf_create_session" } }),
    ],
  ],
  freshMs: 10 * 60 * 1000,
  secrets: [testAccount.token, testAccount.encodingAesKey, SECRET],
  readText: async (response) => response.text(),
  link: (label, url) => `${label} ${url}`,
  platform: {
    respond: openApi(),
    readText: async (calls) => (await readSentTexts(calls)).join("\n\n"),
    readPieces: readSentTexts,
    limit: { most: 2048, measure: utf8Bytes },
    failures: [
      ["busy", failing(-1), "transient"],
      ["the minute's quota", failing(45011), "rate"],
      ["48 hours over", failing(45015), "window"],
      ["no right to send", failing(48001), "blocked"],
    ],
  },
});

describe("小程序客服", () => {
  it.each(["xml", "json"] as const)(
    "takes a question in %s and acknowledges it without an answer",
    async (format) => {
      const { response, messages } = await create().receive(
        send({ format, fields: { MsgId: "24553210987654321" } }),
      );
      expect(response instanceof Response && (await response.text())).toBe("success");
      expect(messages).toMatchObject([
        { key: "24553210987654321", text: "身份证丢了怎么补办", pushAfterMs: 0 },
      ]);
    },
  );

  it("greets who opens the conversation, once for each time", async () => {
    const adapter = create();
    const [first, again] = [await adapter.receive(enter()), await adapter.receive(enter())];
    expect(first.messages.map(({ text }) => text)).toEqual(["你好"]);
    expect(again.messages[0]?.key).toBe(first.messages[0]?.key);
  });

  it.each([
    ["a picture", { MsgType: "image", PicUrl: "https://mmbiz.qpic.cn/1" }],
    ["a card", { MsgType: "miniprogrampage", Title: "首页", PagePath: "pages/index" }],
    ["an empty text", { Content: " " }],
  ])("hands on %s as a message without words, to be answered with what to do", async (_name, fields) => {
    const { messages } = await create().receive(send({ fields }));
    expect(messages).toMatchObject([{ key: "24553210987654321", text: "" }]);
  });

  it("echoes the handshake", async () => {
    const timestamp = String(NOW_SECONDS);
    const signature = signAsPlatform(testAccount.token, timestamp, "n");
    const query = new URLSearchParams({ timestamp, nonce: "n", signature, echostr: "4375120948345356249" });
    const { response } = await create().receive(
      new Request(`https://wenban.example/webhooks/miniprogram?${query}`),
    );
    expect(response instanceof Response && (await response.text())).toBe("4375120948345356249");
  });

  it("needs its secret, since no answer travels otherwise", () => {
    const { WENBAN_MINIPROGRAM_APP_SECRET: _, ...env } = environment;
    expect(() => readBots(env, adapters, contractBotsContext())).toThrow(
      "缺少 WENBAN_MINIPROGRAM_APP_SECRET",
    );
  });

  it("writes addresses that end with a space, and choices as lines, for its client reads no tags", async () => {
    const api = new FakeWechatApi(() => CONTRACT_NOW);
    api.userWrote("oUSER0001");
    const adapter = create({ ...contractContext(), fetch: api.fetch });
    const [message] = (await adapter.receive(send())).messages;
    if (!message) throw new Error("no message");
    const sendAnswer = (changes: Partial<Answer>) =>
      adapter.send(message.conversation, {
        parts: [
          { answer: { ...sampleAnswer(), ...changes }, answeredAt: CONTRACT_NOW, earlierQuestion: null },
        ],
        sendKey: "k",
        delivered: 0,
        maybeDuplicate: false,
        noteDelivered: async () => {},
      });
    const options = [{ label: "首次", question: "首次申领居住证怎么办理？" }];
    await sendAnswer({});
    await sendAnswer({
      outcome: "clarify",
      text: "请选择：",
      options,
      citations: [],
      generatedBy: "standard",
    });
    await adapter.progress(message.conversation, { sendKey: "k", text: "正在查找" });
    const [answer, choice] = api.sent;
    expect(answer?.text).toContain(
      "[1] 《河口区2025年改革进展》 https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19 （河口区人民政府",
    );
    expect(choice).toMatchObject({ msgtype: "text", text: "请选择：\n\n· 首次申领居住证怎么办理？" });
    expect(api.typing).toEqual(["oUSER0001"]);
  });
});
