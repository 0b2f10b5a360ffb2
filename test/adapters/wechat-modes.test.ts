import { describe, expect, it } from "vitest";
import type { AdapterContext, Received, Reply } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "../support/adapter-kit.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import {
  type Delivery,
  deliver,
  readPlainReply,
  readReply,
  signAsPlatform,
  testAccount,
  wechatEnvironment,
} from "../support/wechat-platform.ts";

const NOW_SECONDS = CONTRACT_NOW.getTime() / 1000;
const BAD_SIGNATURE = { kind: "unauthorized", code: "webhook.bad_signature" };

function createWechat({
  plain = false,
  context = contractContext(),
}: {
  plain?: boolean;
  context?: AdapterContext;
} = {}) {
  const env = { ...wechatEnvironment(), ...(plain && { WENBAN_WECHAT_PLAIN: "true" }) };
  const [bot] = readBots(env, adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

const send = (delivery: Partial<Delivery> = {}) => deliver({ timestamp: NOW_SECONDS, ...delivery });
const reply: Reply = {
  parts: [{ answer: sampleAnswer(), answeredAt: CONTRACT_NOW, earlierQuestion: null }],
  sendKey: "k",
};
const renderIn = ({ response }: Received) => {
  if (response instanceof Response) throw new Error("not passive");
  return response.render(reply);
};

describe.each(["xml", "json"] as const)("公众号 messages in %s", (format) => {
  it("are read in safe mode, ids beyond 2^53 whole, and answered in the same format", async () => {
    const received = await createWechat().receive(send({ format, fields: { MsgId: "24553210987654321" } }));
    expect(received.messages).toMatchObject([{ key: "24553210987654321", text: "身份证丢了怎么补办" }]);
    const response = await renderIn(received);
    expect(response.headers.get("content-type")).toMatch(
      format === "json" ? /^application\/json/ : /^text\/xml/,
    );
    const { isSigned, fields } = await readReply(response);
    expect(isSigned).toBe(true);
    expect(fields).toMatchObject({ ToUserName: "oUSER0001", MsgType: "text" });
    expect(fields.Content).toContain("取消9个。[1]");
  });

  it("count by their encrypted part alone in compatible mode, whatever else stands beside it", async () => {
    const request = send({ format, mode: "compatible", fields: { Content: "真的问题" } });
    const body = (await request.text()).replace("真的问题", "伪造的问题");
    const tampered = new Request(request.url, { method: "POST", body });
    for (const plain of [false, true]) {
      const { messages } = await createWechat({ plain }).receive(tampered.clone());
      expect(messages.map(({ text }) => text)).toEqual(["真的问题"]);
    }
  });

  it("are refused unencrypted unless that was switched on", async () => {
    const adapter = createWechat();
    await expect(adapter.receive(send({ format, mode: "plain" }))).rejects.toMatchObject(BAD_SIGNATURE);
  });

  it("are taken unencrypted where that was switched on, and answered unencrypted", async () => {
    const received = await createWechat({ plain: true }).receive(send({ format, mode: "plain" }));
    expect(received.messages).toMatchObject([{ text: "身份证丢了怎么补办", sender: "oUSER0001" }]);
    const fields = await readPlainReply(await renderIn(received));
    expect(fields).toMatchObject({
      ToUserName: "oUSER0001",
      FromUserName: "gh_0123456789ab",
      MsgType: "text",
    });
    expect(fields.Content).toContain("取消9个。[1]");
  });
});

describe("公众号 in plain mode", () => {
  const plain = (delivery: Partial<Delivery> = {}) => send({ mode: "plain", ...delivery });

  it("checks the signature of every message", async () => {
    const adapter = createWechat({ plain: true });
    const forged = plain({ account: { ...testAccount, token: "another" } });
    await expect(adapter.receive(forged)).rejects.toMatchObject(BAD_SIGNATURE);
    const bare = new Request(forged.url.split("?")[0] ?? "", { method: "POST", body: await plain().text() });
    await expect(adapter.receive(bare)).rejects.toMatchObject(BAD_SIGNATURE);
    const old = plain({ timestamp: NOW_SECONDS - 3600 });
    await expect(adapter.receive(old)).rejects.toMatchObject({ code: "webhook.stale" });
  });

  it("takes a captured query for no other message, whichever instance it reaches, even after a restart", async () => {
    const context = contractContext();
    const first = plain({ nonce: "n1" });
    expect((await createWechat({ plain: true, context }).receive(first.clone())).messages).toHaveLength(1);
    const other = createWechat({ plain: true, context });
    expect((await other.receive(first)).messages).toHaveLength(1);
    const changed = plain({ nonce: "n1", fields: { Content: "另一个问题" } });
    await expect(other.receive(changed)).rejects.toMatchObject({ code: "webhook.replay" });
  });

  it("takes the query of an encrypted message for no plain one", async () => {
    const adapter = createWechat({ plain: true });
    const captured = send({ nonce: "n1" });
    await adapter.receive(captured.clone());
    const body = await plain({ fields: { Content: "伪造的问题" } }).text();
    const forged = new Request(captured.url, { method: "POST", body });
    await expect(adapter.receive(forged)).rejects.toMatchObject({ code: "webhook.replay" });
  });

  it("takes no ciphertext for a part of the nonce, though the signature of both would be right", async () => {
    // Sorted, the nonce stands right before the ciphertext, so that both joined have one signature.
    const timestamp = String(NOW_SECONDS);
    const ciphertext = `b${"A".repeat(300)}`;
    const signature = signAsPlatform(testAccount.token, timestamp, "a", ciphertext);
    expect(signAsPlatform(testAccount.token, timestamp, `a${ciphertext}`)).toBe(signature);
    const query = new URLSearchParams({ timestamp, nonce: `a${ciphertext}`, signature });
    const url = `https://wenban.example/webhooks/wechat?${query}`;
    const forged = new Request(url, { method: "POST", body: await plain().text() });
    await expect(createWechat({ plain: true }).receive(forged)).rejects.toMatchObject(BAD_SIGNATURE);
  });

  it("tells what is wrong with a body only to who signed", async () => {
    const adapter = createWechat({ plain: true });
    const bomb = '<!DOCTYPE x [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>';
    await expect(adapter.receive(plain({ xml: bomb }))).rejects.toMatchObject({ code: "webhook.bad_body" });
    const unsigned = new Request("https://wenban.example/webhooks/wechat?timestamp=1763625600", {
      method: "POST",
      body: bomb,
    });
    await expect(adapter.receive(unsigned)).rejects.toMatchObject({ kind: "unauthorized" });
    const forged = plain({ xml: bomb, account: { ...testAccount, token: "another" } });
    await expect(adapter.receive(forged)).rejects.toMatchObject(BAD_SIGNATURE);
  });

  it("is switched on by nothing but true", () => {
    const env = { ...wechatEnvironment(), WENBAN_WECHAT_PLAIN: "maybe" };
    expect(() => readBots(env, adapters, contractBotsContext())).toThrow(
      "WENBAN_WECHAT_PLAIN 应为 true 或 false",
    );
  });
});

describe("公众号 events", () => {
  const receive = (fields: Record<string, string>) =>
    createWechat().receive(send({ fields: { MsgType: "event", MsgId: "", Content: "", ...fields } }));

  it("a menu key in Chinese is a question, the same when it comes again", async () => {
    const click = { Event: "CLICK", EventKey: "居住证怎么办理", CreateTime: "1717000000" };
    const [first, again] = [await receive(click), await receive(click)];
    expect(first.messages).toMatchObject([{ text: "居住证怎么办理", sender: "oUSER0001" }]);
    expect(again.messages[0]?.key).toBe(first.messages[0]?.key);
    const other = await receive({ ...click, EventKey: "身份证怎么补办" });
    expect(other.messages[0]?.key).not.toBe(first.messages[0]?.key);
  });

  it.each([
    ["a menu key that is a name", { Event: "CLICK", EventKey: "V1001_HELP" }],
    ["a page", { Event: "VIEW", EventKey: "https://www.example.gov.cn/居住证" }],
    ["a scan", { Event: "SCAN", EventKey: "居住证" }],
    ["a place", { Event: "LOCATION" }],
    ["a follower lost", { Event: "unsubscribe" }],
    ["something yet unknown", { Event: "something_new" }],
  ])("%s is taken and needs no words", async (_name, fields) => {
    const { response, messages } = await receive(fields);
    expect(messages).toEqual([]);
    expect(response instanceof Response && (await response.text())).toBe("success");
  });

  it("one that can't be told from others is refused", async () => {
    const click = receive({ Event: "CLICK", EventKey: "居住证", CreateTime: "" });
    await expect(click).rejects.toMatchObject({ code: "webhook.bad_body" });
  });
});
