import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ConversationRef } from "../../src/adapters/adapter.ts";
import { utf16Units } from "../../src/adapters/shared/text-atoms.ts";
import { describeAdapter } from "../contracts/adapter.contract.ts";
import { CONTRACT_NOW, contractContext } from "../support/adapter-kit.ts";
import { ask, createSlack, deliver } from "../support/slack-bot.ts";
import {
  deliverCommand,
  deliverSlack,
  FakeSlack,
  mention,
  signAsSlack,
  slackApp,
  slackError,
} from "../support/slack-platform.ts";

const vector = JSON.parse(readFileSync(new URL("../fixtures/im/slack.json", import.meta.url), "utf8")).v0;

const deliverEvent = (event: Record<string, unknown>) => deliver({ event });
const seconds = String(CONTRACT_NOW.getTime() / 1000);

const readSent = async (calls: readonly Request[]): Promise<string[]> => {
  const bodies = await Promise.all(calls.map((call) => call.json()));
  return bodies.map((body) => body.text);
};

describeAdapter("slack", {
  create: createSlack,
  question: ({ text = "居住证怎么办理？", key = "Ev0001", user = "U0WANG", at = CONTRACT_NOW } = {}) =>
    deliverSlack({ at, envelope: { event_id: key }, event: { text, user, channel: `D${user}` } }),
  forgeries: [
    ["no headers", () => deliver({ headers: { "x-slack-request-timestamp": "", "x-slack-signature": "" } })],
    ["no signature", () => deliver({ headers: { "x-slack-signature": "" } })],
    ["another secret", () => deliver({ secret: "another-signing-secret" })],
    [
      "another timestamp",
      () => deliver({ headers: { "x-slack-request-timestamp": String(Number(seconds) + 1) } }),
    ],
    ["a timestamp that is no number", () => deliver({ headers: { "x-slack-request-timestamp": "abc" } })],
    [
      "a signed timestamp that is no number",
      () =>
        deliver({
          body: "{}",
          headers: { "x-slack-request-timestamp": "abc", "x-slack-signature": signAsSlack("abc", "{}") },
        }),
    ],
    [
      "another version",
      () =>
        deliver({
          body: "{}",
          headers: { "x-slack-signature": signAsSlack(seconds, "{}").replace("v0", "v1") },
        }),
    ],
    [
      "capital digits",
      () =>
        deliver({ body: "{}", headers: { "x-slack-signature": signAsSlack(seconds, "{}").toUpperCase() } }),
    ],
    [
      "a signature cut short",
      () =>
        deliver({ body: "{}", headers: { "x-slack-signature": signAsSlack(seconds, "{}").slice(0, 20) } }),
    ],
    [
      "two signatures",
      () =>
        deliver({
          body: "{}",
          headers: { "x-slack-signature": `${signAsSlack(seconds, "{}")}, v0=${"0".repeat(64)}` },
        }),
    ],
    [
      "another body",
      () => deliver({ body: "{} ", headers: { "x-slack-signature": signAsSlack(seconds, "{}") } }),
    ],
    [
      "an unsigned handshake",
      () =>
        deliver({
          body: '{"type":"url_verification","challenge":"abc"}',
          headers: { "x-slack-signature": "" },
        }),
    ],
    ["a forged command", () => deliverCommand(CONTRACT_NOW, {}, "another-signing-secret")],
  ],
  badBodies: [
    ["no JSON", () => deliver({ body: "居住证" })],
    ["a list", () => deliver({ body: "[]" })],
    ["no type", () => deliver({ body: "{}" })],
    ["a handshake without a challenge", () => deliver({ body: '{"type":"url_verification"}' })],
    ["no event", () => deliver({ body: '{"type":"event_callback","event_id":"Ev1"}' })],
    ["no event id", () => deliver({ envelope: { event_id: undefined } })],
    ["a text that is an object", () => deliverEvent({ text: { $gt: "" } })],
    ["no channel", () => deliverEvent({ channel: undefined })],
    ["no timestamp", () => deliverEvent({ ts: undefined })],
  ],
  ignored: [
    ["an edit", () => deliverEvent({ subtype: "message_changed", user: undefined, message: {} })],
    ["somebody who joins", () => deliverEvent({ subtype: "channel_join" })],
    ["a reaction", () => deliverEvent({ type: "reaction_added", channel: undefined, item: {} })],
    [
      "a new channel",
      () => deliverEvent({ type: "channel_created", channel: { id: "C1" }, user: undefined }),
    ],
    ["a limit", () => deliver({ body: '{"type":"app_rate_limited","minute_rate_limited":1}' })],
    [
      "a button",
      () =>
        deliver({ body: "payload=%7B%7D", headers: { "content-type": "application/x-www-form-urlencoded" } }),
    ],
    [
      "the same mention as a message of its channel",
      () => deliverEvent({ ...mention("多少钱"), type: "message" }),
    ],
    ["a direct message's mention", () => deliverEvent({ type: "app_mention" })],
  ],
  ownMessages: [
    ["this one", () => deliverEvent({ user: slackApp.botUser })],
    ["another one", () => deliverEvent({ bot_id: "B1" })],
    ["one of the old kind", () => deliverEvent({ subtype: "bot_message", bot_id: "B1", user: undefined })],
    ["Slack's own", () => deliverEvent({ user: "USLACKBOT" })],
  ],
  group: {
    mentioned: ({
      text = "多少钱",
      key = "Ev0001",
      user = "U0WANG",
      group = "C0HALL",
      at = CONTRACT_NOW,
    } = {}) =>
      deliverSlack({ at, envelope: { event_id: key }, event: mention(text, { user, channel: group }) }),
    unmentioned: () => deliverEvent({ channel: "C0HALL", channel_type: "channel" }),
  },
  freshMs: 5 * 60 * 1000,
  secrets: [slackApp.signingSecret, slackApp.botToken],
  readText: (response) => response.text(),
  platform: {
    respond: (request) => new FakeSlack().respond(request),
    readText: async (calls) => (await readSent(calls)).join("\n"),
    readPieces: readSent,
    limit: { most: 4000, measure: utf16Units },
    failures: [
      ["the token", slackError("token_revoked"), "auth"],
      ["too many", () => new Response("{}", { status: 429, headers: { "retry-after": "30" } }), "rate"],
      ["not a member", slackError("not_in_channel"), "blocked"],
      ["too long", slackError("msg_too_long"), "too_long"],
      ["no thread any more", slackError("thread_not_found"), "window"],
      ["trouble of its own", slackError("internal_error"), "transient"],
      ["a status of trouble", () => new Response("", { status: 503 }), "transient"],
      ["no words", () => new Response("<html>"), "transient"],
      ["something new", slackError("brand_new_error"), "bug"],
    ],
  },
  link: (label, url) => `<${url}|${label}>`,
});

