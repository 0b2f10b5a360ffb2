import type { Adapter, AdapterContext, OutgoingReply } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { createAdapterMemory } from "../../src/adapters/memory.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import type { Answer } from "../../src/domain.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "./adapter-kit.ts";
import {
  type CallbackOptions,
  deliverEvent,
  type EventChanges,
  FakeFeishu,
  feishuApp,
  feishuEnvironment,
  messageEvent,
} from "./feishu-platform.ts";
import { sampleAnswer } from "./sample-answer.ts";

const OWN_ID = { BOT_OPEN_ID: feishuApp.openId };

export function createFeishu(
  context: AdapterContext = contractContext(),
  more: Record<string, string | undefined> = OWN_ID,
): Adapter {
  const [bot] = readBots(feishuEnvironment(more), adapters, contractBotsContext(context));
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

export const deliver = (options: Partial<CallbackOptions> = {}) =>
  deliverEvent({ at: CONTRACT_NOW, ...options });

export const event = (changes: EventChanges) => deliver({ payload: messageEvent(changes) });

/** An adapter, its platform, and what it does with the answer to a message. */
export async function converse(
  changes: EventChanges = {},
  more: Record<string, string> = {},
  platform = new FakeFeishu(),
) {
  let time = CONTRACT_NOW.getTime();
  const now = () => new Date(time);
  const memory = createAdapterMemory(now)("feishu/default");
  const context = { ...contractContext(), fetch: platform.fetch, now, memory };
  const adapter = createFeishu(context, { ...OWN_ID, ...more });
  const { messages } = await adapter.receive(event(changes));
  const conversation = messages[0]?.conversation;
  if (!conversation) throw new Error("no message");
  const sendKey = "a1b2".repeat(16);
  const reply = (answer: Partial<Answer> = {}, outgoing: Partial<OutgoingReply> = {}): OutgoingReply => ({
    parts: [{ answer: { ...sampleAnswer(), ...answer }, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
    sendKey,
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
    ...outgoing,
  });
  return {
    platform,
    adapter,
    memory,
    sendKey,
    send: (answer: Partial<Answer> = {}, outgoing: Partial<OutgoingReply> = {}) =>
      adapter.send(conversation, reply(answer, outgoing)),
    showProgress: (text: string) => adapter.progress(conversation, { sendKey, text }),
    pass: (ms: number) => {
      time += ms;
    },
  };
}

/** The check of an address. */
export const challenge = (token: unknown) => ({ type: "url_verification", challenge: "abc", token });

/** Somebody opens the conversation; new to it when there is no message yet. */
export function entered(last_message_id?: string): Request {
  const { schema, header } = messageEvent({
    header: { event_type: "im.chat.access_event.bot_p2p_chat_entered_v1", event_id: "ev_1" },
  });
  const body = { chat_id: "oc_1", operator_id: { open_id: "ou_new" }, last_message_id };
  return deliver({ payload: { schema, header, event: body } });
}
