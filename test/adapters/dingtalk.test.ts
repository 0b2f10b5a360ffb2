import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Adapter, AdapterContext, ConversationRef, OutgoingReply } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { characters } from "../../src/adapters/shared/text-atoms.ts";
import type { Answer } from "../../src/domain.ts";
import {
  CONTRACT_NOW,
  contractBotsContext,
  contractContext,
  describeAdapter,
} from "../contracts/adapter.contract.ts";
import {
  deliverRobotMessage,
  dingtalkApp,
  dingtalkEnvironment,
  dingtalkError,
  FakeDingtalk,
  type RobotDelivery,
  signAsDingtalk,
} from "../support/dingtalk-platform.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { decryptAsPlatform, encryptAsPlatform, signAsPlatform } from "../support/wechat-platform.ts";

const vectors = JSON.parse(
  readFileSync(new URL("../fixtures/im/dingtalk.json", import.meta.url), "utf8"),
) as Record<"robotSign" | "eventCallback", Record<string, string>>;

function createDingtalk(
  context: AdapterContext = contractContext(),
  more: Record<string, string> = {},
): Adapter {
  const [bot] = readBots(dingtalkEnvironment(more), adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

/** The platform signs by the millisecond: no two of these deliveries have one signature. */
let delivered = 0;
function deliver({ at = CONTRACT_NOW, ...delivery }: Partial<RobotDelivery> = {}): Request {
  delivered = (delivered + 1) % 1000;
  return deliverRobotMessage({ at: new Date(at.getTime() + delivered), ...delivery });
}

/** The request with some headers or its body replaced. */
async function change(request: Request, headers: Record<string, string | null>, body?: string) {
  const changed = new Headers(request.headers);
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  return new Request(request.url, { method: "POST", headers: changed, body: body ?? (await request.text()) });
}

const without = (field: string) => deliver({ fields: { [field]: undefined } });

describeAdapter("dingtalk", {
  create: createDingtalk,
  question: ({ text, key, user, at = CONTRACT_NOW } = {}) =>
    deliver({
      at,
      fields: {
        ...(text !== undefined && { text: { content: ` ${text}` } }),
        ...(key !== undefined && { msgId: key }),
        ...(user !== undefined && { senderStaffId: user, conversationId: `cid-${user}` }),
      },
    }),
  forgeries: [
    ["no headers", () => change(deliver(), { timestamp: null, sign: null })],
    ["no sign", () => change(deliver(), { sign: null })],
    ["no timestamp", () => change(deliver(), { timestamp: null })],
    ["another secret", () => deliver({ secret: "another secret of another app" })],
    ["another timestamp", () => change(deliver(), { timestamp: String(CONTRACT_NOW.getTime() - 5) })],
    [
      "a sign cut short",
      () => change(deliver(), { sign: signAsDingtalk(String(CONTRACT_NOW.getTime())).slice(0, 20) }),
    ],
    ["a sign that is no Base64", () => change(deliver(), { sign: "§§§" })],
    [
      "a timestamp in seconds",
      () => {
        const timestamp = String(CONTRACT_NOW.getTime() / 1000);
        return change(deliver(), { timestamp, sign: signAsDingtalk(timestamp) });
      },
    ],
    [
      "a timestamp that is no number",
      () => change(deliver(), { timestamp: "today", sign: signAsDingtalk("today") }),
    ],
    [
      "an event while none are subscribed to",
      () =>
        new Request("https://wenban.example/webhooks/dingtalk?signature=a&timestamp=1&nonce=n", {
          method: "POST",
          body: JSON.stringify({ encrypt: vectors.eventCallback.encrypt }),
        }),
    ],
  ],
  badBodies: [
    ["no JSON", () => deliver({ body: "居住证" })],
    ["a list", () => deliver({ body: "[]" })],
    ["no id", () => without("msgId")],
    ["no conversation", () => without("conversationId")],
    ["an unknown kind of conversation", () => deliver({ fields: { conversationType: "9" } })],
    ["no sender", () => without("senderId")],
    ["a text that is an object", () => deliver({ fields: { text: { content: {} } } })],
  ],
  ignored: [],
  ownMessages: [["itself", () => deliver({ fields: { senderId: "$:LWCP_v1:$bot" } })]],
  group: {
    mentioned: ({ text, key, user, group = "cidGroup", at = CONTRACT_NOW } = {}) =>
      deliver({
        at,
        fields: {
          conversationType: "2",
          conversationId: group,
          isInAtList: true,
          ...(text !== undefined && { text: { content: ` ${text} ` } }),
          ...(key !== undefined && { msgId: key }),
          ...(user !== undefined && { senderStaffId: user }),
        },
      }),
    unmentioned: () => deliver({ fields: { conversationType: "2", isInAtList: false } }),
  },
  freshMs: 60 * 60 * 1000,
  secrets: [dingtalkApp.secret],
  readText: (response) => response.text(),
  platform: {
    respond: (request) => new FakeDingtalk().respond(request),
    readText: async (calls) => (await readPieces(calls)).join("\n"),
    readPieces,
    limit: { most: 3800, measure: characters },
    failures: [
      ["too fast", () => Response.json({ errcode: 130101, errmsg: "send too fast" }), "rate"],
      ["words that are not allowed", () => Response.json({ errcode: 430104, errmsg: "" }), "blocked"],
      ["too long", () => Response.json({ errcode: 460101, errmsg: "" }), "too_long"],
      ["busy", () => Response.json({ errcode: -1, errmsg: "" }), "transient"],
      ["a fault", () => new Response("oops", { status: 502 }), "transient"],
      [
        "a session that is over and a robot that is limited",
        sessionOver(() => dingtalkError(403, "Forbidden.AccessDenied.QpsLimitForApi")),
        "rate",
      ],
      [
        "a session that is over and a robot that may not",
        sessionOver(() => dingtalkError(403, "Forbidden.AccessDenied.AccessTokenPermissionDenied")),
        "blocked",
      ],
      [
        "a session that is over and a user who is not to be reached",
        sessionOver(() => Response.json({ processQueryKey: "k", invalidStaffIdList: ["manager4321"] })),
        "blocked",
      ],
      [
        "a session that is over and a wrong secret",
        (request) =>
          request.url.includes("accessToken")
            ? dingtalkError(400, "invalidClientIdOrSecret")
            : Response.json({ errcode: 300001, errmsg: "session expired" }),
        "auth",
      ],
    ],
  },
  link: (label, url) => `[${label}](${url})`,
});

/** The texts sent to a session. */
function readPieces(calls: readonly Request[]): Promise<string[]> {
  return Promise.all(calls.map(async (call) => (await call.clone().json()).markdown?.text ?? ""));
}

/** A platform whose sessionWebhook is over, and whose OpenAPI answers messages as told. */
function sessionOver(respond: () => Response): (request: Request) => Promise<Response> | Response {
  return (request) => {
    if (request.url.includes("sendBySession")) return Response.json({ errcode: 300001, errmsg: "expired" });
    if (request.url.includes("accessToken")) return Response.json({ accessToken: "t", expireIn: 7200 });
    return respond();
  };
}

describe("钉钉 signature", () => {
  it("is the derived value", () => {
    const { timestamp = "", secret = "", sign } = vectors.robotSign;
    expect(signAsDingtalk(timestamp, secret)).toBe(sign);
  });

  it("covers no body, so that each serves one body only", async () => {
    const adapter = createDingtalk();
    const first = deliver();
    const again = first.clone();
    const forged = await change(first.clone(), {}, await deliver({ fields: { msgId: "forged" } }).text());
    expect((await adapter.receive(first)).messages).toHaveLength(1);
    expect((await adapter.receive(again)).messages).toHaveLength(1);
    const sign = (first.headers.get("sign") ?? "").replace("=", "");
    for (const request of [forged.clone(), await change(forged, { sign })]) {
      await expect(adapter.receive(request)).rejects.toMatchObject({ code: "webhook.replay" });
    }
  });
});

describe("钉钉 messages", () => {
  const receive = async (fields: Record<string, unknown>) =>
    (await createDingtalk().receive(deliver({ fields }))).messages;

  it.each([
    ["text", { text: { content: " 营业执照\n年报怎么做 " } }, "营业执照\n年报怎么做"],
    [
      "words beside a picture",
      {
        msgtype: "richText",
        content: {
          richText: [{ text: "居住证" }, { type: "picture", downloadCode: "d" }, { text: "怎么办" }],
        },
      },
      "居住证怎么办",
    ],
    [
      "speech",
      { msgtype: "audio", content: { duration: 2, recognition: "社保卡丢了怎么办" } },
      "社保卡丢了怎么办",
    ],
    ["a picture", { msgtype: "picture", content: { downloadCode: "d" } }, ""],
    ["a file", { msgtype: "file" }, ""],
  ])("are read: %s", async (_name, fields, text) => {
    expect((await receive(fields)).map((message) => message.text)).toEqual([text]);
  });

  it("of people from outside the organisation are taken too", async () => {
    const [message] = await receive({ senderStaffId: undefined });
    expect(message?.sender).toBe("$:LWCP_v1:$user");
  });

  it.each([
    "https://oapi.dingtalk.com.evil.example/robot",
    "https://oapi.dingtalk.com@127.0.0.1:9911/",
    "http://oapi.dingtalk.com/robot/sendBySession",
    "https://oapi.dingtalk.com:8443/robot/sendBySession",
    "https://127.0.0.1/robot",
    "https://evil.example/?https://oapi.dingtalk.com",
    "file:///etc/passwd",
    "oapi.dingtalk.com/robot",
  ])("that ask for an answer to %s are refused", async (sessionWebhook) => {
    await expect(receive({ sessionWebhook })).rejects.toMatchObject({
      kind: "bad_input",
      code: "webhook.bad_reply_url",
    });
  });
});

describe("钉钉 events", () => {
  const { token = "", encodingAesKey = "", receiveId = "" } = vectors.eventCallback;
  const subscribed = { TOKEN: token, ENCODING_AES_KEY: encodingAesKey, CORP_ID: receiveId };
  const open = (more = subscribed, at = Number(vectors.eventCallback.timestamp)) =>
    createDingtalk({ ...contractContext(), now: () => new Date(at) }, more);
  const request = (changes: Record<string, string> = {}, encrypt = vectors.eventCallback.encrypt) => {
    const { timestamp = "", nonce = "", signature = "" } = vectors.eventCallback;
    const query = new URLSearchParams({ timestamp, nonce, signature, ...changes });
    return new Request(`https://wenban.example/webhooks/dingtalk?${query}`, {
      method: "POST",
      body: JSON.stringify({ encrypt }),
    });
  };

  it("are acknowledged with an encrypted success, the published one too", async () => {
    const { response, messages } = await open().receive(request());
    expect(messages).toEqual([]);
    if (!(response instanceof Response)) throw new Error("not a response");
    const { msg_signature, timeStamp, nonce, encrypt } = (await response.json()) as Record<string, string>;
    expect(msg_signature).toBe(signAsPlatform(token, timeStamp ?? "", nonce ?? "", encrypt ?? ""));
    expect(decryptAsPlatform(encodingAesKey, encrypt ?? "")).toEqual({ message: "success", receiveId });
  });

  it("are taken for the app as well as for its organisation", async () => {
    const encrypt = encryptAsPlatform(encodingAesKey, '{"EventType":"check_url"}', dingtalkApp.key);
    const { timestamp = "", nonce = "" } = vectors.eventCallback;
    const { response } = await open().receive(
      request({ signature: signAsPlatform(token, timestamp, nonce, encrypt) }, encrypt),
    );
    if (!(response instanceof Response)) throw new Error("not a response");
    const { encrypt: sealed = "" } = (await response.json()) as Record<string, string>;
    expect(decryptAsPlatform(encodingAesKey, sealed).receiveId).toBe(dingtalkApp.key);
  });

  it.each([
    [
      "a wrong signature",
      () => open().receive(request({ signature: "0".repeat(40) })),
      "webhook.bad_signature",
    ],
    ["another nonce", () => open().receive(request({ nonce: "x" })), "webhook.bad_signature"],
    [
      "another receiver",
      () => open({ TOKEN: token, ENCODING_AES_KEY: encodingAesKey, CORP_ID: "ding0" }).receive(request()),
      "webhook.bad_signature",
    ],
    [
      "an hour that is over",
      () => open(subscribed, Number(vectors.eventCallback.timestamp) + 3_700_000).receive(request()),
      "webhook.stale",
    ],
  ])("are refused for %s", async (_name, receive, code) => {
    await expect(receive()).rejects.toMatchObject({ kind: "unauthorized", code });
  });
});

describe("钉钉 settings", () => {
  it("name what is missing, and no value", () => {
    const make = (more: Record<string, string>) => () => createDingtalk(contractContext(), more);
    expect(make({ TOKEN: "123456" })).toThrow(/缺少 WENBAN_DINGTALK_ENCODING_AES_KEY/);
    expect(make({ ENCODING_AES_KEY: dingtalkApp.eventKey })).toThrow(/缺少 WENBAN_DINGTALK_TOKEN/);
    expect(make({ CONNECTION: "pigeon" })).toThrow(/WENBAN_DINGTALK_CONNECTION 应为 webhook 或 stream/);
  });
});

/** An adapter, its platform, and what it does with the answer to a message. */
async function converse(fields: Record<string, unknown> = {}, more: Record<string, string> = {}) {
  const platform = new FakeDingtalk();
  let time = CONTRACT_NOW.getTime();
  const context = { ...contractContext(), fetch: platform.fetch, now: () => new Date(time) };
  const adapter = createDingtalk(context, more);
  const { messages } = await adapter.receive(deliver({ fields }));
  const conversation = messages[0]?.conversation;
  if (!conversation) throw new Error("no message");
  const reply = (changes: Partial<Answer> = {}, outgoing: Partial<OutgoingReply> = {}): OutgoingReply => ({
    parts: [{ answer: { ...sampleAnswer(), ...changes }, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
    sendKey: "a1b2".repeat(16),
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
    ...outgoing,
  });
  return {
    platform,
    adapter,
    conversation: conversation as ConversationRef,
    reply,
    send: (changes: Partial<Answer> = {}, outgoing: Partial<OutgoingReply> = {}) =>
      adapter.send(conversation, reply(changes, outgoing)),
    showProgress: (text: string) => adapter.progress(conversation, { sendKey: reply().sendKey, text }),
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe("钉钉 replies", () => {
  it("go to the session while it lasts, without a token", async () => {
    const { platform, send } = await converse();
    expect(await send()).toEqual({ status: "sent", platformMessageId: null });
    expect(platform.messages).toEqual([
      {
        to: "session",
        title: "取消9个。",
        text: [
          "取消9个。[1]",
          "依据：",
          "[1] [《河口区2025年改革进展》](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)（河口区人民政府，2025-03-01）",
          "以上为原文摘录，未经改写。",
        ].join("\n\n"),
        at: undefined,
      },
    ]);
    expect(platform.tokensIssued).toBe(0);
  });

  it("tell who asked in a group", async () => {
    const { platform, send } = await converse({ conversationType: "2", isInAtList: true });
    await send();
    expect(platform.messages[0]?.text.startsWith("@manager4321\n\n取消9个。")).toBe(true);
    expect(platform.messages[0]?.at).toEqual({ atUserIds: ["manager4321"], isAtAll: false });
  });

  it.each([
    ["a person", { sessionWebhookExpiredTime: 1000 }, "manager4321"],
    ["a group", { sessionWebhookExpiredTime: 1000, conversationType: "2" }, "cidAbC=="],
    ["a person whose message named no session", { sessionWebhook: undefined }, "manager4321"],
    [
      "a person without a staff id",
      { sessionWebhookExpiredTime: 1000, senderStaffId: undefined },
      "$:LWCP_v1:$user",
    ],
  ])("go by the robot to %s when the session is over", async (_name, fields, to) => {
    const { platform, send } = await converse(fields);
    expect(await send()).toEqual({ status: "sent", platformMessageId: "key-1" });
    expect(platform.messages.map((message) => message.to)).toEqual([to]);
    expect(platform.calls).not.toContain("/robot/sendBySession");
  });

  it("go by the robot when the session says it is over", async () => {
    const { platform, send } = await converse();
    platform.refuse = ({ path }) =>
      path === "/robot/sendBySession" ? Response.json({ errcode: 300001, errmsg: "expired" }) : undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    expect(platform.messages.map(({ to }) => to)).toEqual(["manager4321"]);
  });

  it("are not sent twice by another way when nobody knows whether they arrived", async () => {
    const { platform, send } = await converse();
    platform.refuse = () => new Response("", { status: 504 });
    expect(await send()).toMatchObject({ status: "failed", reason: "transient", mayHaveArrived: true });
    expect(platform.calls).toEqual(["/robot/sendBySession"]);
  });

  it("get a new token once when the platform no longer takes theirs", async () => {
    const { platform, send } = await converse({ sessionWebhookExpiredTime: 1000 });
    await send();
    platform.expireToken();
    expect(await send()).toMatchObject({ status: "sent" });
    expect(platform.calls.filter((path) => path.includes("accessToken"))).toHaveLength(2);
    expect(platform.messages).toHaveLength(2);
  });

  it("that are long go in several messages, each with its number, and none is cut in a link", async () => {
    const text = Array.from({ length: 700 }, (_, i) => `第${i}项取消九个事项。[1]`).join("");
    const { platform, send } = await converse({ conversationType: "2", isInAtList: true });
    const counts: number[] = [];
    await send({ text }, { noteDelivered: async (count) => void counts.push(count) });
    const { messages } = platform;
    expect(messages.length).toBeGreaterThan(1);
    expect(counts).toEqual(messages.slice(1).map((_, index) => index + 1));
    expect(messages.every((message) => [...message.text].length <= 3900)).toBe(true);
    expect(messages.map((message) => message.text.includes(`(1/${messages.length})`))[0]).toBe(true);
    expect(messages.filter(({ at }) => at !== undefined)).toHaveLength(1);
    expect(messages.at(-1)?.text).toMatch(/依据：[\s\S]*\[1\] \[《.*》\]\(https:\/\/\S+\)/);
  });
});

describe("钉钉 AI cards", () => {
  const card = { CARD_TEMPLATE_ID: "tpl.schema", CARD_KEY: "answer" };
  const only = (platform: FakeDingtalk) => {
    expect(platform.cards.size).toBe(1);
    const [[id, shown] = ["", undefined]] = platform.cards;
    return { id, shown };
  };

  it("say what is being done, then show the answer", async () => {
    const { platform, adapter, showProgress, send } = await converse({}, card);
    expect(adapter.capabilities.progressEveryMs).toBe(500);
    await showProgress("正在查找相关文件…");
    await showProgress("还在整理，请稍候。");
    expect(await send()).toMatchObject({ status: "sent" });
    const { shown } = only(platform);
    expect(shown).toMatchObject({ space: "dtv1.card//IM_ROBOT.manager4321", isFinal: true });
    expect(shown?.texts.slice(0, 2)).toEqual(["正在查找相关文件…", "还在整理，请稍候。"]);
    expect(shown?.texts.at(-1)).toContain("取消9个。[1]");
    expect(shown?.texts.at(-1)).toContain(
      "](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)",
    );
    expect(platform.messages).toEqual([]);
  });

  it("are opened with the answer where it came at once, for a group too", async () => {
    const { platform, send } = await converse({ conversationType: "2", isInAtList: true }, card);
    await send();
    const { shown } = only(platform);
    expect(shown).toMatchObject({ space: "dtv1.card//IM_GROUP.cidAbC==", isFinal: true });
    expect(shown?.texts).toHaveLength(1);
  });

  it("are one, however often the answer is sent", async () => {
    const { platform, send } = await converse({}, card);
    await send();
    expect(await send()).toMatchObject({ status: "sent" });
    expect(only(platform).shown?.texts).toHaveLength(1);
    expect(platform.messages).toEqual([]);
  });

  it.each([
    ["opened", false],
    ["filled", true],
  ])("that an instance which died had %s are not shown twice", async (_name, isFinal) => {
    const { platform, reply, send } = await converse({}, card);
    const id = `wenban-${reply().sendKey}`.slice(0, 48);
    platform.cards.set(id, { space: "dtv1.card//IM_ROBOT.manager4321", texts: ["…"], isFinal });
    expect(await send()).toMatchObject({ status: "sent" });
    expect(only(platform).shown).toMatchObject({ isFinal: true });
    expect(platform.messages).toEqual([]);
  });

  it("stop saying what is being done when the answer is there", async () => {
    const { platform, showProgress, send } = await converse({}, card);
    await send();
    await showProgress("还在整理，请稍候。");
    expect(only(platform).shown?.texts).toHaveLength(1);
  });

  it("give way to ordinary messages where the app may not open them, and are let be for a while", async () => {
    const { platform, send, showProgress } = await converse({}, card);
    platform.refuse = ({ path }) =>
      path.includes("/card/")
        ? dingtalkError(403, "Forbidden.AccessDenied.AccessTokenPermissionDenied")
        : undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    await showProgress("正在查找相关文件…");
    expect(platform.messages).toHaveLength(1);
    expect(platform.calls.filter((path) => path.includes("/card/"))).toHaveLength(1);
  });

  it("wait when the platform asks to", async () => {
    const { platform, send } = await converse({}, card);
    platform.refuse = ({ path }) =>
      path.includes("streaming") ? dingtalkError(429, "Throttling.Api") : undefined;
    expect(await send()).toMatchObject({ status: "failed", reason: "rate" });
    platform.refuse = () => undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    expect(only(platform).shown).toMatchObject({ isFinal: true });
    expect(platform.messages).toEqual([]);
  });

  it("are not for people from outside the organisation", async () => {
    const { platform, send } = await converse({ senderStaffId: undefined }, card);
    expect(await send()).toMatchObject({ status: "sent" });
    expect(platform.cards.size).toBe(0);
    expect(platform.messages.map(({ to }) => to)).toEqual(["session"]);
  });
});

describe("钉钉 diagnosis", () => {
  const diagnose = async (more: Record<string, string> = {}, fetch = new FakeDingtalk().fetch) => {
    const context = contractBotsContext({ ...contractContext(), fetch });
    const [bot] = readBots(dingtalkEnvironment(more), adapters, context);
    return (await bot?.diagnose()) ?? [];
  };

  it("fetches a token and tells what the console needs", async () => {
    const found = await diagnose();
    expect(found.map(({ status }) => status)).toEqual(["ok", "todo"]);
    expect(found[1]?.text).toContain("https://wenban.example.gov.cn/webhooks/dingtalk/default");
  });

  it("asks for no address in Stream mode", async () => {
    const [, todo] = await diagnose({ CONNECTION: "stream" });
    expect(todo?.text).toContain("Stream");
    expect(todo?.text).not.toContain("https://");
  });

  it.each([
    ["a wrong secret", async () => dingtalkError(400, "invalidClientIdOrSecret"), "invalidClientIdOrSecret"],
    ["no network", async () => Promise.reject(new TypeError("offline")), "连不上"],
  ])("says what is wrong: %s", async (_name, fetch, words) => {
    const [first] = await diagnose({}, fetch);
    expect(first).toMatchObject({ status: "fail", text: expect.stringContaining(words) });
    expect(JSON.stringify(first)).not.toContain(dingtalkApp.secret);
  });
});
