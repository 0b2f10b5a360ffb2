import { describe, expect, it } from "vitest";
import type { PassiveResponse, Received } from "../../../src/adapters/adapter.ts";
import { LONG_ANSWER, onlyMessage, openWecom, replyWith, type WecomStage } from "../../support/wecom-bot.ts";
import {
  type AibotOptions,
  aibotPoll,
  aibotQuestion,
  deliverJson,
  readSealedJson,
} from "../../support/wecom-platform.ts";

const HOUR_MS = 60 * 60 * 1000;

function passive({ response }: Received): PassiveResponse {
  if (response instanceof Response) throw new Error("not passive");
  return response;
}

const deliver = ({ adapter, clock }: WecomStage, body: unknown) =>
  adapter.receive(deliverJson(body, { at: clock.now }));
const ask = (stage: WecomStage, options: AibotOptions = {}) => deliver(stage, aibotQuestion(options));

/** What a response shows. */
async function shown(response: Response | Promise<Response>) {
  const { isSigned, body } = await readSealedJson(await response);
  expect(isSigned).toBe(true);
  return body.stream ?? { id: "", finish: false, content: body.text?.content ?? "" };
}

describe("智能机器人 questions", () => {
  it.each([
    ["a text", {}, "社保卡丢了怎么补办"],
    ["speech, written down", { msgtype: "voice", voice: { content: " 居住证怎么办 " } }, "居住证怎么办"],
    [
      "text among pictures",
      {
        msgtype: "mixed",
        mixed: {
          msg_item: [
            { msgtype: "text", text: { content: "这个" } },
            { msgtype: "image", image: { url: "u" } },
            { msgtype: "text", text: { content: "怎么填" } },
          ],
        },
      },
      "这个\n怎么填",
    ],
    ["a picture", { msgtype: "image", image: { url: "u" } }, ""],
    ["a file", { msgtype: "file", file: { url: "u" } }, ""],
    ["something new", { msgtype: "hologram" }, ""],
  ])("are read from %s", async (_name, changes, text) => {
    const received = await deliver(openWecom(), { ...aibotQuestion(), ...changes });
    expect(onlyMessage(received).text).toBe(text);
  });

  it.each<[text: string, read: string, env?: Record<string, string>]>([
    ["@办事助手 社保卡丢了", "社保卡丢了"],
    ["@办事助手\u2005社保卡丢了", "社保卡丢了"],
    ["@办事 助手\u2005社保卡丢了", "社保卡丢了"],
    ["@办事助手 请告诉 @张三\u2005怎么补办", "请告诉 @张三\u2005怎么补办"],
    ["@Wenban Bot 社保卡丢了", "社保卡丢了", { WENBAN_WECOM_BOT_NAME: "Wenban Bot" }],
    ["@办事助手 社保卡丢了", "社保卡丢了", { WENBAN_WECOM_BOT_NAME: "@Wenban Bot" }],
    ["社保卡丢了 @办事助手", "社保卡丢了 @办事助手"],
    ["@办事助手", "你好"],
  ])("in groups lose the mention: %s", async (text, read, env = {}) => {
    const message = onlyMessage(await ask(openWecom(env), { text, group: "wr1" }));
    expect(message.text).toBe(read);
    expect(message.conversation).toMatchObject({ id: "AIBOTID0001:wr1", kind: "group" });
    expect(message.sender).toBe("zhangsan");
  });

  it("of one person keep their at signs", async () => {
    expect(onlyMessage(await ask(openWecom(), { text: "@ 是什么" })).text).toBe("@ 是什么");
  });

  it("welcome whoever opens the conversation", async () => {
    const stage = openWecom();
    const { response, messages } = await deliver(stage, {
      ...aibotQuestion(),
      msgtype: "event",
      event: { eventtype: "enter_chat" },
    });
    expect(messages).toEqual([]);
    expect((await shown(response as Response)).content).toContain("智能问答助手（AI）");
  });

  it("have streams for ids of all kinds", async () => {
    for (const key of ["CAIQ16HMjQYY/NGagIOAgAMgq4KM0AI=", "1", "消息/一+二=", "~".repeat(256)]) {
      const stage = openWecom();
      const { id } = await shown(passive(await ask(stage, { key })).render(undefined));
      expect(id).toMatch(/^[\w-]+$/);
      expect((await deliver(stage, aibotPoll(id))).polls).toBe(key);
    }
  });
});

