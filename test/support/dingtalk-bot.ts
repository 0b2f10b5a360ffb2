import type { Adapter, AdapterContext, ConversationRef, OutgoingReply } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import type { Answer } from "../../src/domain.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "./adapter-kit.ts";
import {
  deliverRobotMessage,
  dingtalkEnvironment,
  FakeDingtalk,
  type RobotDelivery,
} from "./dingtalk-platform.ts";
import { sampleAnswer } from "./sample-answer.ts";

export function createDingtalk(
  context: AdapterContext = contractContext(),
  more: Record<string, string> = {},
): Adapter {
  const [bot] = readBots(dingtalkEnvironment(more), adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

/** The platform signs by the millisecond: no two of these deliveries have one signature. */
let delivered = 0;

export function deliver({ at = CONTRACT_NOW, ...delivery }: Partial<RobotDelivery> = {}): Request {
  delivered = (delivered + 1) % 1000;
  return deliverRobotMessage({ at: new Date(at.getTime() + delivered), ...delivery });
}

export const without = (field: string) => deliver({ fields: { [field]: undefined } });

/** An adapter, its platform, and what it does with the answer to a message. */
export async function converse(fields: Record<string, unknown> = {}, more: Record<string, string> = {}) {
  const platform = new FakeDingtalk();
  let time = CONTRACT_NOW.getTime();
  const context = { ...contractContext(), fetch: platform.fetch, now: () => new Date(time) };
  const adapter = createDingtalk(context, more);
  const { messages } = await adapter.receive(deliver({ fields }));
  const conversation = messages[0]?.conversation;
  if (!conversation) throw new Error("no message");
  const reply = (changes: Partial<Answer> = {}, outgoing: Partial<OutgoingReply> = {}): OutgoingReply => ({
    parts: [{ answer: { ...sampleAnswer(), ...changes }, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
    sendKey: "a1b2".repeat(16),
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
    ...outgoing,
  });
  return {
    platform,
    adapter,
    conversation: conversation as ConversationRef,
    reply,
    send: (changes: Partial<Answer> = {}, outgoing: Partial<OutgoingReply> = {}) =>
      adapter.send(conversation, reply(changes, outgoing)),
    showProgress: (text: string) => adapter.progress(conversation, { sendKey: reply().sendKey, text }),
    pass: (ms: number) => {
      time += ms;
    },
  };
}
