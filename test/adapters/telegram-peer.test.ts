import { Api, Bot, webhookCallback } from "grammy";
import type { ApiMethods, Update } from "grammy/types";
import { beforeEach, describe, expect, it } from "vitest";
import { telegram } from "../../src/adapters/telegram/index.ts";
import { CONTRACT_NOW, contractContext } from "../support/adapter-kit.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import {
  deliverTelegram,
  FakeTelegram,
  groupMessage,
  pressFields,
  telegramBot,
} from "../support/telegram-platform.ts";

/** The most used framework for Telegram, given the same updates. */
describe("as grammY reads them", () => {
  const seen: Update[] = [];
  const bot = new Bot(telegramBot.token, {
    botInfo: {
      id: telegramBot.id,
      is_bot: true,
      first_name: "问办",
      username: telegramBot.username,
    } as Bot["botInfo"],
  });
  bot.use(async ({ update }) => void seen.push(update));
  const callback = webhookCallback(bot, "std/http", { secretToken: telegramBot.secretToken });
  beforeEach(() => void seen.splice(0));

  const adapter = telegram.create(
    { BOT_TOKEN: telegramBot.token, SECRET_TOKEN: telegramBot.secretToken, USERNAME: telegramBot.username },
    contractContext(),
  );

  it.each<[string, () => Request]>([
    ["a private message", () => deliverTelegram()],
    ["a mention", () => deliverTelegram({ message: groupMessage("多少钱") })],
  ])("the test's updates are Telegram's: %s", async (_name, make) => {
    expect((await callback(make())).status).toBe(200);
    const [message] = (await adapter.receive(make())).messages;
    const [update] = seen;
    expect(String(update?.update_id)).toBe(message?.key);
    expect(String(update?.message?.chat.id)).toBe(message?.conversation.handle.chat);
    expect(update?.message?.text).toContain(message?.text);
  });

  it("a pressed button too", async () => {
    const make = () => deliverTelegram({ update: pressFields("option:0", ["居住证办理"]) });
    expect((await callback(make())).status).toBe(200);
    const [message] = (await adapter.receive(make())).messages;
    expect(seen[0]?.callback_query?.data).toBe("option:0");
    expect(message?.text).toBe("居住证办理");
  });

  it("and what it refuses is refused", async () => {
    expect((await callback(deliverTelegram({ secret: "x" }))).status).toBe(401);
    expect(seen).toEqual([]);
  });
});

it("messages are calls that grammY's types know, and the fake is a Telegram that grammY can call", async () => {
  const platform = new FakeTelegram();
  const settings = { BOT_TOKEN: telegramBot.token, SECRET_TOKEN: telegramBot.secretToken };
  const adapter = telegram.create(settings, { ...contractContext(), fetch: platform.fetch });
  const conversation = {
    id: "-1",
    kind: "group",
    handle: { chat: "-1", message: "42", thread: "9" },
  } as const;
  const options = [{ label: "居住证", question: "居住证怎么办理" }];
  const answer = { ...sampleAnswer(), outcome: "clarify" as const, options };
  await adapter.send(conversation, {
    parts: [{ answer, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
    sendKey: "k",
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
  });
  const [ours] = platform.messages;
  // grammY brings a signal of its own make, which nothing else knows.
  const call = (url: string, { body }: { body?: string }) =>
    platform.respond(new Request(url, { method: "POST", body: body ?? "{}" }));
  const api = new Api(telegramBot.token, { fetch: call as unknown as typeof fetch });
  type SendMessage = Parameters<ApiMethods["sendMessage"]>[0];
  const { chat_id, text, ...other } = ours as unknown as SendMessage;
  await api.sendMessage(chat_id, text, other as Parameters<typeof api.sendMessage>[2]);
  expect(platform.messages[1]).toEqual(ours);
  expect((await api.getMe()).username).toBe(telegramBot.username);
});
