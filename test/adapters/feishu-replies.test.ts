import { describe, expect, it } from "vitest";
import { converse } from "../support/feishu-bot.ts";
import { feishuError } from "../support/feishu-platform.ts";

describe("飞书 replies", () => {
  const REPLIED = "reply om_5ce6d572455d361153b7cb51da133945";

  it("are cards that reply to the message, with sources as links", async () => {
    const { platform, send } = await converse();
    expect(await send()).toEqual({ status: "sent", platformMessageId: "om_sent_1" });
    expect(platform.messages).toEqual([
      {
        id: "om_sent_1",
        to: REPLIED,
        isInThread: false,
        cardId: null,
        text: [
          "取消9个。[1]",
          "",
          "依据：",
          "[1] [《河口区2025年改革进展》](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)（河口区人民政府，2025-03-01）",
          "",
          "以上为原文摘录，未经改写。",
        ].join("\n"),
      },
    ]);
  });

  it("stay in the thread", async () => {
    const { platform, send } = await converse({ message: { thread_id: "omt_1" } });
    await send();
    expect(platform.messages[0]?.isInThread).toBe(true);
  });

  it("are shown once, however often they are sent within the hour", async () => {
    const { platform, adapter, send } = await converse();
    expect(adapter.capabilities.idempotentSend).toBe(true);
    expect(await send()).toEqual(await send());
    expect(platform.messages).toHaveLength(1);
  });

  it("are rich text where that was asked for, and where a card is not taken", async () => {
    const asked = await converse({}, { REPLY: "post" });
    await asked.send();
    const refused = await converse();
    refused.platform.refuse = ({ json }) =>
      json.msg_type === "interactive" ? feishuError(230099, "Failed to create card content") : undefined;
    expect(await refused.send()).toMatchObject({ status: "sent" });
    for (const { messages } of [asked.platform, refused.platform]) {
      expect(messages).toHaveLength(1);
      expect(messages[0]?.text).toContain(
        "](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)",
      );
    }
    expect(asked.adapter.capabilities.progressEveryMs).toBeNull();
  });

  it("get a new token once when the platform no longer takes theirs, which it says with status 400", async () => {
    const { platform, send } = await converse();
    await send();
    platform.expireToken();
    expect(await send({ text: "免费。[1]" }, { sendKey: "another" })).toMatchObject({ status: "sent" });
    expect(platform.calls.filter((call) => call.includes("tenant_access_token"))).toHaveLength(2);
    expect(platform.messages).toHaveLength(2);
  });

  it("wait for as long as the platform asks", async () => {
    const { platform, send } = await converse();
    platform.refuse = ({ path }) =>
      path.includes("/reply")
        ? feishuError(99991400, "", { status: 429, headers: { "x-ogw-ratelimit-reset": "7" } })
        : undefined;
    expect(await send()).toMatchObject({ status: "failed", reason: "rate", retryAfterMs: 7000 });
  });

  it("that are long go in several messages, each with a key of its own", async () => {
    const text = Array.from({ length: 1200 }, (_, i) => `第${i}项取消九个事项。[1]`).join("");
    const { platform, send } = await converse();
    const counts: number[] = [];
    await send({ text }, { noteDelivered: async (count) => void counts.push(count) });
    const { messages } = platform;
    expect(messages.length).toBeGreaterThan(1);
    expect(counts).toEqual(messages.slice(1).map((_, index) => index + 1));
    await send({ text }, { delivered: 1 });
    expect(platform.messages).toHaveLength(messages.length);
  });
});
