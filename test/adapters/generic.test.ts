import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import type { ConversationRef, OutgoingReply } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import {
  parseSigningKeys,
  parseWebhookKeys,
  signWebhook,
  verifyWebhook,
} from "../../src/adapters/shared/standard-webhooks.ts";
import { describeAdapter } from "../contracts/adapter.contract.ts";
import {
  type AdapterKit,
  CONTRACT_NOW,
  contractBotsContext,
  contractContext,
} from "../support/adapter-kit.ts";
import { changeRequest } from "../support/change-request.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import {
  questionBody,
  sendWebhook,
  signWebhook as signAsSender,
  WEBHOOK_SECRET,
} from "../support/standard-webhook.ts";

const OTHER_SECRET = `whsec_${Buffer.from("another-secret-that-is-long-enough").toString("base64")}`;

function createGeneric(
  secret = WEBHOOK_SECRET,
  context = contractContext(),
  more: Record<string, string> = {},
) {
  const env = { WENBAN_GENERIC_SECRET: secret, ...more };
  const [bot] = readBots(env, adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

const CALLBACK_URL = "https://caller.example/answers";
const WITH_CALLBACK = { WENBAN_GENERIC_CALLBACK_URL: CALLBACK_URL };

const send = (body?: string, id?: string) =>
  sendWebhook({ at: CONTRACT_NOW, ...(body !== undefined && { body }), ...(id !== undefined && { id }) });

const kit: AdapterKit = {
  create: (context) => createGeneric(WEBHOOK_SECRET, context),
  question: ({ text = "身份证丢了怎么补办", key = "msg_1", user = "u1", at = CONTRACT_NOW } = {}) =>
    sendWebhook({ id: key, at, body: questionBody(text, { user }) }),
  forgeries: [
    [
      "no headers",
      () =>
        changeRequest(send(), { "webhook-id": null, "webhook-timestamp": null, "webhook-signature": null }),
    ],
    ["no signature", () => changeRequest(send(), { "webhook-signature": null })],
    ["no id", () => changeRequest(send(), { "webhook-id": null })],
    ["another secret", () => sendWebhook({ at: CONTRACT_NOW, secret: OTHER_SECRET })],
    ["another body", () => changeRequest(send(), {}, questionBody("伪造的问题"))],
    [
      "the same body written otherwise",
      () =>
        changeRequest(send(), {}, JSON.stringify(JSON.parse(questionBody("身份证丢了怎么补办")), null, 1)),
    ],
    ["another id", () => changeRequest(send(), { "webhook-id": "msg_2" })],
    [
      "another timestamp",
      () => changeRequest(send(), { "webhook-timestamp": String(CONTRACT_NOW.getTime() / 1000 + 1) }),
    ],
    ["a timestamp that is no number", () => changeRequest(send(), { "webhook-timestamp": "abc" })],
    [
      "signatures of unknown versions",
      async () => {
        const signature = send().headers.get("webhook-signature") ?? "";
        return changeRequest(send(), { "webhook-signature": signature.replace("v1,", "v2,") });
      },
    ],
    [
      "a signature cut short",
      async () => {
        const signature = send().headers.get("webhook-signature") ?? "";
        return changeRequest(send(), { "webhook-signature": signature.slice(0, 20) });
      },
    ],
    ["a signature that is no Base64", () => changeRequest(send(), { "webhook-signature": "v1,§§§" })],
    ["an id that can be read in two ways", () => send(undefined, "msg.1")],
  ],
  badBodies: [
    ["no JSON", () => send("居住证")],
    ["an array", () => send("[]")],
    ["no type", () => send("{}")],
    ["a question without data", () => send('{"type":"question.asked"}')],
    ["a text that is an object", () => send('{"type":"question.asked","data":{"text":{"$gt":""}}}')],
    ["an empty text", () => send(questionBody("  "))],
  ],
  ignored: [["another event", () => send('{"type":"ping","data":{}}')]],
  freshMs: 5 * 60 * 1000,
  secrets: [WEBHOOK_SECRET, WEBHOOK_SECRET.slice(6), "generic-webhook-secret-for-tests"],
  async readText(response) {
    return (await response.json()).data.markdown;
  },
  link: (label, url) => `[${label}](${url})`,
};

describeAdapter("generic", kit);
describeAdapter("generic", {
  ...kit,
  create: (context) => createGeneric(WEBHOOK_SECRET, context, WITH_CALLBACK),
  platform: {
    respond: () => new Response(null, { status: 204 }),
    async readText(calls) {
      const bodies = await Promise.all(calls.map((call) => call.json()));
      return bodies.map(({ data }) => data.markdown).join("\n");
    },
    failures: [
      ["gone for good", () => new Response(null, { status: 410 }), "blocked"],
      ["too many", () => new Response(null, { status: 429 }), "rate"],
      ["trouble", () => new Response(null, { status: 500 }), "transient"],
      ["not found for now", () => new Response(null, { status: 404 }), "transient"],
      ["elsewhere", () => Response.redirect("https://evil.example/"), "transient"],
    ],
  },
});

describe("Standard Webhooks", () => {
  const vector = JSON.parse(
    readFileSync(new URL("../fixtures/webhooks/standard-webhooks.json", import.meta.url), "utf8"),
  ).v1;
  const verify = (signature: string, secrets: string, body = vector.body) =>
    verifyWebhook(
      new Headers({
        "webhook-id": vector.id,
        "webhook-timestamp": vector.timestamp,
        "webhook-signature": signature,
      }),
      new TextEncoder().encode(body),
      parseWebhookKeys(secrets) ?? [],
      new Date(Number(vector.timestamp) * 1000),
    );

  it("accepts the published example", async () => {
    expect(await verify(vector.signature, vector.secret)).toBe(vector.id);
  });

  it.each([
    [
      "any of several signatures",
      `v1,${Buffer.alloc(32).toString("base64")} v2,xx ${vector.signature}`,
      vector.secret,
    ],
    ["any of two secrets", vector.signature, `${OTHER_SECRET} ${vector.secret}`],
    ["secrets separated by a comma", vector.signature, `${OTHER_SECRET},${vector.secret}`],
    ["a secret without its prefix", vector.signature, vector.secret.slice(6)],
  ])("accepts %s", async (_name, signature, secrets) => {
    expect(await verify(signature, secrets)).toBe(vector.id);
  });

  it("accepts asymmetric signatures, and only where a public key is set", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
    const content = `${vector.id}.${vector.timestamp}.${vector.body}`;
    const signature = `v1a,${sign(null, Buffer.from(content), privateKey).toString("base64")}`;
    const key = `whpk_${raw.toString("base64")}`;
    expect(await verify(signature, key)).toBe(vector.id);
    await expect(verify(signature, key, "{}")).rejects.toMatchObject({ code: "webhook.bad_signature" });
    await expect(verify(signature, vector.secret)).rejects.toMatchObject({ code: "webhook.bad_signature" });
    await expect(verify(signature.replace("v1a", "v1"), key)).rejects.toMatchObject({
      code: "webhook.bad_signature",
    });
  });

  it.each(["", "whsec_", "whsec_c2hvcnQ=", "not base64!", `${WEBHOOK_SECRET} x`, "whpk_c2hvcnQ="])(
    "takes no key from %j",
    (list) => {
      expect(parseWebhookKeys(list)).toBeNull();
    },
  );

  it("accepts what the reference library signs, under either name of the headers", async () => {
    const body = questionBody("多少钱", { conversation: "c1" });
    const signature = new Webhook(WEBHOOK_SECRET).sign("msg_9", CONTRACT_NOW, body);
    for (const prefix of ["webhook", "svix"]) {
      const headers = {
        [`${prefix}-id`]: "msg_9",
        [`${prefix}-timestamp`]: String(CONTRACT_NOW.getTime() / 1000),
        [`${prefix}-signature`]: signature,
      };
      const request = new Request("https://wenban.example/webhooks/generic", {
        method: "POST",
        headers,
        body,
      });
      const { messages } = await createGeneric().receive(request);
      expect(messages).toMatchObject([{ key: "msg_9", text: "多少钱", conversation: { id: "c1" } }]);
    }
  });

  it("the tests sign as the reference library does", () => {
    const signature = new Webhook(WEBHOOK_SECRET).sign("a", CONTRACT_NOW, "{}");
    expect(signAsSender(WEBHOOK_SECRET, `a.${CONTRACT_NOW.getTime() / 1000}.{}`)).toBe(signature);
  });
});

describe("generic answers", () => {
  it("hold the whole answer, the short names beside the long ones", async () => {
    const { response } = await createGeneric().receive(
      send(questionBody("多少钱", { conversation: "c1", user: "u1" })),
    );
    if (response instanceof Response) throw new Error("not passive");
    const answer = sampleAnswer();
    const parts = [{ answer, answeredAt: CONTRACT_NOW, earlierQuestion: null }];
    const body = await (await response.render({ parts, sendKey: "k" })).json();
    expect(body).toMatchObject({ type: "answer.completed", timestamp: CONTRACT_NOW.toISOString() });
    expect(body.data).toMatchObject({
      ...answer,
      status: "answered_extract",
      conversation: "c1",
      citations: [{ ...answer.citations[0], n: 1, date: "2025-03-01" }],
    });
    expect(body.data.markdown).toContain(
      "[1] [《河口区2025年改革进展》](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)",
    );
  });

  it("are asked for again when they are not ready", async () => {
    const { response } = await createGeneric().receive(send());
    if (response instanceof Response) throw new Error("not passive");
    const notReady = await response.render(undefined);
    expect(notReady.status).toBe(503);
    expect(notReady.headers.get("retry-after")).toBe("5");
    expect((await notReady.json()).error.code).toBe("webhook.pending");
  });

  it("a question without names is a conversation of its own", async () => {
    const { messages } = await createGeneric().receive(send(questionBody("多少钱"), "msg_7"));
    expect(messages[0]).toMatchObject({ conversation: { id: "msg_7" }, sender: "msg_7" });
  });
});

describe("generic answers that are late", () => {
  const reply = (changes: Partial<OutgoingReply> = {}): OutgoingReply => ({
    parts: [{ answer: sampleAnswer(), answeredAt: CONTRACT_NOW, earlierQuestion: null }],
    sendKey: "key-1",
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
    ...changes,
  });
  const conversation: ConversationRef = { id: "c1", kind: "direct", handle: { question: "msg_1" } };

  async function post(
    respond: () => Response,
    more: Record<string, string> = {},
    context = contractContext(),
  ) {
    const requests: Request[] = [];
    const fetchCaller: typeof fetch = async (input, init) => {
      requests.push(new Request(input, init));
      return respond();
    };
    const adapter = createGeneric(
      WEBHOOK_SECRET,
      { ...context, fetch: fetchCaller },
      { ...WITH_CALLBACK, ...more },
    );
    return { result: await adapter.send(conversation, reply()), requests };
  }
  const headersOf = (request: Request | undefined) => Object.fromEntries(request?.headers ?? []);

  it("are announced, and go out by themselves", async () => {
    const adapter = createGeneric(WEBHOOK_SECRET, contractContext(), WITH_CALLBACK);
    expect(adapter.capabilities).toMatchObject({ lateReply: "push", idempotentSend: true });
    const { response, messages } = await adapter.receive(
      send(questionBody("多少钱", { conversation: "c1" })),
    );
    if (response instanceof Response) throw new Error("not passive");
    const pending = await response.render(undefined);
    expect(pending.status).toBe(202);
    expect(await pending.json()).toEqual({
      type: "answer.pending",
      data: { conversation: "c1", inReplyTo: "msg_1" },
    });
    expect(messages[0]?.pushAfterMs).toBeGreaterThan(response.withinMs);
  });

  it("are signed so that the reference library takes them", async () => {
    const { result, requests } = await post(() => new Response());
    expect(result).toEqual({ status: "sent", platformMessageId: "key-1" });
    const [request] = requests;
    expect(request?.url).toBe(CALLBACK_URL);
    const body = (await request?.text()) ?? "";
    const headers = headersOf(request);
    expect(headers["webhook-id"]).toBe("key-1");
    const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
    expect(at).toEqual(CONTRACT_NOW);
    expect(new Webhook(WEBHOOK_SECRET).sign("key-1", at, body)).toBe(headers["webhook-signature"]);
    expect(JSON.parse(body)).toMatchObject({
      type: "answer.completed",
      data: { conversation: "c1", inReplyTo: "msg_1", status: "answered_extract" },
    });
  });

  it("are accepted by the reference library as they come", async () => {
    const now = () => new Date();
    const { requests } = await post(() => new Response(), {}, { ...contractContext(), now });
    const body = (await requests[0]?.text()) ?? "";
    const webhook = new Webhook(WEBHOOK_SECRET);
    expect(webhook.verify(body, headersOf(requests[0]))).toMatchObject({ type: "answer.completed" });
    expect(() => webhook.verify(`${body} `, headersOf(requests[0]))).toThrow();
  });

  it("are signed with a secret of their own, asymmetric too", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const tail = (key: Buffer) => key.subarray(-32);
    const seed = tail(privateKey.export({ format: "der", type: "pkcs8" }));
    const open = tail(publicKey.export({ format: "der", type: "spki" }));
    const whole = Buffer.concat([seed, open]);
    for (const secret of [seed, whole]) {
      const WENBAN_GENERIC_CALLBACK_SECRET = `whsk_${secret.toString("base64")} ${OTHER_SECRET}`;
      const { requests } = await post(() => new Response(), { WENBAN_GENERIC_CALLBACK_SECRET });
      const [request] = requests;
      const body = new Uint8Array((await request?.arrayBuffer()) ?? []);
      for (const key of [`whpk_${open.toString("base64")}`, OTHER_SECRET]) {
        const keys = parseWebhookKeys(key) ?? [];
        expect(await verifyWebhook(new Headers(headersOf(request)), body, keys, CONTRACT_NOW)).toBe("key-1");
      }
    }
  });

  it("stop where the receiver is gone, until it is another", async () => {
    const context = contractContext();
    expect((await post(() => new Response(null, { status: 410 }), {}, context)).requests).toHaveLength(1);
    const again = await post(() => new Response(), {}, context);
    expect(again).toMatchObject({ requests: [], result: { status: "failed", reason: "blocked" } });
    const other = { WENBAN_GENERIC_CALLBACK_URL: "https://other.example/answers" };
    expect((await post(() => new Response(), other, context)).result.status).toBe("sent");
  });

  it("have an id that can be read in one way only", async () => {
    const headers = await signWebhook("a.b", "{}", parseSigningKeys(WEBHOOK_SECRET) ?? [], CONTRACT_NOW);
    expect(headers["webhook-id"]).toBe("a_b");
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "nothing to sign with",
      { WENBAN_GENERIC_SECRET: `whpk_${Buffer.alloc(32, 1).toString("base64")}`, ...WITH_CALLBACK },
      "WENBAN_GENERIC_CALLBACK_SECRET",
    ],
    [
      "a public key to sign with",
      {
        WENBAN_GENERIC_SECRET: WEBHOOK_SECRET,
        ...WITH_CALLBACK,
        WENBAN_GENERIC_CALLBACK_SECRET: `whpk_${Buffer.alloc(32, 1).toString("base64")}`,
      },
      "WENBAN_GENERIC_CALLBACK_SECRET",
    ],
    [
      "no web address",
      { WENBAN_GENERIC_SECRET: WEBHOOK_SECRET, WENBAN_GENERIC_CALLBACK_URL: "file:///etc/passwd" },
      "WENBAN_GENERIC_CALLBACK_URL",
    ],
  ])("need settings that work: %s", (_name, variables, named) => {
    expect(() => readBots(variables, adapters, contractBotsContext())).toThrow(named);
  });
});

describe("doctor on a generic webhook", () => {
  it("says what the sender needs, and looks at where answers go", async () => {
    const diagnose = async (more: Record<string, string> = {}, context = contractContext()) => {
      const env = { WENBAN_GENERIC_SECRET: WEBHOOK_SECRET, ...more };
      const [bot] = readBots(env, adapters, contractBotsContext(context));
      return (await bot?.diagnose()) ?? [];
    };
    expect((await diagnose()).map(({ status }) => status)).toEqual(["ok", "todo"]);
    const plain = { WENBAN_GENERIC_CALLBACK_URL: "http://caller.example/" };
    expect((await diagnose(plain)).map(({ status }) => status)).toEqual(["ok", "todo", "warn"]);
    const context = contractContext();
    await context.memory.set("callback_gone", CALLBACK_URL, 1000);
    expect((await diagnose(WITH_CALLBACK, context)).map(({ status }) => status)).toEqual([
      "ok",
      "todo",
      "fail",
    ]);
  });
});
