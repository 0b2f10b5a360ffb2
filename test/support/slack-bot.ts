import type { Adapter, AdapterContext, ConversationRef, OutgoingReply } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "./adapter-kit.ts";
import { sampleAnswer } from "./sample-answer.ts";
import { deliverSlack, type FakeSlack, type SlackDelivery, slackEnvironment } from "./slack-platform.ts";

export function createSlack(
  context: AdapterContext = contractContext(),
  more: Record<string, string> = {},
): Adapter {
  const [bot] = readBots(slackEnvironment(more), adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

export const deliver = (delivery: Partial<SlackDelivery> = {}) =>
  deliverSlack({ at: CONTRACT_NOW, ...delivery });

export const ask = async (
  request: Request,
  more: Record<string, string> = {},
  context = contractContext(),
) => {
  const { messages, response } = await createSlack(context, more).receive(request);
  if (!(response instanceof Response)) throw new Error("passive");
  return { message: messages[0], response };
};

export const conversationOf = (message: { conversation: ConversationRef } | undefined): ConversationRef => {
  if (!message) throw new Error("no message");
  return message.conversation;
};

export const outgoing = (changes: Partial<OutgoingReply> = {}): OutgoingReply => ({
  parts: [{ answer: sampleAnswer(), answeredAt: CONTRACT_NOW, earlierQuestion: null }],
  sendKey: "key-1",
  delivered: 0,
  maybeDuplicate: false,
  noteDelivered: async () => {},
  ...changes,
});

export const inThread: ConversationRef = {
  id: "C0HALL:1.0",
  kind: "group",
  handle: { channel: "C0HALL", ts: "1.0", thread: "1.0" },
};

export async function sendTo(
  slack: FakeSlack,
  conversation = inThread,
  changes: Partial<OutgoingReply> = {},
) {
  return createSlack({ ...contractContext(), fetch: slack.fetch }).send(conversation, outgoing(changes));
}
