import { describe, expect, it } from "vitest";
import { converse } from "../support/dingtalk-bot.ts";

describe("钉钉 replies", () => {
  it("go to the session while it lasts, without a token", async () => {
    const { platform, send } = await converse();
    expect(await send()).toEqual({ status: "sent", platformMessageId: null });
    expect(platform.messages).toEqual([
      {
        to: "session",
        title: "取消9个。",
        text: [
          "取消9个。[1]",
          "依据：",
          "[1] [《河口区2025年改革进展》](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)（河口区人民政府，2025-03-01）",
          "以上为原文摘录，未经改写。",
        ].join("\n\n"),
        at: undefined,
      },
    ]);
    expect(platform.tokensIssued).toBe(0);
  });

  it("tell who asked in a group", async () => {
    const { platform, send } = await converse({ conversationType: "2", isInAtList: true });
    await send();
    expect(platform.messages[0]?.text.startsWith("@manager4321\n\n取消9个。")).toBe(true);
    expect(platform.messages[0]?.at).toEqual({ atUserIds: ["manager4321"], isAtAll: false });
  });

  it.each([
    ["a person", { sessionWebhookExpiredTime: 1000 }, "manager4321"],
    ["a group", { sessionWebhookExpiredTime: 1000, conversationType: "2" }, "cidAbC=="],
    ["a person whose message named no session", { sessionWebhook: undefined }, "manager4321"],
    [
      "a person without a staff id",
      { sessionWebhookExpiredTime: 1000, senderStaffId: undefined },
      "$:LWCP_v1:$user",
    ],
  ])("go by the robot to %s when the session is over", async (_name, fields, to) => {
    const { platform, send } = await converse(fields);
    expect(await send()).toEqual({ status: "sent", platformMessageId: "key-1" });
    expect(platform.messages.map((message) => message.to)).toEqual([to]);
    expect(platform.calls).not.toContain("/robot/sendBySession");
  });

  it("go by the robot when the session says it is over", async () => {
    const { platform, send } = await converse();
    platform.refuse = ({ path }) =>
      path === "/robot/sendBySession" ? Response.json({ errcode: 300001, errmsg: "expired" }) : undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    expect(platform.messages.map(({ to }) => to)).toEqual(["manager4321"]);
  });

  it("are not sent twice by another way when nobody knows whether they arrived", async () => {
    const { platform, send } = await converse();
    platform.refuse = () => new Response("", { status: 504 });
    expect(await send()).toMatchObject({ status: "failed", reason: "transient", mayHaveArrived: true });
    expect(platform.calls).toEqual(["/robot/sendBySession"]);
  });

  it("get a new token once when the platform no longer takes theirs", async () => {
    const { platform, send } = await converse({ sessionWebhookExpiredTime: 1000 });
    await send();
    platform.expireToken();
    expect(await send()).toMatchObject({ status: "sent" });
    expect(platform.calls.filter((path) => path.includes("accessToken"))).toHaveLength(2);
    expect(platform.messages).toHaveLength(2);
  });

  it("that are long go in several messages, each with its number, and none is cut in a link", async () => {
    const text = Array.from({ length: 700 }, (_, i) => `第${i}项取消九个事项。[1]`).join("");
    const { platform, send } = await converse({ conversationType: "2", isInAtList: true });
    const counts: number[] = [];
    await send({ text }, { noteDelivered: async (count) => void counts.push(count) });
    const { messages } = platform;
    expect(messages.length).toBeGreaterThan(1);
    expect(counts).toEqual(messages.slice(1).map((_, index) => index + 1));
    expect(messages.every((message) => [...message.text].length <= 3900)).toBe(true);
    expect(messages.map((message) => message.text.includes(`(1/${messages.length})`))[0]).toBe(true);
    expect(messages.filter(({ at }) => at !== undefined)).toHaveLength(1);
    expect(messages.at(-1)?.text).toMatch(/依据：[\s\S]*\[1\] \[《.*》\]\(https:\/\/\S+\)/);
  });
});
