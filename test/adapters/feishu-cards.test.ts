import { describe, expect, it } from "vitest";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { contractBotsContext, contractContext } from "../support/adapter-kit.ts";
import { converse } from "../support/feishu-bot.ts";
import { FakeFeishu, feishuApp, feishuEnvironment, feishuError } from "../support/feishu-platform.ts";

describe("飞书 streaming cards", () => {
  const only = (platform: FakeFeishu) => {
    expect(platform.messages).toHaveLength(1);
    const [message] = platform.messages;
    const card = platform.cards.get(message?.cardId ?? "");
    if (!card) throw new Error("the message shows no card");
    return card;
  };

  it("say what is being done, then show the answer with its sources", async () => {
    const { platform, showProgress, send, pass } = await converse();
    await showProgress("正在查找相关文件…");
    pass(500);
    await showProgress("还在整理，请稍候。");
    expect(only(platform)).toMatchObject({ isStreaming: true });
    pass(500);
    expect(await send()).toEqual({ status: "sent", platformMessageId: "om_sent_1" });
    const card = only(platform);
    expect(card.texts.slice(0, 2)).toEqual(["正在查找相关文件…", "还在整理，请稍候。"]);
    expect(card.texts.at(-1)).toContain(
      "](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)",
    );
    expect(card).toMatchObject({ isStreaming: false, summary: "取消9个。" });
  });

  it("are numbered in rising order though the clock stands still", async () => {
    const { platform, showProgress, send } = await converse();
    await showProgress("一");
    await showProgress("二");
    await showProgress("三");
    await send();
    expect(only(platform).texts).toHaveLength(4);
    expect(only(platform).sequence).toBe(4);
  });

  it("show the answer once, and nothing after it", async () => {
    const { platform, showProgress, send } = await converse();
    await showProgress("正在查找相关文件…");
    await send();
    expect(await send()).toMatchObject({ status: "sent" });
    await showProgress("还在整理，请稍候。");
    expect(only(platform).texts).toHaveLength(2);
  });

  it("take the answer though their streaming has ended by itself", async () => {
    const { platform, showProgress, send, pass } = await converse();
    await showProgress("正在查找相关文件…");
    pass(11 * 60 * 1000);
    const card = only(platform);
    card.isStreaming = false;
    platform.refuse = ({ method }) =>
      method === "PATCH" ? feishuError(300309, "streaming is closed") : undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    expect(card.texts.at(-1)).toContain("取消9个。[1]");
  });

  it("that nobody saw arrive are shown once and then take the answer", async () => {
    const { platform, showProgress, send } = await converse();
    platform.refuse = ({ path }) => (path.includes("/reply") ? new Response("", { status: 504 }) : undefined);
    await showProgress("正在查找相关文件…");
    platform.refuse = () => undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    expect(only(platform).texts.at(-1)).toContain("取消9个。[1]");
  });

  it("give way to an ordinary card where the app may not make them, and are let be for a while", async () => {
    const { platform, showProgress, send, pass } = await converse();
    platform.refuse = ({ path }) =>
      path.startsWith("/cardkit") ? feishuError(99991672, "scope") : undefined;
    await showProgress("正在查找相关文件…");
    await showProgress("还在整理，请稍候。");
    const tries = () => platform.calls.filter((call) => call.includes("/cardkit")).length;
    expect(tries()).toBe(1);
    expect(await send()).toMatchObject({ status: "sent" });
    expect(platform.messages.map(({ cardId }) => cardId)).toEqual([null]);
    pass(11 * 60 * 1000);
    await showProgress("正在查找相关文件…");
    expect(tries()).toBe(2);
  });

  it("that no longer take anything leave the answer to a message of its own", async () => {
    const { platform, showProgress, send } = await converse();
    await showProgress("正在查找相关文件…");
    platform.cards.clear();
    expect(await send()).toMatchObject({ status: "sent" });
    expect(platform.messages).toHaveLength(2);
    expect(platform.messages[1]?.text).toContain("取消9个。[1]");
  });

  it("wait when the platform asks to", async () => {
    const { platform, showProgress, send } = await converse();
    await showProgress("正在查找相关文件…");
    platform.refuse = ({ method, path }) =>
      method === "PUT" && !path.endsWith("/content") ? feishuError(99991400) : undefined;
    expect(await send()).toMatchObject({ status: "failed", reason: "rate" });
    platform.refuse = () => undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    expect(only(platform).texts).toHaveLength(2);
  });
});

describe("飞书 diagnosis", () => {
  const diagnose = async (more: Record<string, string> = {}, fetch = new FakeFeishu().fetch) => {
    const context = contractBotsContext({ ...contractContext(), fetch });
    const [bot] = readBots(feishuEnvironment(more), adapters, context);
    return (await bot?.diagnose()) ?? [];
  };

  it("fetches a token and tells what the console needs", async () => {
    const found = await diagnose();
    expect(found.map(({ status }) => status)).toEqual(["ok", "todo", "todo"]);
    expect(found[1]?.text).toContain("https://wenban.example.gov.cn/webhooks/feishu/default");
    expect(found[2]?.text).toContain("cardkit:card:write");
  });

  it("asks for no address with a long connection", async () => {
    const [, todo] = await diagnose({ CONNECTION: "socket" });
    expect(todo?.text).toContain("长连接");
    expect(todo?.text).not.toContain("https://");
  });

  it.each([
    ["a wrong secret", async () => feishuError(10014, "", { status: 200 }), "code 10014"],
    ["no JSON", async () => new Response("oops", { status: 502 }), "HTTP 502"],
    ["no network", async () => Promise.reject(new TypeError("offline")), "连不上"],
  ])("says what is wrong: %s", async (_name, fetch, words) => {
    const [first] = await diagnose({}, fetch);
    expect(first).toMatchObject({ status: "fail", text: expect.stringContaining(words) });
    expect(JSON.stringify(first)).not.toContain(feishuApp.secret);
  });
});
