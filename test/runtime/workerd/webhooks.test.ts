import { describe, expect, it } from "vitest";
import { adapters } from "../../../src/adapters/index.ts";
import { createAdapterMemory } from "../../../src/adapters/memory.ts";
import { readBots } from "../../../src/adapters/read-bots.ts";
import { readFlatJson } from "../../../src/adapters/shared/flat-json.ts";
import { parseWebhookKeys, verifyWebhook } from "../../../src/adapters/shared/standard-webhooks.ts";
import { createWechatCrypto } from "../../../src/adapters/shared/wechat-crypto.ts";
import { createControl } from "../../../src/control/control.ts";
import { createMemoryControlStore } from "../../../src/control/stores/memory-control-store.ts";
import { createMemoryConversations } from "../../../src/conversation/stores/memory-conversations.ts";
import { createWebhooks } from "../../../src/conversation/webhooks.ts";
import { silentLogger } from "../../../src/logger.ts";
import type { Runtime } from "../../../src/runtime.ts";
import standard from "../../fixtures/webhooks/standard-webhooks.json" with { type: "json" };
import vectors from "../../fixtures/webhooks/wechat-crypto.json" with { type: "json" };
import { sampleAnswer } from "../../support/sample-answer.ts";

/** The platforms' cryptography and one message each, on the Workers runtime. */

describe("cryptography and bodies", () => {
  it.each(vectors.encrypted)("$name", async (vector) => {
    const { decrypt, encrypt, sign } = createWechatCrypto(vector);
    expect(await decrypt(vector.ciphertext)).toBe(vector.message);
    expect(await decrypt(await encrypt(vector.message))).toBe(vector.message);
    if (vector.signature === null) return;
    expect(await sign(vector.timestamp, vector.nonce, vector.ciphertext)).toBe(vector.signature);
  });

  it("ids beyond 2^53", () => {
    expect(readFlatJson('{"MsgId":24553210987654321}').get("MsgId")).toBe("24553210987654321");
  });

  it("Standard Webhooks, symmetric and asymmetric", async () => {
    const { id, timestamp, body, signature, secret } = standard.v1;
    const content = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
    const pair = (await crypto.subtle.generateKey({ name: "Ed25519" }, true, [
      "sign",
      "verify",
    ])) as CryptoKeyPair;
    const base64 = (buffer: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
    const publicKey = (await crypto.subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer;
    const signed = base64(await crypto.subtle.sign({ name: "Ed25519" }, pair.privateKey, content));
    const keys = parseWebhookKeys(`${secret} whpk_${base64(publicKey)}`) ?? [];
    const now = new Date(Number(timestamp) * 1000);
    for (const value of [signature, `v1a,${signed}`]) {
      const headers = new Headers({
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": value,
      });
      expect(await verifyWebhook(headers, new TextEncoder().encode(body), keys, now)).toBe(id);
    }
  });
});

it("a 公众号 message delivered twice is answered once, in the reply", async () => {
  const account = { token: "wx_test_token", encodingAesKey: "a".repeat(43), receiveId: "wxTESTAPPID000001" };
  const runtime: Runtime = {
    now: () => new Date(),
    fetch: () => Promise.reject(new Error("no network in this test")),
    readPrompt: async () => "",
    newId: () => crypto.randomUUID(),
    defer: (task) => void task(),
  };
  const env = {
    WENBAN_WECHAT_TOKEN: account.token,
    WENBAN_WECHAT_APP_ID: account.receiveId,
    WENBAN_WECHAT_ENCODING_AES_KEY: account.encodingAesKey,
  };
  const context = {
    ...runtime,
    memoryOf: createAdapterMemory(runtime.now),
    publicUrl: "https://wenban.example",
    siteName: "问办",
    operator: null,
    hotline: "12345",
  };
  let asked = 0;
  const webhooks = createWebhooks({
    control: createControl(createMemoryControlStore(runtime.now), runtime.now, silentLogger),
    retentionDays: 30,
    ...createMemoryConversations(runtime.now, 30),
    bots: readBots(env, adapters, context),
    async answerQuestion() {
      asked++;
      return sampleAnswer();
    },
    runtime,
    logger: silentLogger,
    hotline: "12345",
  });
  const platform = createWechatCrypto(account);
  const deliver = async (): Promise<string | null> => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const Encrypt = await platform.encrypt(
      "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime>" +
        "<MsgType>text</MsgType><Content>取消了几个事项</Content><MsgId>1</MsgId></xml>",
    );
    const query = new URLSearchParams({
      timestamp,
      nonce: "n1",
      msg_signature: await platform.sign(timestamp, "n1", Encrypt),
    });
    const url = `https://wenban.example/webhooks/wechat?${query}`;
    const request = new Request(url, { method: "POST", body: `<xml><Encrypt>${Encrypt}</Encrypt></xml>` });
    const reply = await (await webhooks.handle(request, "wechat")).text();
    return platform.decrypt(/<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(reply)?.[1] ?? "");
  };
  const first = await deliver();
  expect(first).toContain("取消9个。[1]");
  expect(await deliver()).toBe(first);
  expect(asked).toBe(1);
});
