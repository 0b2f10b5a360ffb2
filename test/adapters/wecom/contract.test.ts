import type { AdapterContext, SendFailure } from "../../../src/adapters/adapter.ts";
import { adapters } from "../../../src/adapters/index.ts";
import { readBots } from "../../../src/adapters/read-bots.ts";
import { utf8Bytes } from "../../../src/adapters/shared/text-atoms.ts";
import { describeAdapter } from "../../contracts/adapter.contract.ts";
import { type AdapterKit, CONTRACT_NOW, contractBotsContext } from "../../support/adapter-kit.ts";
import {
  aibotPoll,
  aibotQuestion,
  deliverEvent,
  deliverJson,
  deliverText,
  deliverXml,
  readSealedJson,
  signedQuery,
  testCorp,
  toXml,
  WECOM_URL,
  wecomEnvironment,
} from "../../support/wecom-platform.ts";

const now = { at: CONTRACT_NOW };
const plainXml = toXml({ FromUserName: "u1", MsgType: "text", Content: "问", MsgId: "1" });

function create(context: AdapterContext) {
  const [bot] = readBots(wecomEnvironment(), adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

/** The request with some of its query or its body replaced. */
async function change(request: Request, query: Record<string, string>, body?: string): Promise<Request> {
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return new Request(url, { method: "POST", body: body ?? (await request.text()) });
}

function signed(encrypt: string): Request {
  return new Request(`${WECOM_URL}?${signedQuery(encrypt, now)}`, {
    method: "POST",
    body: `<xml><Encrypt>${encrypt}</Encrypt></xml>`,
  });
}

/** What both kinds of callbacks have in common. */
const shared = (
  deliver: (callback: { at: Date; nonce?: string; token?: string; receiveId?: string }) => Request,
) => ({
  create,
  freshMs: 10 * 60 * 1000,
  secrets: [testCorp.token, testCorp.encodingAesKey, testCorp.secret],
  forgeries: [
    ["no query", () => new Request(WECOM_URL, { method: "POST", body: plainXml })],
    ["a plain message", () => change(deliver(now), {}, plainXml)],
    ["a plain JSON message", () => change(deliver(now), {}, JSON.stringify(aibotQuestion()))],
    ["another token", () => deliver({ ...now, token: "another" })],
    ["another nonce", () => change(deliver(now), { nonce: "another" })],
    ["a signature cut short", () => change(deliver(now), { msg_signature: "0123456789" })],
    ["no signature", () => change(deliver(now), { msg_signature: "" })],
    ["another message under the same query", async () => change(deliver(now), {}, await deliver(now).text())],
    ["a timestamp that is no number", () => change(deliver(now), { timestamp: "abc" })],
    ["a message for another enterprise", () => deliver({ ...now, receiveId: "wwOTHER" })],
    ["a ciphertext that can't be decrypted", () => signed(Buffer.alloc(64, 7).toString("base64"))],
    ["no ciphertext at all", () => signed("")],
    ["an envelope whose ciphertext is no text", () => change(deliver(now), {}, '{"encrypt":{"a":1}}')],
  ] satisfies AdapterKit["forgeries"],
});

describeAdapter("wecom", {
  ...shared((callback) => deliverText(callback)),
  question: ({ text, key, user, at = CONTRACT_NOW } = {}) =>
    deliverText(
      { at },
      {
        ...(text !== undefined && { Content: text }),
        ...(key !== undefined && { MsgId: key }),
        ...(user !== undefined && { FromUserName: user }),
      },
    ),
  badBodies: [
    ["damaged JSON", () => change(deliverText(now), {}, '{"encrypt":')],
    ["a document type", () => change(deliverText(now), {}, `<!DOCTYPE x [<!ENTITY a "b">]>${plainXml}`)],
    ["a message that is no XML", () => deliverXml("居住证", now)],
    ["a message without a type", () => deliverXml(toXml({ FromUserName: "u1" }), now)],
    ["a message without a sender", () => deliverXml(toXml({ MsgType: "text", Content: "问" }), now)],
    ["a message without id and time", () => deliverText(now, { MsgId: "", CreateTime: "" })],
    ["微信客服 without an account", () => deliverEvent(now, { Event: "kf_msg_or_event" })],
    [
      "a message with entities of its own",
      () => deliverXml('<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>', now),
    ],
  ],
  ignored: [
    ["an image", () => deliverText(now, { MsgType: "image" })],
    ["an empty text", () => deliverText(now, { Content: "  " })],
    ["a new member", () => deliverEvent(now, { Event: "subscribe" })],
    ["a member that opens the application", () => deliverEvent(now, { Event: "enter_agent" })],
    ["a member that left", () => deliverEvent(now, { Event: "unsubscribe" })],
    ["a menu", () => deliverEvent(now, { Event: "click", EventKey: "a" })],
    ["a card", () => deliverEvent(now, { Event: "template_card_event", TaskId: "t" })],
  ],
  readText: (response) => response.text(),
  link: (label, url) => `<a href="${url}">${label}</a>`,
  platform: {
    respond: (request) => answer(request, { errcode: 0, errmsg: "ok", msgid: "m1" }),
    readText: async (calls) => (await readPieces(calls)).join("\n"),
    readPieces,
    limit: { most: 2048, measure: utf8Bytes },
    failures: [
      ...codes({ 40014: "auth", 42001: "auth", 60020: "auth", 48002: "auth", 301002: "auth" }),
      ...codes({
        45009: "rate",
        45033: "rate",
        [-1]: "transient",
        81013: "blocked",
        45002: "too_long",
        99999: "bug",
      }),
      [
        "a member that it can't reach",
        (request) => answer(request, { errcode: 0, invaliduser: "zhangsan" }),
        "blocked",
      ],
      [
        "HTTP 502",
        (request) => (isToken(request) ? token() : new Response("", { status: 502 })),
        "transient",
      ],
      ["no JSON", (request) => (isToken(request) ? token() : new Response("<html>")), "transient"],
      [
        "a secret that is wrong",
        () => Response.json({ errcode: 40001, errmsg: "invalid credential" }),
        "auth",
      ],
    ],
  },
});

const isToken = (request: Request) => new URL(request.url).pathname.endsWith("/gettoken");
const token = () => Response.json({ errcode: 0, access_token: "t", expires_in: 7200 });
const answer = (request: Request, body: object) => (isToken(request) ? token() : Response.json(body));

function codes(reasons: Record<number, SendFailure>): NonNullable<AdapterKit["platform"]>["failures"] {
  return Object.entries(reasons).map(([code, reason]) => [
    `errcode ${code}`,
    (request) => answer(request, { errcode: Number(code), errmsg: "no" }),
    reason,
  ]);
}

async function readPieces(calls: readonly Request[]): Promise<string[]> {
  const sent = calls.filter(({ url }) => url.includes("/message/send"));
  return Promise.all(sent.map(async (call) => (await call.clone().json()).text.content));
}

describeAdapter("wecom", {
  ...shared((callback) => deliverJson(aibotQuestion(), callback)),
  question: ({ at = CONTRACT_NOW, ...options } = {}) => deliverJson(aibotQuestion(options), { at }),
  badBodies: [
    ["a message that is no object", () => deliverJson("居住证", now)],
    ["a message without a sender", () => deliverJson({ ...aibotQuestion(), from: undefined }, now)],
    ["a message without an id", () => deliverJson({ ...aibotQuestion(), msgid: undefined }, now)],
    ["a group without an id", () => deliverJson({ ...aibotQuestion(), chattype: "group" }, now)],
    ["a text that is an object", () => deliverJson({ ...aibotQuestion(), text: { content: {} } }, now)],
  ],
  ignored: [
    ["somebody who opens the conversation", () => deliverJson(event("enter_chat"), now)],
    ["a rating", () => deliverJson(event("feedback_event"), now)],
    ["a card", () => deliverJson(event("template_card_event"), now)],
    ["a poll for a stream of somebody else's", () => deliverJson(aibotPoll("stream_1700"), now)],
  ],
  async readText(response) {
    return (await readSealedJson(response)).body.stream?.content ?? "";
  },
  link: (label, url) => `[${label}](${url})`,
});

function event(eventtype: string) {
  return { ...aibotQuestion(), msgtype: "event", event: { eventtype } };
}
