import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { characters } from "../../src/adapters/shared/text-atoms.ts";
import { describeAdapter } from "../contracts/adapter.contract.ts";
import { CONTRACT_NOW, contractContext } from "../support/adapter-kit.ts";
import { changeRequest } from "../support/change-request.ts";
import { createDingtalk, deliver, without } from "../support/dingtalk-bot.ts";
import {
  deliverRobotMessage,
  dingtalkApp,
  dingtalkError,
  FakeDingtalk,
  signAsDingtalk,
} from "../support/dingtalk-platform.ts";
import { decryptAsPlatform, encryptAsPlatform, signAsPlatform } from "../support/wechat-platform.ts";

const vectors = JSON.parse(
  readFileSync(new URL("../fixtures/im/dingtalk.json", import.meta.url), "utf8"),
) as Record<"robotSign" | "eventCallback", Record<string, string>>;

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
    ["no headers", () => changeRequest(deliver(), { timestamp: null, sign: null })],
    ["no sign", () => changeRequest(deliver(), { sign: null })],
    ["no timestamp", () => changeRequest(deliver(), { timestamp: null })],
    ["another secret", () => deliver({ secret: "another secret of another app" })],
    ["another timestamp", () => changeRequest(deliver(), { timestamp: String(CONTRACT_NOW.getTime() - 5) })],
    [
      "a sign cut short",
      () => changeRequest(deliver(), { sign: signAsDingtalk(String(CONTRACT_NOW.getTime())).slice(0, 20) }),
    ],
    ["a sign that is no Base64", () => changeRequest(deliver(), { sign: "§§§" })],
    [
      "a timestamp in seconds",
      () => {
        const timestamp = String(CONTRACT_NOW.getTime() / 1000);
        return changeRequest(deliver(), { timestamp, sign: signAsDingtalk(timestamp) });
      },
    ],
    [
      "a timestamp that is no number",
      () => changeRequest(deliver(), { timestamp: "today", sign: signAsDingtalk("today") }),
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
    const forged = await changeRequest(
      first.clone(),
      {},
      await deliver({ fields: { msgId: "forged" } }).text(),
    );
    expect((await adapter.receive(first)).messages).toHaveLength(1);
    expect((await adapter.receive(again)).messages).toHaveLength(1);
    const sign = (first.headers.get("sign") ?? "").replace("=", "");
    for (const request of [forged.clone(), await changeRequest(forged, { sign })]) {
      await expect(adapter.receive(request)).rejects.toMatchObject({ code: "webhook.replay" });
    }
  });

  it("serves one body after a restart and on another instance, too", async () => {
    const context = contractContext();
    const first = deliver();
    const forged = await changeRequest(first.clone(), {}, '{"msgId":"forged"}');
    await createDingtalk(context).receive(first);
    const body = await deliver({ fields: { msgId: "forged" } }).text();
    const other = createDingtalk(context).receive(await changeRequest(forged, {}, body));
    await expect(other).rejects.toMatchObject({ code: "webhook.replay" });
  });

  it.each([-1, 1])("is good for an hour to the millisecond (%i)", async (sign) => {
    const hour = 60 * 60 * 1000;
    const at = (ms: number) =>
      createDingtalk().receive(deliverRobotMessage({ at: new Date(CONTRACT_NOW.getTime() + sign * ms) }));
    await expect(at(hour)).resolves.toMatchObject({ messages: [{}] });
    await expect(at(hour + 1)).rejects.toMatchObject({ code: "webhook.stale" });
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
    [
      "a body that is no JSON",
      () => open().receive(new Request(request().url, { method: "POST", body: "<xml>" })),
      "webhook.bad_signature",
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
