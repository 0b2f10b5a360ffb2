/**
 * Telegram, by webhook. Sources: Telegram Bot API 「Getting updates」, 「sendMessage」, 「sendMessageDraft」,
 * 「Formatting options」, 「MessageEntity」; bots' FAQ on limits and privacy mode.
 */
import { z } from "zod";
import { type AdapterContext, defineAdapter, type Received } from "../adapter.ts";
import { parseJsonBody } from "../shared/json-body.ts";
import { createPlatformCall } from "../shared/platform-call.ts";
import { createTelegramCall, DEFAULT_BASE } from "./api.ts";
import { diagnoseTelegram } from "./diagnose.ts";
import { createIdentity } from "./identity.ts";
import { parseUpdate, type TelegramUpdate } from "./parse.ts";
import { showProgress } from "./progress.ts";
import { sendReply } from "./send.ts";
import { verifyTelegram } from "./verify.ts";

const LARGEST_BODY = 256 * 1024;
/** Bots' FAQ: about one message a second in a chat. */
const PROGRESS_EVERY_MS = 1500;
/** Bot API `sendChatAction`: the sign is shown for five seconds or less. */
const TYPING_FADES_MS = 4500;

const env = z.object({
  SECRET_TOKEN: z.string().regex(/^[\w-]{1,256}$/, "应为 1 到 256 位的字母、数字、_ 或 -"),
  BOT_TOKEN: z.string().regex(/^[\w:-]{3,200}$/, "应为 @BotFather 给的令牌，形如 123456:ABC…"),
  /** The bot's name in groups; asked of Telegram when absent. */
  USERNAME: z
    .string()
    .regex(/^@?\w{3,64}$/, "应为机器人的用户名")
    .optional(),
  SET_WEBHOOK: z.enum(["true", "false"], "应为 true 或 false").optional(),
  API_BASE: z.url("应为网址").optional(),
});

export const telegram = defineAdapter({
  name: "telegram",
  needsPublicUrl: true,
  env,
  create(settings, context) {
    const call = connect(settings, context);
    const identity = createIdentity(settings.BOT_TOKEN, settings.USERNAME, { call, memory: context.memory });
    return {
      name: "telegram",
      capabilities: {
        methods: ["POST"],
        maxBodyBytes: LARGEST_BODY,
        lateReply: "push",
        refusal: "status",
        idempotentSend: false,
        progressEveryMs: PROGRESS_EVERY_MS,
        progressFadesMs: TYPING_FADES_MS,
        redelivery: null,
      },
      async receive(request) {
        verifyTelegram(request.headers, settings.SECRET_TOKEN);
        const content = parseJsonBody(new Uint8Array(await request.arrayBuffer()));
        return acknowledge(await parseUpdate(content, identity));
      },
      send: (conversation, reply) =>
        sendReply({ call, memory: context.memory, publicUrl: context.publicUrl }, conversation, reply),
      progress: (conversation, progress) =>
        showProgress({ call, memory: context.memory }, conversation, progress),
    };
  },
  diagnose: (settings, context, callbackUrl) =>
    diagnoseTelegram({
      call: connect(settings, context),
      secretToken: settings.SECRET_TOKEN,
      setsWebhook: settings.SET_WEBHOOK === "true",
      callbackUrl,
      now: context.now,
    }),
});

function connect({ API_BASE = DEFAULT_BASE, BOT_TOKEN }: z.output<typeof env>, context: AdapterContext) {
  return createTelegramCall(createPlatformCall(context), API_BASE, BOT_TOKEN);
}

/** Bot API 「Making requests when getting updates」: the reply itself may name one method. */
function acknowledge(update: TelegramUpdate): Received {
  switch (update.kind) {
    case "question":
      return { response: new Response(null, { status: 200 }), messages: [update.message] };
    case "pressed": {
      const response = Response.json({ method: "answerCallbackQuery", callback_query_id: update.query });
      return { response, messages: update.message ? [update.message] : [] };
    }
    case "ignored":
      return { response: new Response(null, { status: 200 }), messages: [], isIgnored: true };
  }
}
