/**
 * 企业微信, three ways in: 自建应用 (encrypted XML, answered by 「发送应用消息」), 微信客服 (an event, whose messages are
 * fetched, and answered by calls of its own) and 智能机器人 (encrypted JSON, answered as a stream that the platform
 * polls, or a long connection). The body of a callback tells them apart.
 */
import { type Capabilities, defineAdapter } from "../adapter.ts";
import { createWecomBot } from "./bot.ts";
import { diagnoseWecom } from "./diagnose.ts";
import { receiveCallback } from "./receive.ts";
import { sendReply, showProgress } from "./send.ts";
import { readSettings, wecomEnv } from "./settings.ts";

const capabilities: Capabilities = {
  methods: ["GET", "POST"],
  maxBodyBytes: 128 * 1024,
  lateReply: "push",
  refusal: "reply",
  // 微信客服 takes a key, and 自建应用 drops equal texts, but an answer posted for a 智能机器人 has neither.
  idempotentSend: false,
  // A conversation of a 智能机器人 takes 30 messages a minute over the long connection.
  progressEveryMs: 5000,
  // Only callbacks that no reply answers are delivered again.
  redelivery: null,
};

export const wecom = defineAdapter({
  name: "wecom",
  needsPublicUrl: true,
  env: wecomEnv,
  create(settings, context) {
    const bot = createWecomBot(readSettings(settings), context);
    return {
      name: "wecom",
      capabilities,
      receive: (request) => receiveCallback(bot, request),
      send: (conversation, reply) => sendReply(bot, conversation, reply),
      progress: (conversation, progress) => showProgress(bot, conversation, progress),
    };
  },
  diagnose: (settings, context, callbackUrl) => diagnoseWecom(readSettings(settings), context, callbackUrl),
});
