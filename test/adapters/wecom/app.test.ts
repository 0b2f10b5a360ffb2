import { describe, expect, it } from "vitest";
import { LONG_ANSWER, onlyMessage, openWecom, replyWith, type WecomStage } from "../../support/wecom-bot.ts";
import { deliverText } from "../../support/wecom-platform.ts";

async function ask({ adapter, clock }: WecomStage, fields: Record<string, string> = {}) {
  return onlyMessage(await adapter.receive(deliverText({ at: clock.now }, fields))).conversation;
}

describe("企业微信 application messages", () => {
  it("go to who asked, from the application, with links that WeChat shows too", async () => {
    const stage = openWecom();
    const result = await stage.adapter.send(await ask(stage), replyWith());
    expect(result).toEqual({ status: "sent", platformMessageId: "m1" });
    expect(stage.calls.bodies.at(-1)).toMatchObject({
      path: "message/send",
      body: { touser: "zhangsan", agentid: 218, msgtype: "text" },
    });
    expect(stage.calls.shown[0]?.text).toBe(
      [
        "取消9个。[1]",
        "",
        "依据：",
        '[1] <a href="https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19">《河口区2025年改革进展》</a>（河口区人民政府，2025-03-01）',
        "",
        "以上为原文摘录，未经改写。",
      ].join("\n"),
    );
  });

  it("are several where the answer is long, each with its number", async () => {
    const stage = openWecom();
    const counts: number[] = [];
    const noteDelivered = async (count: number) => void counts.push(count);
    await stage.adapter.send(await ask(stage), replyWith(LONG_ANSWER, { noteDelivered }));
    const texts = stage.calls.shown.map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.map((text) => text.slice(0, 6))).toEqual(
      texts.map((_, i) => `(${i + 1}/${texts.length})\n`),
    );
    expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(2048);
    expect(counts).toEqual(texts.slice(1).map((_, index) => index + 1));
  });

  it("use one token until it is refused, and then one new one", async () => {
    const stage = openWecom();
    const conversation = await ask(stage);
    await stage.adapter.send(conversation, replyWith({}, { sendKey: "1" }));
    await stage.adapter.send(conversation, replyWith({}, { sendKey: "2" }));
    expect(stage.calls.tokensIssued).toBe(1);
    stage.calls.expireTokens();
    const both = ["3", "4"].map((sendKey) => stage.adapter.send(conversation, replyWith({}, { sendKey })));
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual(["sent", "sent"]);
    expect(stage.calls.tokensIssued).toBe(2);
    expect(stage.calls.shown).toHaveLength(4);
  });

  it("go on where they were broken off when the token ends in between", async () => {
    const stage = openWecom();
    const noteDelivered = async (count: number) => {
      if (count === 1) stage.calls.expireTokens();
    };
    const result = await stage.adapter.send(await ask(stage), replyWith(LONG_ANSWER, { noteDelivered }));
    expect(result.status).toBe("sent");
    expect(new Set(stage.calls.shown.map(({ text }) => text)).size).toBe(stage.calls.shown.length);
  });

  it("are shown once when a first try has arrived unseen", async () => {
    const stage = openWecom();
    const conversation = await ask(stage);
    stage.calls.fail("message/send", "lost_after");
    expect(await stage.adapter.send(conversation, replyWith())).toMatchObject({
      status: "failed",
      reason: "transient",
      mayHaveArrived: true,
    });
    const again = await stage.adapter.send(conversation, replyWith({}, { maybeDuplicate: true }));
    expect(again.status).toBe("sent");
    expect(stage.calls.shown).toHaveLength(1);
  });

  it("are shown again to who asks the same again", async () => {
    const stage = openWecom();
    const conversation = await ask(stage);
    for (const sendKey of ["1", "2", "3"]) {
      await stage.adapter.send(conversation, replyWith({}, { sendKey }));
      stage.clock.now = new Date(stage.clock.now.getTime() + 20 * 60_000);
    }
    expect(stage.calls.shown).toHaveLength(3);
  });

  it.each(["nobody", "halfway"])("are given up for a member that it can't reach (%s)", async (user) => {
    const stage = openWecom();
    const result = await stage.adapter.send(await ask(stage, { FromUserName: user }), replyWith());
    expect(result).toMatchObject({ status: "failed", reason: "blocked" });
    expect(stage.calls.shown).toEqual([]);
  });

  it.each([
    ["45009", { errcode: 45009 }, { reason: "rate", retryAfterMs: 60_000 }],
    ["HTTP 429", { status: 429, retryAfter: "7" }, { reason: "rate", retryAfterMs: 7000 }],
    ["an address that is not trusted", { errcode: 60020 }, { reason: "auth" }],
  ] as const)("wait or are given up after %s", async (_name, fault, expected) => {
    const stage = openWecom();
    const conversation = await ask(stage);
    stage.calls.fail("message/send", fault);
    expect(await stage.adapter.send(conversation, replyWith())).toMatchObject(expected);
  });

  it("surely did not arrive when there was no token to send them with", async () => {
    const stage = openWecom();
    const conversation = await ask(stage);
    stage.calls.fail("gettoken", { status: 502 });
    const result = await stage.adapter.send(conversation, replyWith());
    expect(result).toEqual({ status: "failed", reason: "transient", mayHaveArrived: false });
  });
});
