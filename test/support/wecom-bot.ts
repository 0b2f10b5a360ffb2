import type { Adapter, IncomingMessage, OutgoingReply, Received } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { type Bot, readBots } from "../../src/adapters/read-bots.ts";
import type { Answer } from "../../src/domain.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "./adapter-kit.ts";
import { sampleAnswer } from "./sample-answer.ts";
import { WecomCalls } from "./wecom-calls.ts";
import { wecomEnvironment } from "./wecom-platform.ts";

/** A 企业微信 bot, the platform it calls and a clock that stands still until it is set. */
export interface WecomStage {
  bot: Bot;
  adapter: Adapter;
  calls: WecomCalls;
  clock: { now: Date };
}

export function openWecom(env: Record<string, string> = {}): WecomStage {
  const clock = { now: CONTRACT_NOW };
  const now = () => clock.now;
  const calls = new WecomCalls(now);
  const context = contractBotsContext({ ...contractContext(), now, fetch: calls.fetch });
  const [bot] = readBots(wecomEnvironment(env), adapters, context);
  if (!bot) throw new Error("no bot");
  return { bot, adapter: bot.adapter, calls, clock };
}

/** The one message of a request. */
export function onlyMessage({ messages }: Received): IncomingMessage {
  const [message] = messages;
  if (!message || messages.length !== 1) throw new Error("not one message");
  return message;
}

export function replyWith(
  changes: Partial<Answer> = {},
  outgoing: Partial<OutgoingReply> = {},
): OutgoingReply {
  return {
    parts: [{ answer: { ...sampleAnswer(), ...changes }, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
    sendKey: "key-1",
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
    ...outgoing,
  };
}

/** An answer that needs several messages. */
export const LONG_ANSWER: Partial<Answer> = { text: "取消审批事项九个，办理时限压缩一半。[1]".repeat(120) };
