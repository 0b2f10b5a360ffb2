import { describe, expect, it } from "vitest";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { shownUnits } from "../../src/adapters/telegram/render.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "../support/adapter-kit.ts";
import { createTelegram, sendTo, toGroup, toPerson } from "../support/telegram-bot.ts";
import {
  FakeTelegram,
  readHtml,
  telegramBot,
  telegramEnvironment,
  telegramError,
} from "../support/telegram-platform.ts";

describe("Telegram answers", () => {
  it("are HTML without previews", async () => {
    const platform = new FakeTelegram();
    expect(await sendTo(platform, toPerson, { text: "a < b & c > d [1]" })).toEqual({
      status: "sent",
      platformMessageId: "1001",
    });
    const [message] = platform.messages;
    expect(message).toMatchObject({
      chat_id: 111,
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
    });
    expect(message?.text).toContain("a &lt; b &amp; c &gt; d [1]");
    expect(message).not.toHaveProperty("reply_parameters");
    expect(message).not.toHaveProperty("reply_markup");
  });

  it("in a group stand in the topic, under the question", async () => {
    const platform = new FakeTelegram();
    await sendTo(platform, toGroup, { text: "办理时限缩短一半，共9项。[1]".repeat(700) });
    expect(platform.messages.length).toBeGreaterThan(1);
    const [first, ...others] = platform.messages;
    expect(first).toMatchObject({
      message_thread_id: 9,
      reply_parameters: { message_id: 42, allow_sending_without_reply: true },
    });
    for (const other of others) {
      expect(other).toMatchObject({ message_thread_id: 9 });
      expect(other).not.toHaveProperty("reply_parameters");
    }
  });

  it("offer the choices of a clarification as buttons, which come back as questions", async () => {
    const platform = new FakeTelegram();
    const options = ["居民身份证补领", "居住证办理"].map((question) => ({ label: question, question }));
    await sendTo(platform, toPerson, { outcome: "clarify", citations: [], text: "请选择：", options });
    expect(platform.messages[0]?.reply_markup).toEqual({
      inline_keyboard: options.map(({ question }, index) => [
        { text: question, callback_data: `option:${index}` },
      ]),
    });
  });

  it("are sent in plain words when their markup is not understood", async () => {
    const platform = new FakeTelegram();
    platform.troubles.push(telegramError(400, "Bad Request: can't parse entities: Unsupported start tag"));
    expect(await sendTo(platform, toPerson, { text: "a < b [1]" })).toMatchObject({ status: "sent" });
    const [message] = platform.messages;
    expect(message).not.toHaveProperty("parse_mode");
    expect(message?.text).toContain("a < b [1]");
    expect(message?.text).toContain(
      "《河口区2025年改革进展》 https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19 ",
    );
  });

  it("follow a group that moved, then and later", async () => {
    const platform = new FakeTelegram();
    const context = { memory: contractContext().memory };
    const moved = telegramError(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: -100_777,
    });
    platform.troubles.push(moved);
    await sendTo(platform, { ...toGroup, handle: { chat: "-777" } }, {}, {}, context);
    await sendTo(platform, { ...toGroup, handle: { chat: "-777" } }, {}, {}, context);
    expect(platform.messages.map(({ chat_id }) => chat_id)).toEqual([-100_777, -100_777]);
    expect(platform.methods).toHaveLength(3);
  });

  it("wait as long as Telegram asks for", async () => {
    const platform = new FakeTelegram();
    platform.troubles.push(telegramError(429, "Too Many Requests: retry after 35", { retry_after: 35 }));
    expect(await sendTo(platform)).toEqual({ status: "failed", reason: "rate", retryAfterMs: 35_000 });
  });

  it("are announced by a typing sign", async () => {
    const platform = new FakeTelegram();
    const adapter = createTelegram({ ...contractContext(), fetch: platform.fetch });
    await adapter.progress(toGroup, { sendKey: "k", text: "正在查找" });
    platform.isReachable = false;
    await adapter.progress(toGroup, { sendKey: "k", text: "正在查找" });
    expect(platform.methods).toEqual(["sendChatAction"]);
  });

  it("are announced in words to a person, by one preview that changes", async () => {
    const platform = new FakeTelegram();
    const adapter = createTelegram({ ...contractContext(), fetch: platform.fetch });
    for (const text of ["正在查找相关文件…", "找到 3 份相关文件，正在整理回答…"]) {
      await adapter.progress(toPerson, { sendKey: "k", text });
    }
    await adapter.progress(toPerson, { sendKey: "other", text: "正在查找相关文件…" });
    const [first, second, other] = platform.drafts;
    expect(first).toMatchObject({ chat_id: 111, text: "正在查找相关文件…" });
    expect(second).toMatchObject({ draft_id: first?.draft_id, text: "找到 3 份相关文件，正在整理回答…" });
    expect(other?.draft_id).not.toBe(first?.draft_id);
    expect(platform.methods).toEqual(["sendMessageDraft", "sendMessageDraft", "sendMessageDraft"]);
  });

  it("are announced by a typing sign where there are no previews, which are not asked for again", async () => {
    const platform = new FakeTelegram();
    platform.hasDrafts = false;
    const adapter = createTelegram({ ...contractContext(), fetch: platform.fetch });
    for (const text of ["正在查找相关文件…", "正在整理回答…"]) {
      await adapter.progress(toPerson, { sendKey: "k", text });
    }
    expect(platform.methods).toEqual(["sendMessageDraft", "sendChatAction", "sendChatAction"]);
  });

  it("are not announced by a second call where the first was one too many", async () => {
    const calls: string[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      calls.push(new URL(new Request(input, init).url).pathname.replace(/.*\//, ""));
      const body = {
        ok: false,
        error_code: 429,
        description: "Too Many Requests",
        parameters: { retry_after: 3 },
      };
      return Response.json(body, { status: 429 });
    };
    const adapter = createTelegram({ ...contractContext(), fetch });
    for (let tries = 0; tries < 2; tries++) {
      await adapter.progress(toPerson, { sendKey: "k", text: "正在查找相关文件…" });
    }
    expect(calls).toEqual(["sendMessageDraft", "sendMessageDraft"]);
  });

  it("count as Telegram counts", () => {
    for (const html of [
      "a &lt; b",
      '<a href="https://x.example/?a=1&amp;b=2">《通知》</a>[1]',
      "𠮷&amp;amp;",
    ]) {
      expect(shownUnits(html)).toBe(readHtml(html)?.length);
    }
  });
});

describe("doctor on Telegram", () => {
  const CALLBACK = "https://wenban.example.gov.cn/webhooks/telegram/default";
  const diagnose = async (platform: FakeTelegram, more: Record<string, string> = {}) => {
    const context = { ...contractContext(), fetch: platform.fetch };
    const [bot] = readBots(telegramEnvironment(more), adapters, contractBotsContext(context));
    const found = (await bot?.diagnose()) ?? [];
    for (const secret of [telegramBot.token, telegramBot.secretToken]) {
      expect(JSON.stringify(found)).not.toContain(secret);
    }
    return found;
  };

  it("says that no webhook is set, and how to set it", async () => {
    const found = await diagnose(new FakeTelegram());
    expect(found.map(({ status }) => status)).toEqual(["ok", "fail", "todo"]);
    expect(found[0]?.text).toContain(telegramBot.username);
    expect(found[1]?.hint).toContain("WENBAN_TELEGRAM_SET_WEBHOOK=true");
    expect(found[2]?.text).toContain(CALLBACK);
  });

  it("sets the webhook where it is asked to", async () => {
    const platform = new FakeTelegram();
    const found = await diagnose(platform, { SET_WEBHOOK: "true" });
    expect(found.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
    expect(platform.webhook).toMatchObject({ url: CALLBACK, allowed_updates: ["message", "callback_query"] });
  });

  it("looks at the webhook that is set", async () => {
    const platform = new FakeTelegram();
    platform.webhook = {
      url: CALLBACK.replace("/default", ""),
      pending_update_count: 3,
      last_error_date: CONTRACT_NOW.getTime() / 1000 - 60,
      last_error_message: "Connection timed out",
      allowed_updates: ["message"],
    };
    const found = await diagnose(platform);
    expect(found.map(({ status }) => status)).toEqual(["ok", "ok", "warn", "warn"]);
    platform.webhook = { url: "https://elsewhere.example" };
    expect((await diagnose(platform))[1]).toMatchObject({
      status: "fail",
      text: expect.stringContaining("另一个"),
    });
  });

  it("tells a wrong token from a missing network", async () => {
    expect(await diagnose(new FakeTelegram(), { BOT_TOKEN: "1:wrong" })).toMatchObject([
      { status: "fail", text: expect.stringContaining("不接受") },
    ]);
    const platform = new FakeTelegram();
    platform.isReachable = false;
    expect(await diagnose(platform)).toMatchObject([
      { status: "fail", text: expect.stringContaining("连不上") },
    ]);
  });
});