describe("智能机器人 streams", () => {
  it("begin with what is being done, and say so in polls until there is an answer", async () => {
    const stage = openWecom();
    const received = await ask(stage, { key: "m1" });
    expect(passive(received).withinMs).toBe(1000);
    const first = await shown(passive(received).render(undefined));
    expect(first).toMatchObject({ finish: false, content: "正在查找相关文件…" });

    const { conversation } = onlyMessage(received);
    await stage.adapter.progress(conversation, { sendKey: "k", text: "找到 2 份相关文件" });
    const poll = await deliver(stage, aibotPoll(first.id));
    expect(poll).toMatchObject({ polls: "m1", messages: [] });
    expect(passive(poll).withinMs).toBe(0);
    expect(await shown(passive(poll).render(undefined))).toEqual({
      id: first.id,
      finish: false,
      content: "找到 2 份相关文件",
    });
    const last = await shown(passive(poll).render(replyWith()));
    expect(last).toMatchObject({ id: first.id, finish: true });
    expect(last.content).toContain(
      "[《河口区2025年改革进展》](https://wenban.example.gov.cn/sources/hekou/2025",
    );
  });

  it("end at once with an answer that is there", async () => {
    const { id, finish } = await shown(passive(await ask(openWecom())).render(replyWith()));
    expect(finish).toBe(true);
    expect(id).not.toBe("");
  });

  it("keep within what the platform takes, and end where another answer said it all", async () => {
    const received = await ask(openWecom());
    const long = replyWith({ text: LONG_ANSWER.text?.repeat(10) ?? "" });
    const { content } = await shown(passive(received).render(long));
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(20_480);
    expect(content).toContain("查看全文");
    const empty = await shown(passive(received).render({ parts: [], sendKey: "" }));
    expect(empty).toMatchObject({ finish: true, content: "请看本会话里的上一条回答。" });
  });

  it("of somebody else's end", async () => {
    const { response } = await deliver(openWecom(), aibotPoll("stream_1700000000"));
    expect(await shown(response as Response)).toMatchObject({ id: "stream_1700000000", finish: true });
  });

  it("show documents' words as words", async () => {
    const text = "![图](https://evil.example/x.png) **重** `码` # 题\n# 题[1]";
    const { content } = await shown(passive(await ask(openWecom())).render(replyWith({ text })));
    expect(content).not.toMatch(/!\[|\*\*|`|^#/m);
  });
});

describe("智能机器人 answers that nobody polled", () => {
  it("are posted to the address that came with the question", async () => {
    const stage = openWecom();
    const { conversation, pushAfterMs } = onlyMessage(await ask(stage, { key: "m1" }));
    expect(pushAfterMs).toBeGreaterThan(0);
    expect((await stage.adapter.send(conversation, replyWith())).status).toBe("sent");
    expect(stage.calls.bodies).toMatchObject([{ path: "aibot/response", body: { msgtype: "markdown" } }]);
    expect(stage.calls.shown).toMatchObject([{ to: "m1", text: expect.stringContaining("取消9个。[1]") }]);
  });

  it("wait for the next message when the hour is over", async () => {
    const stage = openWecom();
    const { conversation } = onlyMessage(await ask(stage));
    stage.clock.now = new Date(stage.clock.now.getTime() + HOUR_MS + 1);
    const result = await stage.adapter.send(conversation, replyWith());
    expect(result).toEqual({ status: "failed", reason: "window", carryLater: true });
    expect(stage.calls.calls).toEqual([]);
  });

  it.each([
    "http://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=1",
    "https://qyapi.weixin.qq.com.evil.example/cgi-bin/aibot/response",
    "https://user@qyapi.weixin.qq.com/cgi-bin/aibot/response",
    "https://qyapi.weixin.qq.com:8443/cgi-bin/aibot/response",
    "https://127.0.0.1/cgi-bin/aibot/response",
    "javascript:alert(1)",
    "",
  ])("are posted nowhere else: %s", async (responseUrl) => {
    const stage = openWecom();
    const { conversation } = onlyMessage(await ask(stage, { responseUrl }));
    expect(await stage.adapter.send(conversation, replyWith())).toMatchObject({
      status: "failed",
      reason: "window",
    });
    expect(stage.calls.calls).toEqual([]);
  });

  it("may be posted to a private deployment that was configured", async () => {
    const stage = openWecom({ WENBAN_WECOM_API_BASE: "http://10.0.0.8:9000/wecom/" });
    const responseUrl = "http://10.0.0.8:9000/cgi-bin/aibot/response?response_code=1";
    const { conversation } = onlyMessage(await ask(stage, { responseUrl }));
    expect((await stage.adapter.send(conversation, replyWith())).status).toBe("sent");
  });

  it("may have arrived when the connection breaks", async () => {
    const stage = openWecom();
    const { conversation } = onlyMessage(await ask(stage));
    stage.calls.fail("aibot/response", "lost_after");
    expect(await stage.adapter.send(conversation, replyWith())).toMatchObject({
      status: "failed",
      reason: "transient",
      mayHaveArrived: true,
    });
  });
});
