import { describe, expect, it } from "vitest";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "../support/adapter-kit.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { ask, conversationOf, createSlack, inThread, outgoing, sendTo } from "../support/slack-bot.ts";
import {
  deliverCommand,
  FakeSlack,
  slackApp,
  slackEnvironment,
  slackError,
} from "../support/slack-platform.ts";

describe("Slack commands", () => {
  it("are acknowledged in words, and answered where only the asker sees it", async () => {
    const { message, response } = await ask(deliverCommand(CONTRACT_NOW));
    expect(await response.json()).toMatchObject({ response_type: "ephemeral" });
    expect(message).toMatchObject({
      key: "13345224609.738474920.8088930838d88f008e0",
      sender: "U0WANG",
      text: "居住证怎么办理？",
      conversation: { kind: "direct", id: "C0HALL:U0WANG" },
    });
    const slack = new FakeSlack();
    expect(await sendTo(slack, message?.conversation)).toMatchObject({ status: "sent" });
    expect(slack.commandReplies).toMatchObject([{ response_type: "ephemeral" }]);
    expect(slack.commandReplies[0]?.text).toContain("取消9个。[1]");
    expect(slack.methods).toEqual([]);
  });

  it.each([
    "https://evil.example/",
    "https://hooks.slack.com.evil.example/",
    "https://hooks.slack.com@evil.example/",
    "http://hooks.slack.com/commands",
    "https://hooks.slack.com:8443/commands",
    "http://169.254.169.254/",
  ])("are not answered at %s", async (response_url) => {
    await expect(ask(deliverCommand(CONTRACT_NOW, { response_url }))).rejects.toMatchObject({
      kind: "bad_input",
      code: "webhook.bad_reply_url",
    });
  });

  it("have an end", async () => {
    const { message } = await ask(deliverCommand(CONTRACT_NOW));
    const context = { ...contractContext(), fetch: async () => new Response("used_url", { status: 404 }) };
    const result = await createSlack(context).send(conversationOf(message), outgoing());
    expect(result).toMatchObject({ status: "failed", reason: "window" });
  });
});

