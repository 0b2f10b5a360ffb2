import { describe, expect, it } from "vitest";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { contractBotsContext, contractContext } from "../support/adapter-kit.ts";
import { challenge, createFeishu, deliver, entered, event } from "../support/feishu-bot.ts";
import {
  type EventChanges,
  FakeFeishu,
  feishuEnvironment,
  feishuError,
  groupMessage,
} from "../support/feishu-platform.ts";

describe("飞书 messages", () => {
  const receive = async (changes: EventChanges, adapter = createFeishu()) =>
    (await adapter.receive(event(changes))).messages;

  it("are known by their own id, under whatever event they come", async () => {
    const [first, again] = [
      await receive({ header: { event_id: "ev_1" } }),
      await receive({ header: { event_id: "ev_2" } }),
    ];
    expect(again[0]?.key).toBe(first[0]?.key);
  });

  it.each([
    [
      "rich text",
      "post",
      {
        title: "请教",
        content: [
          [
            { tag: "text", text: "居住证" },
            { tag: "a", text: "怎么办", href: "https://a.example" },
          ],
          [{ tag: "img", image_key: "i" }],
          [{ tag: "text", text: "要带什么" }],
        ],
      },
      "请教\n居住证怎么办\n要带什么",
    ],
    ["a picture", "image", { image_key: "i" }, ""],
    ["a file", "file", { file_key: "f" }, ""],
  ])("are read: %s", async (_name, message_type, content, text) => {
    const messages = await receive({ message: { message_type, content: JSON.stringify(content) } });
    expect(messages.map((message) => message.text)).toEqual([text]);
  });

  it("of a group are read without the bot's name and with others' names", async () => {
    const text = "@_user_1 请问 @_user_2 和@_user_10 说的居住证怎么办";
    const others = Array.from({ length: 9 }, (_, index) => `ou_${index}`);
    const [message] = await receive({ message: groupMessage(text, {}, others) });
    expect(message?.text).toBe("请问 同事1 和同事9 说的居住证怎么办");
    expect(message?.conversation.kind).toBe("group");
  });

  it("of a group that mention the bot in rich text are read", async () => {
    const content = [
      [
        { tag: "at", user_id: "@_user_1" },
        { tag: "text", text: " 居住证怎么办" },
      ],
    ];
    const [message] = await receive({
      message: groupMessage("", { message_type: "post", content: JSON.stringify({ title: "", content }) }),
    });
    expect(message?.text).toBe("居住证怎么办");
  });

  it("of a group that mention somebody else are left alone", async () => {
    const mentions = [{ key: "@_user_1", id: { open_id: "ou_other" }, name: "问办" }];
    expect(await receive({ message: groupMessage("@_user_1 在吗", { mentions }) })).toEqual([]);
  });

  it("of a thread are a conversation of their own", async () => {
    const [[inThread], [outside]] = [
      await receive({ message: groupMessage("@_user_1 问", { thread_id: "omt_1" }) }),
      await receive({ message: groupMessage("@_user_1 问") }),
    ];
    expect(inThread?.conversation.id).not.toBe(outside?.conversation.id);
  });

  it("ask the platform once who the bot is, and are given back when it can't tell", async () => {
    const platform = new FakeFeishu();
    const adapter = createFeishu({ ...contractContext(), fetch: platform.fetch }, {});
    const ask = () => receive({ message: groupMessage("@_user_1 居住证怎么办") }, adapter);
    platform.refuse = ({ path }) => (path === "/bot/v3/info" ? feishuError(99991400) : undefined);
    await expect(ask()).rejects.toMatchObject({ kind: "unavailable", code: "webhook.own_id_unknown" });
    platform.refuse = () => undefined;
    expect(await ask()).toHaveLength(1);
    expect(await ask()).toHaveLength(1);
    expect(platform.calls.filter((call) => call === "GET /bot/v3/info")).toHaveLength(2);
  });

  it("greet who opens the conversation for the first time", async () => {
    const { messages } = await createFeishu().receive(entered());
    expect(messages).toMatchObject([
      { key: "ev_1", text: "你好", sender: "ou_new", conversation: { id: "oc_1" } },
    ]);
  });
});

describe("飞书 settings", () => {
  const make = (more: Record<string, string | undefined>) => () => createFeishu(contractContext(), more);

  it("name what is missing", () => {
    expect(make({ ENCRYPT_KEY: undefined })).toThrow(/缺少 WENBAN_FEISHU_ENCRYPT_KEY/);
    expect(make({ VERIFICATION_TOKEN: undefined })).toThrow(/缺少 WENBAN_FEISHU_VERIFICATION_TOKEN/);
    const both = /缺少 WENBAN_FEISHU_APP_SECRET.*缺少 WENBAN_FEISHU_ENCRYPT_KEY/;
    expect(make({ APP_SECRET: undefined, ENCRYPT_KEY: undefined })).toThrow(both);
    expect(make({ REPLY: "pigeon" })).toThrow(/WENBAN_FEISHU_REPLY 应为 card 或 post/);
  });

  it("of a long connection need no key, and then no callback is taken", async () => {
    const keyless = { CONNECTION: "socket", ENCRYPT_KEY: undefined, VERIFICATION_TOKEN: undefined };
    const adapter = make(keyless)();
    await expect(adapter.receive(deliver())).rejects.toMatchObject({ code: "webhook.bad_signature" });
    const check = deliver({ body: JSON.stringify(challenge("")), isSigned: false });
    await expect(adapter.receive(check)).rejects.toMatchObject({ code: "webhook.bad_signature" });
  });

  it("of Lark lead to Lark", async () => {
    const hosts: string[] = [];
    const context = contractBotsContext({
      ...contractContext(),
      fetch: async (input) => {
        hosts.push(new URL(String(input)).host);
        return feishuError(10003);
      },
    });
    const [bot] = readBots(feishuEnvironment({}, "LARK"), adapters, context);
    await bot?.diagnose();
    expect(bot?.platform).toBe("lark");
    expect(hosts).toEqual(["open.larksuite.com"]);
  });
});
