import { afterAll, describe, expect, it } from "vitest";
import { INBOX_DAYS } from "../../src/conversation/conversation-store.ts";
import { WenbanError } from "../../src/errors.ts";
import { type DeskOptions, openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import { questionBody, sendWebhook } from "../support/standard-webhook.ts";
import { type Delivery, deliver, readReply, testAccount } from "../support/wechat-platform.ts";

const desks: TestDesk[] = [];
function open(options: DeskOptions = {}): TestDesk {
  const desk = openDesk(options);
  desks.push(desk);
  return desk;
}
afterAll(() => {
  for (const desk of desks) desk.close();
  removeTestFolders();
});

const wechat = (desk: TestDesk, fields: Record<string, string> = {}, delivery: Partial<Delivery> = {}) =>
  desk.webhooks.handle(
    deliver({ timestamp: Math.floor(desk.clock.now().getTime() / 1000), fields, ...delivery }),
    "wechat",
  );
const generic = (desk: TestDesk, id: string, text: string, data: Record<string, unknown> = {}) =>
  desk.webhooks.handle(sendWebhook({ id, at: desk.clock.now(), body: questionBody(text, data) }), "generic");
const codeOf = async (response: Response) => (await response.json()).error.code;

describe("a 公众号 question", () => {
  it("is answered in the reply, encrypted, with its source", async () => {
    const desk = open();
    const { fields, isSigned } = await readReply(await wechat(desk));
    expect(isSigned).toBe(true);
    expect(fields.Content).toContain("关于“身份证丢了怎么补办”：取消9个。[1]");
    expect(fields.Content).toContain(
      '[1] <a href="https://wenban.example/sources/hekou/2025?start=10&end=19">',
    );
    expect(desk.asked).toMatchObject([{ question: "身份证丢了怎么补办", audience: "public", history: [] }]);
  });

  it("sent three times one after the other is answered once, in the same words", async () => {
    const desk = open();
    const replies: string[] = [];
    for (let i = 0; i < 3; i++) {
      replies.push((await readReply(await wechat(desk))).xml);
      await desk.clock.advance(5000);
    }
    expect(new Set(replies).size).toBe(1);
    expect(desk.asked).toHaveLength(1);
    expect([desk.rows("inbox").length, desk.rows("answers").length, desk.rows("outbox").length]).toEqual([
      1, 1, 1,
    ]);
  });

  it("sent three times at once is answered once, in the same words", async () => {
    const desk = open();
    const replies = await Promise.all([wechat(desk), wechat(desk), wechat(desk)]);
    const texts = await Promise.all(replies.map(async (reply) => (await readReply(reply)).xml));
    expect(new Set(texts).size).toBe(1);
    expect(desk.asked).toHaveLength(1);
    expect(desk.rows("answers")).toHaveLength(1);
  });

  it(`sent again after ${INBOX_DAYS - 1} days is not answered anew`, async () => {
    const desk = open();
    const first = await readReply(await wechat(desk));
    await desk.clock.advance((INBOX_DAYS - 1) * 24 * 60 * 60 * 1000);
    expect((await readReply(await wechat(desk))).xml).toBe(first.xml);
    expect(desk.asked).toHaveLength(1);
  });

  it.each<[string, Partial<Delivery>, number, string]>([
    ["forged", { account: { ...testAccount, token: "another" } }, 401, "webhook.bad_signature"],
    ["for another account", { receiveId: "wxOTHER" }, 401, "webhook.bad_signature"],
    ["an hour old", { timestamp: Date.parse("2026-11-20T07:00:00Z") / 1000 }, 401, "webhook.stale"],
    ["with entities", { xml: '<!DOCTYPE x [<!ENTITY a "b">]><xml/>' }, 400, "webhook.bad_body"],
    ["of 1 MB", { fields: { Content: "字".repeat(350_000) } }, 413, "http.body_too_large"],
  ])("%s leaves nothing", async (_name, delivery, status, code) => {
    const desk = open();
    const response = await wechat(desk, {}, delivery);
    expect(response.status).toBe(status);
    expect(await codeOf(response)).toBe(code);
    expect([desk.rows("inbox"), desk.rows("answers"), desk.asked]).toEqual([[], [], []]);
  });

  it("is followed up with the turns before it, for half an hour", async () => {
    const desk = open();
    await wechat(desk, { MsgId: "1", Content: "居住证怎么办" });
    await wechat(desk, { MsgId: "2", Content: "多少钱" });
    await wechat(desk, { MsgId: "3", Content: "另一个人问", FromUserName: "oOTHER" });
    expect(desk.asked[1]?.history).toEqual([
      { role: "user", text: "居住证怎么办" },
      { role: "assistant", text: "关于“居住证怎么办”：取消9个。[1]" },
    ]);
    expect(desk.asked[2]?.history).toEqual([]);
    expect(desk.asked[1]?.conversationId).toBe(desk.asked[0]?.conversationId);
    expect(desk.asked[2]?.conversationId).not.toBe(desk.asked[0]?.conversationId);
    expect(desk.asked[0]?.conversationId).not.toContain("oUSER0001");
    await desk.clock.advance(31 * 60 * 1000);
    await wechat(desk, { MsgId: "4", Content: "在哪办" });
    expect(desk.asked[3]?.history).toEqual([]);
  });

  it("is stored, asked and logged without the personal data in it", async () => {
    const desk = open();
    const { fields } = await readReply(
      await wechat(desk, { Content: "我的手机13912345678收不到短信怎么办" }),
    );
    expect(fields.Content).toContain("已隐去");
    const everything = JSON.stringify([desk.rows("inbox"), desk.rows("answers"), desk.asked, desk.log]);
    expect(everything).not.toContain("13912345678");
    expect(desk.asked[0]?.question).toContain("收不到短信怎么办");
  });

  it("longer than allowed is answered with what to do", async () => {
    const desk = open({
      answer: async () => {
        throw new WenbanError("unprocessable", "chat.question_too_long", "too long");
      },
    });
    const { fields } = await readReply(await wechat(desk, { Content: "问".repeat(301) }));
    expect(fields.Content).toBe("问题最多 300 字，请精简后再发送。");
    expect(desk.rows("answers")).toHaveLength(1);
  });

  it("that can't be stored gets a friendly text and is not acknowledged as if it were", async () => {
    let isFull = false;
    const desk = open({
      beforeCommit: () => {
        if (isFull) throw new Error("disk full");
      },
    });
    isFull = true;
    const { fields } = await readReply(await wechat(desk));
    expect(fields.Content).toContain("请稍后再试");
    expect((await generic(desk, "g1", "问")).status).toBe(503);
    expect([desk.rows("inbox"), desk.asked]).toEqual([[], []]);
  });
});

describe("a generic question", () => {
  it("is answered in JSON, the same on redelivery", async () => {
    const desk = open();
    const first = await (await generic(desk, "g1", "多少钱", { conversation: "c1" })).json();
    await desk.clock.advance(60_000);
    const again = await (await generic(desk, "g1", "多少钱", { conversation: "c1" })).json();
    expect(first).toMatchObject({
      type: "answer.completed",
      data: { status: "answered_extract", conversation: "c1" },
    });
    expect(again).toEqual(first);
    expect(desk.asked).toHaveLength(1);
    expect(desk.rows("answers")).toHaveLength(1);
  });

  it("does not share ids with another platform", async () => {
    const desk = open();
    await wechat(desk, { MsgId: "same" });
    await generic(desk, "same", "另一个问题");
    expect(desk.rows("answers")).toHaveLength(2);
  });
});

describe("requests that reach no bot", () => {
  it.each([
    ["an unknown platform", "nowhere", null, 404],
    ["an unknown bot", "wechat", "second", 404],
    ["a name that is a property of objects", "constructor", "__proto__", 404],
  ])("%s", async (_name, platform, bot, status) => {
    const desk = open();
    const response = await desk.webhooks.handle(
      new Request("https://x.example/", { method: "POST" }),
      platform,
      bot,
    );
    expect([response.status, await codeOf(response)]).toEqual([status, "webhook.unknown_channel"]);
  });

  it("go to a bot by its name, to the first one without", async () => {
    const desk = open();
    const send = (bot?: string) =>
      desk.webhooks.handle(deliver({ timestamp: desk.clock.now().getTime() / 1000 }), "wechat", bot);
    expect((await send("default")).status).toBe(200);
    expect((await send()).status).toBe(200);
    expect(desk.rows("inbox")).toHaveLength(1);
  });

  it.each(["PUT", "DELETE", "GET"])("%s is not allowed where it is not used", async (method) => {
    const response = await open().webhooks.handle(new Request("https://x.example/", { method }), "generic");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await codeOf(response)).toBe("http.method_not_allowed");
  });

  it("a compressed body is not read", async () => {
    const request = new Request("https://x.example/", {
      method: "POST",
      body: "x",
      headers: { "content-encoding": "gzip" },
    });
    const response = await open().webhooks.handle(request, "generic");
    expect([response.status, await codeOf(response)]).toEqual([415, "http.unsupported_encoding"]);
  });

  it("a body is read no further than its limit", async () => {
    let pulled = 0;
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled++;
        controller.enqueue(new Uint8Array(16 * 1024));
      },
      cancel: () => {
        isCancelled = true;
      },
    });
    const request = new Request("https://x.example/", {
      method: "POST",
      body: endless,
      duplex: "half",
    } as RequestInit);
    const response = await open().webhooks.handle(request, "generic");
    expect([response.status, await codeOf(response)]).toEqual([413, "http.body_too_large"]);
    expect(pulled).toBeLessThan(10);
    expect(isCancelled).toBe(true);
  });

  it("a body that never comes is not waited for", async () => {
    const desk = open();
    const silent = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
    const request = new Request("https://x.example/", {
      method: "POST",
      body: silent,
      duplex: "half",
    } as RequestInit);
    const answering = desk.webhooks.handle(request, "generic");
    await desk.clock.advance(10_000);
    const response = await answering;
    expect([response.status, await codeOf(response)]).toEqual([408, "http.timeout"]);
  });
});

it("logs neither questions, answers, people nor secrets", async () => {
  const desk = open();
  await wechat(desk, { Content: "CANARY-QUESTION" });
  await wechat(desk, {}, { account: { ...testAccount, token: "another" } });
  await generic(desk, "g1", "CANARY-QUESTION", { user: "CANARY-USER" });
  await desk.webhooks.handle(
    new Request("https://x.example/", { method: "POST", body: "CANARY-BODY" }),
    "generic",
  );
  await desk.idle();
  const log = desk.log.join("\n");
  expect(log).toContain("webhook.accepted");
  expect(log).toContain("conversation.answered");
  expect(log).toContain("webhook.bad_signature");
  expect(log).not.toMatch(/CANARY|oUSER0001|取消9个/);
  for (const secret of [testAccount.token, testAccount.encodingAesKey]) expect(log).not.toContain(secret);
});
