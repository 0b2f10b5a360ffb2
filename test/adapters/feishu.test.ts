import { readFileSync } from "node:fs";
import { AESCipher, EventDispatcher, LoggerLevel } from "@larksuiteoapi/node-sdk";
import { describe, expect, it } from "vitest";
import { utf8Bytes } from "../../src/adapters/shared/text-atoms.ts";
import { describeAdapter } from "../contracts/adapter.contract.ts";
import { CONTRACT_NOW, contractContext } from "../support/adapter-kit.ts";
import { changeRequest } from "../support/change-request.ts";
import { challenge, createFeishu, deliver, entered, event } from "../support/feishu-bot.ts";
import {
  deliverEvent,
  encryptAsFeishu,
  FakeFeishu,
  feishuApp,
  feishuError,
  groupMessage,
  messageEvent,
  readContent,
  signAsFeishu,
} from "../support/feishu-platform.ts";

const vectors = JSON.parse(
  readFileSync(new URL("../fixtures/im/feishu.json", import.meta.url), "utf8"),
) as Record<"decrypt" | "signature", Record<string, string>>;

const unsigned = { "x-lark-signature": null };
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
    ["no signature", () => changeRequest(deliver(), unsigned)],
    [
      "no signature on a plain event",
      () => deliver({ body: JSON.stringify(messageEvent()), isSigned: false }),
    ],
    ["another key", () => deliver({ key: "another key" })],
    ["another nonce", () => changeRequest(deliver(), { "x-lark-request-nonce": "x" })],
    ["another timestamp", () => changeRequest(deliver(), { "x-lark-request-timestamp": "1795161601" })],
    ["a timestamp that is no number", () => withTimestamp("this afternoon")],
    ["a timestamp before which something stands", () => withTimestamp("x2026-11-20 16:00:00 +0800 CST")],
    [
      "a signature cut short",
      () =>
        changeRequest(deliver(), {
          "x-lark-signature": deliver().headers.get("x-lark-signature")?.slice(0, 20) ?? "",
        }),
    ],
    ["another body", async () => changeRequest(deliver(), {}, await deliver().text())],
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
  return changeRequest(request, { "x-lark-request-timestamp": timestamp, "x-lark-signature": signature });
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

  it.each([
    ["2026-11-20 16:00:00.000123456 +0800 CST", 1],
    ["2026-11-20 08:30:00 +0000 UTC m=+12.5", 1],
    ["2026-11-20 08:00:00 +0000", 1],
    ["2026-11-20 13:00:00 +0800 CST", "webhook.stale"],
    ["2026-11-20 19:00:00 +0800 CST", "webhook.stale"],
    ["2026-11-31 08:00:00 +9900", "webhook.stale"],
  ])("may be signed with a time as Go prints it: %s", async (timestamp, expected) => {
    const end = await createFeishu()
      .receive(await withTimestamp(timestamp))
      .then(({ messages }) => messages.length)
      .catch(({ code }: { code: string }) => code);
    expect(end).toBe(expected);
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
