import { describe, expect, it } from "vitest";
import type { AdapterContext, OutgoingReply, Reply, SendResult } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { utf8Bytes } from "../../src/adapters/shared/text-atoms.ts";
import type { Answer } from "../../src/domain.ts";
import { describeAdapter } from "../contracts/adapter.contract.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "../support/adapter-kit.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { FakeWechatApi, readSentTexts } from "../support/wechat-api.ts";
import { deliver, readReply, testAccount, wechatEnvironment } from "../support/wechat-platform.ts";

const SECRET = "app-secret-of-the-tests";

function createBot(context: AdapterContext = contractContext(), env: Record<string, string> = {}) {
  const variables = { ...wechatEnvironment(), WENBAN_WECHAT_APP_SECRET: SECRET, ...env };
  const [bot] = readBots(variables, adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot;
}

/** An account on an API of its own, to which its user has just written. */
function open(env: Record<string, string> = {}) {
  const api = new FakeWechatApi(() => CONTRACT_NOW);
  api.userWrote("oUSER0001");
  const { adapter } = createBot({ ...contractContext(), fetch: api.fetch }, env);
  const conversation = {
    id: "oUSER0001",
    kind: "direct" as const,
    handle: { openid: "oUSER0001", account: "gh_1" },
  };
  const send = (reply: Reply, outgoing: Partial<OutgoingReply> = {}): Promise<SendResult> =>
    adapter.send(conversation, {
      ...reply,
      delivered: 0,
      maybeDuplicate: false,
      noteDelivered: async () => {},
      ...outgoing,
    });
  return { api, adapter, conversation, send };
}

const replyWith = (changes: Partial<Answer>): Reply => ({
  parts: [{ answer: { ...sampleAnswer(), ...changes }, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
  sendKey: "k",
});

const apiOf = () => {
  const api = new FakeWechatApi(() => CONTRACT_NOW);
  api.userWrote("oUSER0001");
  return api;
};
/** An API that answers every message with one code. */
const failing = (errcode: number) => {
  const api = apiOf();
  return (request: Request) =>
    request.url.includes("custom/send") ? Response.json({ errcode, errmsg: "no" }) : api.fetch(request);
};

describeAdapter("wechat", {
  create: (context) => createBot(context).adapter,
  question: ({ text, key, user, at = CONTRACT_NOW } = {}) =>
    deliver({
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
      () => new Request("https://wenban.example/webhooks/wechat", { method: "POST", body: "<xml></xml>" }),
    ],
    [
      "another token",
      () => deliver({ timestamp: CONTRACT_NOW.getTime() / 1000, account: { ...testAccount, token: "x" } }),
    ],
  ],
  badBodies: [
    ["no message", () => deliver({ timestamp: CONTRACT_NOW.getTime() / 1000, xml: "<xml></xml>" })],
  ],
  ignored: [
    [
      "a page that was opened",
      () =>
        deliver({ timestamp: CONTRACT_NOW.getTime() / 1000, fields: { MsgType: "event", Event: "VIEW" } }),
    ],
  ],
  freshMs: 10 * 60 * 1000,
  secrets: [testAccount.token, testAccount.encodingAesKey, SECRET],
  readText: async (response) => (await readReply(response)).fields.Content ?? "",
  link: (label, url) => `<a href="${url}">${label}</a>`,
  platform: {
    respond: (() => {
      const api = apiOf();
      return (request: Request) => {
        api.userWrote("oUSER0001");
        return api.fetch(request);
      };
    })(),
    readText: async (calls) => (await readSentTexts(calls)).join("\n\n"),
    readPieces: readSentTexts,
    limit: { most: 2048, measure: utf8Bytes },
    failures: [
      ["busy", failing(-1), "transient"],
      ["a token that is not taken, twice", failing(40001), "auth"],
      ["the caller's address", failing(40164), "auth"],
      ["the day's quota", failing(45009), "rate"],
      ["the minute's quota", failing(45011), "rate"],
      ["48 hours over", failing(45015), "window"],
      ["five messages sent", failing(45047), "window"],
      ["no right to send", failing(48001), "blocked"],
      ["a text too long", failing(45002), "too_long"],
      ["content that is not let through", failing(87014), "blocked"],
      ["an unknown code", failing(99999), "bug"],
      [
        "no JSON",
        (request) => (request.url.includes("send") ? new Response("<html>") : apiOf().fetch(request)),
        "transient",
      ],
      [
        "a server's error",
        (request) =>
          request.url.includes("send") ? new Response("", { status: 502 }) : apiOf().fetch(request),
        "transient",
      ],
    ],
  },
});

describe("a verified 公众号", () => {
  it.each<[string, Record<string, string>, "push" | "next_message"]>([
    ["has an APP_SECRET", {}, "push"],
    ["or says so", { WENBAN_WECHAT_VERIFIED: "true" }, "push"],
    ["or says that it is not", { WENBAN_WECHAT_VERIFIED: "false" }, "next_message"],
    ["or has none", { WENBAN_WECHAT_APP_SECRET: "" }, "next_message"],
  ])("%s", (_name, env, lateReply) => {
    expect(createBot(contractContext(), env).adapter.capabilities.lateReply).toBe(lateReply);
  });

  it("can't be one without an APP_SECRET, and both that and what else is missing is said", () => {
    const env = { WENBAN_WECHAT_VERIFIED: "true", WENBAN_WECHAT_APP_SECRET: "", WENBAN_WECHAT_TOKEN: "" };
    expect(() => createBot(contractContext(), env)).toThrow(
      /缺少 WENBAN_WECHAT_TOKEN.*缺少 WENBAN_WECHAT_APP_SECRET/,
    );
  });

  it("acknowledges a question whose answer is not ready, and waits with sending until no reply can carry it", async () => {
    const { adapter } = open();
    const { response, messages } = await adapter.receive(
      deliver({ timestamp: CONTRACT_NOW.getTime() / 1000 }),
    );
    if (response instanceof Response) throw new Error("not passive");
    expect(await (await response.render(undefined)).text()).toBe("success");
    expect(messages[0]?.pushAfterMs).toBeGreaterThan(response.withinMs);
  });

  it("begins a long answer in the reply, and goes on in messages of its own", async () => {
    const { api, adapter } = open();
    const text = Array.from(
      { length: 60 },
      (_, index) => `第${index}项，${"办理时限缩短".repeat(4)}。[1]`,
    ).join("");
    const { response, messages } = await adapter.receive(
      deliver({ timestamp: CONTRACT_NOW.getTime() / 1000 }),
    );
    const [message] = messages;
    if (response instanceof Response || !message) throw new Error("not a question");
    const reply = replyWith({ text });
    const count = response.countMessages?.({ ...sampleAnswer(), text }) ?? 0;
    expect(count).toBeGreaterThan(2);
    const show = async (shown: Reply) => (await readReply(await response.render(shown))).fields.Content ?? "";
    const beginning = await show({ ...reply, goesOn: true });
    expect(await show(reply)).toMatch(/^第0项[\s\S]*查看全文/);
    const outgoing = { delivered: 1, maybeDuplicate: false, noteDelivered: async () => {} };
    await adapter.send(message.conversation, { ...reply, ...outgoing });
    const texts = [beginning, ...api.sent.map((sent) => sent.text)];
    expect(texts.map((one) => one.slice(0, 5))).toEqual(texts.map((_, index) => `(${index + 1}/${count})`));
    for (const one of texts) expect(utf8Bytes(one)).toBeLessThanOrEqual(2048);
    const said = texts.map((one) => one.replace(/^\(\d\/\d\)\n/, "")).join("");
    for (let index = 0; index < 60; index++) expect(said).toContain(`第${index}项，`);
  });

  it("holds a short answer in the reply", async () => {
    const { adapter } = open();
    const { response } = await adapter.receive(deliver({ timestamp: CONTRACT_NOW.getTime() / 1000 }));
    if (response instanceof Response) throw new Error("not passive");
    expect(response.countMessages?.(sampleAnswer())).toBe(1);
  });

  it("sends three messages at most after a tap on its menu", async () => {
    const { api, adapter } = open();
    const fields = { MsgType: "event", Event: "CLICK", EventKey: "居住证怎么办" };
    const { messages } = await adapter.receive(deliver({ timestamp: CONTRACT_NOW.getTime() / 1000, fields }));
    const [message] = messages;
    if (!message) throw new Error("no question");
    const reply = replyWith({ text: `${"办理时限缩短了一半以上。[1]".repeat(600)}` });
    await adapter.send(message.conversation, {
      ...reply,
      delivered: 0,
      maybeDuplicate: false,
      noteDelivered: async () => {},
    });
    expect(api.sent).toHaveLength(3);
  });

  it("shows that it is writing", async () => {
    const { api, adapter, conversation } = open();
    await adapter.progress(conversation, { sendKey: "k", text: "正在查找" });
    expect(api.typing).toEqual(["oUSER0001"]);
    expect(adapter.capabilities.progressEveryMs).toBe(15_000);
  });

  it("sends texts in characters, not in escapes", async () => {
    const { api, send } = open();
    expect(await send(replyWith({ text: "新生儿户口🙂\u0007 C:\\u4e00 \ud800。[1]" }))).toMatchObject({
      status: "sent",
    });
    expect(api.sent[0]?.text).toContain("新生儿户口🙂 C:＼u4e00 \ufffd。[1]");
  });

  it("sends a choice as a menu whose taps come back as its words", async () => {
    const { api, send } = open();
    const options = ["首次申领居住证怎么办理？", "居住证怎么签注？"].map((question) => ({
      label: question,
      question,
    }));
    await send(
      replyWith({ outcome: "clarify", text: "请选择：", options, citations: [], generatedBy: "standard" }),
    );
    expect(api.sent).toMatchObject([
      {
        msgtype: "msgmenu",
        text: "请选择：\n首次申领居住证怎么办理？\n居住证怎么签注？\n也可以直接输入您的问题。",
      },
    ]);
  });

  it("sends a long answer in at most five messages, each with its sources whole", async () => {
    const { api, send } = open();
    const notes: number[] = [];
    const [citation] = sampleAnswer().citations;
    if (!citation) throw new Error("no citation");
    const citations = Array.from({ length: 12 }, (_, index) => ({ ...citation, number: index + 1 }));
    const text = citations.map(({ number }) => `${"办理材料".repeat(90)}。[${number}]`).join("");
    expect(
      await send(replyWith({ text, citations }), { noteDelivered: async (n) => void notes.push(n) }),
    ).toMatchObject({
      status: "sent",
    });
    expect(api.sent.length).toBeGreaterThan(1);
    expect(api.sent.length).toBeLessThanOrEqual(5);
    expect(notes).toEqual(api.sent.slice(1).map((_, index) => index + 1));
    for (const { text: sent } of api.sent) {
      expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(2048);
      expect(sent.match(/<a /g)?.length ?? 0).toBe(sent.match(/<\/a>/g)?.length ?? 0);
    }
  });

  it.each([
    [45015, "window"],
    [45047, "window"],
    [48001, "blocked"],
    [45009, "rate"],
    [40164, "auth"],
  ])("keeps an answer for the user's next message on %i", async (errcode, reason) => {
    const { api, send } = open();
    api.failNext("message/custom/send", errcode);
    expect(await send(replyWith({}))).toEqual({ status: "failed", reason, carryLater: true });
  });

  it("waits a minute when a minute's calls are used up", async () => {
    const { api, send } = open();
    api.failNext("message/custom/send", 45011);
    expect(await send(replyWith({}))).toEqual({ status: "failed", reason: "rate", retryAfterMs: 60_000 });
  });

  it.each([40001, 40014, 41001, 42001])("gets a new token and sends once more on %i", async (errcode) => {
    const { api, send } = open();
    await send(replyWith({}));
    api.expireToken();
    api.failNext("message/custom/send", errcode);
    expect(await send(replyWith({}))).toMatchObject({ status: "sent" });
    expect(api.sent).toHaveLength(2);
    expect([api.tokensIssued, api.tokensForced]).toEqual([2, 0]);
  });

  it("forces a new token only when the platform goes on giving the one that it refuses", async () => {
    const { api, send } = open();
    await send(replyWith({}));
    api.failNext("message/custom/send", 40001);
    expect(await send(replyWith({}))).toMatchObject({ status: "sent" });
    expect([api.tokensIssued, api.tokensForced]).toEqual([2, 1]);
  });

  it("forces no second one within half a minute, however often tokens are refused", async () => {
    const { api, send } = open();
    await send(replyWith({}));
    api.failNext("message/custom/send", 40001, 40001, 40001, 40001);
    for (let tries = 0; tries < 2; tries++) {
      expect(await send(replyWith({}))).toMatchObject({ status: "failed", reason: "auth" });
    }
    expect(api.tokensForced).toBe(1);
  });

  it("fetches one token for messages that go out together", async () => {
    const { api, send } = open();
    await Promise.all([send(replyWith({})), send(replyWith({})), send(replyWith({}))]);
    expect(api.sent).toHaveLength(3);
    expect(api.tokensIssued).toBe(1);
  });

  it("does not claim that something may have arrived when it got no token", async () => {
    const { api, send } = open();
    api.failNext("stable_token", new Response("busy", { status: 500 }));
    expect(await send(replyWith({}))).toMatchObject({ reason: "transient", mayHaveArrived: false });
    api.failNext("stable_token", 40125);
    expect(await send(replyWith({}))).toMatchObject({
      reason: "auth",
      carryLater: true,
      mayHaveArrived: false,
    });
    expect(api.sent).toEqual([]);
  });

  it("says that a message may have arrived when the connection breaks after it was sent", async () => {
    const { api, send } = open();
    await send(replyWith({}));
    api.failNext("message/custom/send", new TypeError("terminated"));
    expect(await send(replyWith({}))).toMatchObject({ reason: "transient", mayHaveArrived: true });
  });

  it("goes on after what an earlier try delivered", async () => {
    const { api, send } = open();
    const reply = replyWith({ text: "取消九个事项。[1]".repeat(150) });
    api.failNext("message/custom/send", 0, -1);
    const notes: number[] = [];
    await send(reply, { noteDelivered: async (n) => void notes.push(n) });
    expect(notes).toEqual([1]);
    expect(await send(reply, { delivered: 1 })).toMatchObject({ status: "sent" });
    const marks = api.sent.map(({ text }) => text.slice(0, 5));
    expect(marks).toEqual(marks.map((_, index) => `(${index + 1}/${marks.length})`));
  });
});
