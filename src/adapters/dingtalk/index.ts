/**
 * 钉钉 robots. Sources: 钉钉开放平台 「机器人接收消息」「使用 sessionWebhook 回复消息」「机器人发送群聊消息」「AI 卡片」
 * 「事件订阅」. Messages come by callback, or over Stream (see listeners/dingtalk-stream.ts); answers are sent by
 * calls. 浙政钉 is another platform: nothing here has been tried with it.
 */
import { z } from "zod";
import { defineAdapter, type Received } from "../adapter.ts";
import { parseJsonBody, parseUnverified } from "../shared/json-body.ts";
import { badSignature } from "../shared/webhook-errors.ts";
import { createDingtalkBot, type DingtalkBot } from "./bot.ts";
import { showProgress } from "./card.ts";
import { diagnoseDingtalk } from "./diagnose.ts";
import { parseRobotMessage } from "./parse.ts";
import { sayAtOnce, sendReply } from "./send.ts";
import { dingtalkEnv } from "./settings.ts";
import { openEvent, refuseReplay, verifyRobotRequest } from "./verify.ts";

const LARGEST_BODY = 64 * 1024;
/** A card takes two or three updates each second. */
const CARD_EVERY_MS = 500;

export const dingtalk = defineAdapter({
  name: "dingtalk",
  needsPublicUrl: true,
  env: dingtalkEnv,
  create(settings, context) {
    const bot = createDingtalkBot(settings, context);
    return {
      name: "dingtalk",
      capabilities: {
        methods: ["POST"],
        maxBodyBytes: LARGEST_BODY,
        lateReply: "push",
        // Nobody says that it delivers again what was not taken.
        refusal: "reply",
        // A card takes an id of ours; ordinary messages, which stand in for it, take none.
        idempotentSend: false,
        progressEveryMs: settings.CARD_TEMPLATE_ID === undefined ? null : CARD_EVERY_MS,
        redelivery: null,
      },
      receive: (request) => receive(bot, request),
      send: (conversation, reply) => sendReply(bot, conversation, reply),
      progress: (conversation, progress) => showProgress(bot, conversation, progress),
    };
  },
  diagnose: diagnoseDingtalk,
});

async function receive(bot: DingtalkBot, request: Request): Promise<Received> {
  const body = new Uint8Array(await request.arrayBuffer());
  const query = new URL(request.url).searchParams;
  const isEvent = query.has("signature") || query.has("msg_signature");
  if (isEvent && bot.eventCryptos.length > 0) {
    return { response: await acknowledgeEvent(bot, query, body), messages: [] };
  }
  await verifyRobotRequest(request.headers, bot);
  const messages = parseRobotMessage(parseJsonBody(body), bot.settings);
  if (messages.length > 0) await refuseReplay(request.headers, body, bot);
  const response = Response.json({});
  const [message] = messages;
  if (!message) return { response, messages, isIgnored: true };
  return {
    response,
    messages,
    turnDown: async (words) => ((await sayAtOnce(bot, message.conversation, words)) ? response : null),
  };
}

const eventBody = z.object({ encrypt: z.string() });

/** 「事件订阅」: every event, the one that checks the address among them, is answered with `success`, encrypted. */
async function acknowledgeEvent(
  bot: DingtalkBot,
  query: URLSearchParams,
  body: Uint8Array,
): Promise<Response> {
  const envelope = eventBody.safeParse(parseUnverified(body));
  if (!envelope.success) throw badSignature();
  const { crypto, nonce } = await openEvent(query, envelope.data.encrypt, bot);
  const timeStamp = String(bot.context.now().getTime());
  const encrypt = await crypto.encrypt("success");
  const msg_signature = await crypto.sign(timeStamp, nonce, encrypt);
  return Response.json({ msg_signature, timeStamp, nonce, encrypt });
}