describe("Slack requests", () => {
  it("are signed as the published example is", async () => {
    const at = new Date(Number(vector.timestamp) * 1000);
    expect(signAsSlack(vector.timestamp, vector.body)).toBe(vector.signature);
    const adapter = createSlack({ ...contractContext(), now: () => at });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const { messages } = await adapter.receive(deliverSlack({ at, body: vector.body, headers }));
    expect(messages[0]).toMatchObject({ sender: "U2CERLKJA", text: "你好" });
  });

  it("begin with a handshake", async () => {
    const { response, message } = await ask(
      deliver({ body: '{"type":"url_verification","challenge":"3eZbrw1aB"}' }),
    );
    expect(message).toBeUndefined();
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(await response.text()).toBe("3eZbrw1aB");
  });

  it("are taken on any try: a retry's header is no reason to drop one", async () => {
    const headers = { "x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout" };
    const { message, response } = await ask(deliver({ headers }));
    expect(message?.key).toBe("Ev0001");
    expect(response.headers.has("x-slack-no-retry")).toBe(false);
  });

  it.each([
    ["&lt;b&gt; A&amp;amp;B", "<b> A&amp;B"],
    ["见 <https://x.example/a?b=1&amp;c=2|通知> 和 <https://y.example>", "见 通知 和 https://y.example"],
    [`<@${slackApp.botUser}>  多少钱`, "多少钱"],
    ["<@U0LI|li> 和 <@U0LI> 在 <#C1|大厅> <!here> <!date^1^x|明天>", "@li 和 在 #大厅 明天"],
    ["<mailto:a@b.example|a@b.example>", "a@b.example"],
  ])("are unwrapped: %s", async (text, expected) => {
    expect((await ask(deliverEvent({ text }))).message?.text).toBe(expected);
  });

  it("mention the bot first where they do not say which user it is", async () => {
    const event = mention("<@U0LI|li> 说的对吗");
    const { message } = await ask(deliver({ event, envelope: { authorizations: undefined } }));
    expect(message?.text).toBe("@li 说的对吗");
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["nothing but its name", mention(""), "你好"],
    ["a file without words", { text: "", subtype: "file_share", files: [{}] }, ""],
    ["a file with words", { text: "这个怎么办", subtype: "file_share", files: [{}] }, "这个怎么办"],
  ])("may hold %s", async (_name, event, expected) => {
    expect((await ask(deliverEvent(event))).message?.text).toBe(expected);
  });

  it.each<[string, Record<string, unknown>, ConversationRef]>([
    [
      "a direct message",
      {},
      { id: "D0WANG", kind: "direct", handle: { channel: "D0WANG", ts: "1795161600.000100" } },
    ],
    [
      "a thread of direct messages",
      { thread_ts: "1.0" },
      {
        id: "D0WANG:1.0",
        kind: "direct",
        handle: { channel: "D0WANG", ts: "1795161600.000100", thread: "1.0" },
      },
    ],
    [
      "a mention, in a thread of its own",
      mention("多少钱", { ts: "2.0" }),
      { id: "C0HALL:2.0", kind: "group", handle: { channel: "C0HALL", ts: "2.0", thread: "2.0" } },
    ],
    [
      "a mention in a thread",
      mention("多少钱", { ts: "2.0", thread_ts: "1.0" }),
      { id: "C0HALL:1.0", kind: "group", handle: { channel: "C0HALL", ts: "2.0", thread: "1.0" } },
    ],
  ])("belong to a conversation: %s", async (_name, event, conversation) => {
    expect((await ask(deliverEvent(event))).message?.conversation).toEqual(conversation);
  });

  it("come from the configured app alone", async () => {
    const foreign = () => deliver({ envelope: { api_app_id: "A0OTHER" } });
    expect((await ask(foreign())).message).toBeDefined();
    expect((await ask(deliver(), { APP_ID: slackApp.id })).message).toBeDefined();
    for (const request of [foreign(), deliverCommand(CONTRACT_NOW, { api_app_id: "A0OTHER" })]) {
      await expect(ask(request, { APP_ID: slackApp.id })).rejects.toMatchObject({
        kind: "not_found",
        code: "webhook.unknown_channel",
      });
    }
  });

  it("come from the app of the first signed request where none is configured, also after a restart", async () => {
    const context = contractContext();
    const envelope = { api_app_id: "A0OTHER" };
    expect((await ask(deliver(), {}, context)).message).toBeDefined();
    await expect(ask(deliver({ envelope }), {}, context)).rejects.toMatchObject({
      code: "webhook.unknown_channel",
    });
    const other = { SIGNING_SECRET: "the secret of another app" };
    const request = deliver({ envelope, secret: other.SIGNING_SECRET });
    expect((await ask(request, other, context)).message).toBeDefined();
  });
});
