import type { Adapter, AdapterContext, ConversationRef, OutgoingReply } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import type { Answer } from "../../src/domain.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "./adapter-kit.ts";
import { sampleAnswer } from "./sample-answer.ts";
import { type FakeTelegram, GROUP, telegramBot, telegramEnvironment } from "./telegram-platform.ts";

const NAMED = { USERNAME: telegramBot.username };

export function createTelegram(
  context: AdapterContext = contractContext(),
  more: Record<string, string> = NAMED,
): Adapter {
  const [bot] = readBots(telegramEnvironment(more), adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

export const toGroup: ConversationRef = {
  id: String(GROUP.id),
  kind: "group",
  handle: { chat: String(GROUP.id), message: "42", thread: "9" },
};

export const toPerson: ConversationRef = {
  id: "111",
  kind: "direct",
  handle: { chat: "111", message: "42" },
};

export async function sendTo(
  platform: FakeTelegram,
  conversation = toPerson,
  answer: Partial<Answer> = {},
  outgoing: Partial<OutgoingReply> = {},
  context: Partial<AdapterContext> = {},
) {
  return createTelegram({ ...contractContext(), fetch: platform.fetch, ...context }).send(conversation, {
    parts: [{ answer: { ...sampleAnswer(), ...answer }, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
    sendKey: "key-1",
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
    ...outgoing,
  });
}