describe("Slack answers", () => {
  it("go to the thread, without previews", async () => {
    const slack = new FakeSlack();
    expect(await sendTo(slack)).toEqual({ status: "sent", platformMessageId: slack.messages[0]?.ts });
    expect(slack.messages).toMatchObject([
      { channel: "C0HALL", thread_ts: "1.0", unfurl_links: false, unfurl_media: false },
    ]);
  });

  it("to a direct message stand beside it", async () => {
    const slack = new FakeSlack();
    await sendTo(slack, { id: "D0WANG", kind: "direct", handle: { channel: "D0WANG", ts: "1.0" } });
    expect(slack.messages[0]).not.toHaveProperty("thread_ts");
  });

  it.each([
    ["a thread", inThread],
    ["a direct message", { id: "D1", kind: "direct", handle: { channel: "D1", ts: "1.0" } } as const],
  ])("that may have arrived are looked for before they are sent again: %s", async (_name, conversation) => {
    const slack = new FakeSlack();
    slack.troubles.push((post) => {
      post();
      throw new TypeError("the connection broke");
    });
    expect(await sendTo(slack, conversation)).toMatchObject({ reason: "transient", mayHaveArrived: true });
    const again = await sendTo(slack, conversation, { maybeDuplicate: true });
    expect(again).toEqual({ status: "sent", platformMessageId: slack.messages[0]?.ts });
    expect(slack.messages).toHaveLength(1);
  });

  it("are sent again when they did not arrive, belong to another reply, or can't be looked for", async () => {
    const slack = new FakeSlack();
    await sendTo(slack, inThread, { sendKey: "key-0" });
    await sendTo(slack, inThread, { maybeDuplicate: true });
    expect(slack.messages).toHaveLength(2);
    slack.canReadHistory = false;
    await sendTo(slack, inThread, { maybeDuplicate: true });
    expect(slack.messages).toHaveLength(3);
  });

  it("in several messages go on where they broke off, however often", async () => {
    const slack = new FakeSlack();
    const parts = [
      {
        answer: { ...sampleAnswer(), text: `${"办理时限缩短一半，共9项。[1]".repeat(600)}` },
        answeredAt: CONTRACT_NOW,
        earlierQuestion: null,
      },
    ];
    let delivered = 0;
    const noteDelivered = async (count: number) => {
      delivered = count;
    };
    const lose = (post: () => Response): Response => {
      post();
      throw new TypeError("the connection broke");
    };
    for (let tries = 0, maybeDuplicate = false; tries < 9; tries++) {
      slack.troubles.push(lose);
      const result = await sendTo(slack, inThread, { parts, delivered, maybeDuplicate, noteDelivered });
      if (result.status === "sent") break;
      maybeDuplicate = true;
    }
    const marks = slack.messages.map(({ text }) => text.slice(0, 5));
    expect(marks).toEqual(["(1/3)", "(2/3)", "(3/3)"].slice(0, marks.length));
    expect(marks.length).toBeGreaterThan(1);
    expect(slack.messages.at(-1)?.text).toContain("依据：");
  });

  it("wait as long as Slack asks for", async () => {
    const slack = new FakeSlack();
    slack.troubles.push(() =>
      Response.json({ ok: false, error: "ratelimited" }, { status: 429, headers: { "retry-after": "7" } }),
    );
    expect(await sendTo(slack)).toEqual({ status: "failed", reason: "rate", retryAfterMs: 7000 });
  });

  it("are announced in threads, as long as the app may", async () => {
    const slack = new FakeSlack();
    const adapter = createSlack({ ...contractContext(), fetch: slack.fetch });
    const progress = { sendKey: "k", text: "正在查找相关文件…" };
    await adapter.progress({ ...inThread, handle: { channel: "D1", ts: "1.0" } }, progress);
    expect(slack.methods).toEqual([]);
    await adapter.progress(inThread, progress);
    slack.canSetStatus = false;
    await adapter.progress(inThread, progress);
    await adapter.progress(inThread, progress);
    expect(slack.methods).toEqual(Array(2).fill("assistant.threads.setStatus"));
  });

  it.each(["https://slack.example", "https://slack.example/", "https://slack.example/api"])(
    "go to %s where that is configured",
    async (API_BASE) => {
      const urls: string[] = [];
      const fetchAny: typeof fetch = async (input) => {
        urls.push(String(input));
        return Response.json({ ok: true, ts: "1" });
      };
      await createSlack({ ...contractContext(), fetch: fetchAny }, { API_BASE }).send(inThread, outgoing());
      expect(urls).toEqual(["https://slack.example/api/chat.postMessage"]);
    },
  );
});

describe("doctor on Slack", () => {
  const diagnose = async (fetchSlack: typeof fetch) => {
    const context = { ...contractContext(), fetch: fetchSlack };
    const [bot] = readBots(slackEnvironment(), adapters, contractBotsContext(context));
    return bot?.diagnose() ?? [];
  };

  it("names the workspace and what to enter where", async () => {
    const found = await diagnose(new FakeSlack().fetch);
    expect(found.map(({ status }) => status)).toEqual(["ok", "todo", "todo", "todo"]);
    expect(found[0]?.text).toContain("区政务");
    expect(found[1]?.text).toContain("https://wenban.example.gov.cn/webhooks/slack/default");
  });

  it("finds a wrong token, missing scopes, a clock that is off and no network", async () => {
    const refused = await diagnose(async () => slackError("invalid_auth")());
    expect(refused).toMatchObject([{ status: "fail", hint: expect.stringContaining("OAuth") }]);
    const poor = await diagnose(async () =>
      Response.json(
        { ok: true, team: "t", user: "u" },
        { headers: { "x-oauth-scopes": "chat:write", date: "Fri, 20 Nov 2026 08:10:00 GMT" } },
      ),
    );
    expect(poor.map(({ status }) => status)).toEqual([
      "ok",
      "fail",
      "fail",
      "warn",
      "warn",
      "todo",
      "todo",
      "todo",
    ]);
    const offline = await diagnose(() => Promise.reject(new Error("offline")));
    expect(offline).toMatchObject([{ status: "fail", text: expect.stringContaining("连不上") }]);
    expect(JSON.stringify([refused, poor, offline])).not.toContain(slackApp.botToken);
  });
});
