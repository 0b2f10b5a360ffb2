/**
 * 飞书 and Lark bots. Sources: 飞书开放平台 「事件订阅」「接收消息」「回复消息」「卡片 JSON 2.0」「流式更新卡片」.
 * Messages come by callback, or over a long connection (see listeners/feishu-socket.ts); answers are sent by calls.
 */
import { type AdapterDefinition, defineAdapter, type Received } from "../adapter.ts";
import { createFeishuBot, type FeishuBot } from "./bot.ts";
import { showProgress } from "./card.ts";
import { diagnoseFeishu } from "./diagnose.ts";
import { ownOpenId } from "./own-id.ts";
import { parseEvent } from "./parse.ts";
import { sendReply } from "./send.ts";
import { type FeishuPlatform, feishuEnv } from "./settings.ts";
import { challengeOf, openCallback } from "./verify.ts";

const LARGEST_BODY = 256 * 1024;
/** A card takes ten changes each second, a conversation five messages. */
const CARD_EVERY_MS = 500;

export const FEISHU: FeishuPlatform = { name: "feishu", host: "https://open.feishu.cn" };
export const LARK: FeishuPlatform = { name: "lark", host: "https://open.larksuite.com" };

export const feishu = defineAdapter(platformOf(FEISHU));
export const lark = defineAdapter(platformOf(LARK));

function platformOf(platform: FeishuPlatform): AdapterDefinition<typeof feishuEnv> {
  return {
    name: platform.name,
    needsPublicUrl: true,
    env: feishuEnv,
    create(settings, context) {
      const bot = createFeishuBot(platform, settings, context);
      return {
        name: platform.name,
        capabilities: {
          methods: ["POST"],
          maxBodyBytes: LARGEST_BODY,
          lateReply: "push",
          refusal: "status",
          idempotentSend: true,
          progressEveryMs: settings.REPLY === "card" ? CARD_EVERY_MS : null,
          redelivery: null,
        },
        receive: (request) => receive(bot, request),
        send: (conversation, reply) => sendReply(bot, conversation, reply),
        progress: (conversation, progress) => showProgress(bot, conversation, progress),
      };
    },
    diagnose: (settings, context, callbackUrl) =>
      diagnoseFeishu(createFeishuBot(platform, settings, context), callbackUrl),
  };
}

async function receive(bot: FeishuBot, request: Request): Promise<Received> {
  const body = new Uint8Array(await request.arrayBuffer());
  const payload = await openCallback(request.headers, body, bot);
  const challenge = challengeOf(payload);
  if (challenge !== null) return { response: Response.json({ challenge }), messages: [] };
  const messages = await parseEvent(payload, () => ownOpenId(bot));
  return { response: Response.json({}), messages, isIgnored: messages.length === 0 };
}
