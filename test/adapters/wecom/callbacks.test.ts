import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Received } from "../../../src/adapters/adapter.ts";
import { adapters } from "../../../src/adapters/index.ts";
import { readBots } from "../../../src/adapters/read-bots.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "../../support/adapter-kit.ts";
import { encryptAsPlatform } from "../../support/wechat-platform.ts";
import {
  deliverEvent,
  deliverText,
  deliverXml,
  readSealedXml,
  signedQuery,
  testCorp,
  WECOM_URL,
  wecomEnvironment,
} from "../../support/wecom-platform.ts";

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, "../../fixtures/im/wecom.json"), "utf8"));
const now = { at: CONTRACT_NOW };

function createWecom(env: Record<string, string> = wecomEnvironment(), at = CONTRACT_NOW) {
  const [bot] = readBots(env, adapters, contractBotsContext({ ...contractContext(), now: () => at }));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

function httpReply({ response }: Received): Response {
  if (!(response instanceof Response)) throw new Error("not a response");
  return response;
}

describe("企业微信 vectors", () => {
  const at = (seconds: string) => new Date(Number(seconds) * 1000);
  const queryOf = ({ timestamp, nonce, signature }: Record<string, string>) =>
    new URLSearchParams({ msg_signature: signature ?? "", timestamp: timestamp ?? "", nonce: nonce ?? "" });

  it.each(["%2B", "+"])("the handshake of the vendor's sample, with its plus sign as %s", async (plus) => {
    const { handshake } = vectors;
    const echostr = encodeURIComponent(handshake.echostr).replaceAll("%2B", plus);
    const request = new Request(`${WECOM_URL}?${queryOf(handshake)}&echostr=${echostr}`);
    const received = await createWecom(wecomEnvironment(), at(handshake.timestamp)).receive(request);
    const response = httpReply(received);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(handshake.echo);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(received.messages).toEqual([]);
  });

  it("the message of the vendor's worked example", async () => {
    const { message } = vectors;
    const body = `<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><Encrypt><![CDATA[${message.encrypt}]]></Encrypt></xml>`;
    const request = new Request(`${WECOM_URL}?${queryOf(message)}`, { method: "POST", body });
    const received = await createWecom(wecomEnvironment(), at(message.timestamp)).receive(request);
    expect(received.messages).toMatchObject([
      { key: "4561255354251345929", text: "hello", sender: "mycreate", conversation: { id: "mycreate" } },
    ]);
    expect(await httpReply(received).text()).toBe("");
  });

  it("the message of a 智能机器人", async () => {
    const { aibot } = vectors;
    const body = JSON.stringify(aibot.body);
    const request = new Request(`${WECOM_URL}?${queryOf(aibot)}`, { method: "POST", body });
    const { messages } = await createWecom(wecomEnvironment(), at(aibot.timestamp)).receive(request);
    expect(messages).toMatchObject([
      {
        key: aibot.message.msgid,
        sender: "zhangsan",
        text: "社保卡丢了怎么补办",
        conversation: { id: "AIBOTID0001:wrChat00000001", kind: "group" },
      },
    ]);
  });
});

describe("企业微信 handshake", () => {
  const handshake = (echo: string, receiveId: string, changes: Record<string, string> = {}) => {
    const encrypt = encryptAsPlatform(testCorp.encodingAesKey, echo, receiveId);
    const query = signedQuery(encrypt, now);
    query.set("echostr", encrypt);
    for (const [name, value] of Object.entries(changes)) query.set(name, value);
    return new Request(`${WECOM_URL}?${query}`);
  };
  const aibotOnly = {
    WENBAN_WECOM_TOKEN: testCorp.token,
    WENBAN_WECOM_ENCODING_AES_KEY: testCorp.encodingAesKey,
  };

  it.each([
    ["an application", wecomEnvironment(), testCorp.corpId],
    ["a 智能机器人 beside an application", wecomEnvironment(), ""],
    ["a 智能机器人 alone", aibotOnly, ""],
  ])("of %s is answered with the bytes alone", async (_name, env, receiveId) => {
    const received = await createWecom(env).receive(handshake('<1616>"\n', receiveId));
    expect(await httpReply(received).text()).toBe('<1616>"\n');
  });

  it.each([
    ["of another enterprise", wecomEnvironment(), handshake("1", "wwOTHER")],
    ["of an enterprise at a 智能机器人", aibotOnly, handshake("1", testCorp.corpId)],
    ["with another echo", wecomEnvironment(), handshake("1", testCorp.corpId, { echostr: "AAAA" })],
    ["without an echo", wecomEnvironment(), handshake("1", testCorp.corpId, { echostr: "" })],
  ])("%s is refused", async (_name, env, request) => {
    await expect(createWecom(env).receive(request)).rejects.toMatchObject({ code: "webhook.bad_signature" });
  });
});

describe("企业微信 messages", () => {
  const receive = (fields: Record<string, string>) => createWecom().receive(deliverText(now, fields));

  it("are acknowledged at once with nothing", async () => {
    const response = httpReply(await receive({}));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });

  it("without an id are known by who wrote them when", async () => {
    const { messages } = await receive({ MsgId: "", CreateTime: "1717000000" });
    expect(messages[0]?.key).toBe("zhangsan:1717000000");
  });

  it("may be delivered again as they were, but their nonce not be used for another", async () => {
    const adapter = createWecom();
    const callback = { ...now, nonce: "n1" };
    expect((await adapter.receive(deliverText(callback))).messages).toHaveLength(1);
    expect((await adapter.receive(deliverText(callback))).messages).toHaveLength(1);
    const other = deliverText(callback, { Content: "另一个问题" });
    await expect(adapter.receive(other)).rejects.toMatchObject({ code: "webhook.replay" });
  });

  it.each([
    ["a picture", { MsgType: "image", Content: "" }, "请用文字输入"],
    ["a new member", { MsgType: "event", Event: "subscribe" }, "河口区政务智能问答助手（AI）"],
    ["a member that opens the application", { MsgType: "event", Event: "enter_agent" }, "智能问答助手"],
  ])("%s is answered at once", async (_name, fields, words) => {
    const { isSigned, fields: reply } = await readSealedXml(httpReply(await receive(fields)));
    expect(isSigned).toBe(true);
    expect(reply).toMatchObject({ ToUserName: "zhangsan", FromUserName: testCorp.corpId, MsgType: "text" });
    expect(reply.Content).toContain(words);
  });

  it("a member that opens the application again is greeted once a day", async () => {
    const adapter = createWecom();
    const enter = (user: string) =>
      adapter.receive(deliverEvent(now, { Event: "enter_agent", FromUserName: user }));
    expect(await httpReply(await enter("u1")).text()).not.toBe("");
    expect(await httpReply(await enter("u1")).text()).toBe("");
    expect(await httpReply(await enter("u2")).text()).not.toBe("");
  });

  it("a menu's button asks what its key says", async () => {
    const adapter = createWecom();
    const event = { Event: "click", EventKey: "居住证怎么办理" };
    const { messages } = await adapter.receive(deliverEvent({ at: CONTRACT_NOW }, event));
    expect(messages).toMatchObject([
      { key: `zhangsan:${CONTRACT_NOW.getTime() / 1000}:居住证怎么办理`, text: "居住证怎么办理" },
    ]);
  });

  it("encrypted for nobody by name are no message of an application", async () => {
    const request = deliverXml("<xml/>", { ...now, receiveId: "" });
    await expect(createWecom().receive(request)).rejects.toMatchObject({ code: "webhook.bad_signature" });
  });
});

describe("企业微信 settings", () => {
  const whole = wecomEnvironment({ WENBAN_WECOM_BOT_ID: "b", WENBAN_WECOM_BOT_SECRET: "s" });
  const read = (env: Record<string, string>) => () => readBots(env, adapters, contractBotsContext());
  const without = (...names: string[]) =>
    Object.fromEntries(
      Object.entries(whole).filter(([name]) => !names.includes(name.slice("WENBAN_WECOM_".length))),
    );
  const callback = ["TOKEN", "ENCODING_AES_KEY", "CORP_ID", "SECRET", "AGENT_ID"];
  const socket = ["BOT_ID", "BOT_SECRET"];

  it.each([
    ["everything", whole],
    ["an application", without(...socket)],
    ["a 智能机器人 by callback", without(...socket, "CORP_ID", "SECRET", "AGENT_ID")],
    ["a 智能机器人 by long connection", without(...callback)],
  ])("are whole with %s", (_name, env) => {
    expect(read(env)()).toHaveLength(1);
  });

  it.each([
    [["TOKEN"], "TOKEN"],
    [["ENCODING_AES_KEY"], "ENCODING_AES_KEY"],
    [["CORP_ID"], "CORP_ID"],
    [["SECRET", "AGENT_ID"], "SECRET"],
    [["AGENT_ID"], "AGENT_ID"],
    [["BOT_ID"], "BOT_ID"],
    [["BOT_SECRET"], "BOT_SECRET"],
  ])("without %s are refused by name", (missing, named) => {
    expect(read(without(...missing))).toThrow(`缺少 WENBAN_WECOM_${named} (missing)`);
  });

  it("of an address alone are refused", () => {
    expect(read({ WENBAN_WECOM_API_BASE: "https://qyapi.example" })).toThrow("缺少 WENBAN_WECOM_TOKEN");
  });

  it.each([
    { ...whole, WENBAN_WECOM_AGENT_ID: "app-1" },
    { ...whole, WENBAN_WECOM_ENCODING_AES_KEY: "short" },
    { ...whole, WENBAN_WECOM_SOCKET_URL: "https://a.example" },
  ])("that are wrong are named, and not repeated", (env) => {
    expect(read(env)).toThrow("WENBAN_WECOM_");
    expect(read(env)).not.toThrow(/app-1|short|a\.example/);
  });

  it("of a long connection alone take no callback", async () => {
    const adapter = createWecom(without(...callback));
    await expect(adapter.receive(deliverText(now))).rejects.toMatchObject({ code: "webhook.bad_signature" });
  });
});
