/**
 * Any system that signs its requests as Standard Webhooks and reads JSON. The answer travels in the HTTP
 * reply; the same `webhook-id` again gets the same answer, which is also how a slow one is fetched. Where the settings
 * name an address, a slow one is sent there by itself.
 */
import { z } from "zod";
import {
  type AdapterContext,
  type Capabilities,
  type ConversationRef,
  type Diagnosis,
  defineAdapter,
  type PassiveResponse,
} from "../adapter.ts";
import { parseJsonBody } from "../shared/json-body.ts";
import { parseSigningKeys, parseWebhookKeys, verifyWebhook } from "../shared/standard-webhooks.ts";
import { cannotPush } from "../shared/webhook-errors.ts";
import { parseEvent } from "./parse.ts";
import { answerEvent } from "./render.ts";
import { CALLBACK_RETRIES_MS, type Callback, isGone, sendToCallback } from "./send.ts";

/** Senders give up after 15 to 30 s. */
const WITHIN_MS = 14_000;
/** By then an answer has gone with the HTTP reply, or it goes out by itself. */
const PUSH_AFTER_MS = 15_000;
const LARGEST_BODY = 64 * 1024;
/** Seconds after which a sender is asked to deliver again for an answer that was not ready. */
const RETRY_AFTER = "5";

const secrets = keyList(
  parseWebhookKeys,
  "应为 whsec_ 加 Base64（至少 16 字节），轮换时可写两个，用空格隔开",
);
const signingSecrets = keyList(parseSigningKeys, "应为 whsec_ 或 whsk_ 加 Base64");

const env = z
  .object({
    /** What requests are verified with. */
    SECRET: secrets,
    CALLBACK_URL: z.url({ protocol: /^https?$/, error: "应为 http 或 https 网址" }).optional(),
    /** What late answers are signed with; the shared secrets of `SECRET` when absent. */
    CALLBACK_SECRET: signingSecrets.optional(),
  })
  .superRefine((settings, check) => {
    if (settings.CALLBACK_URL === undefined || signingKeys(settings).length > 0) return;
    check.addIssue({ code: "custom", path: ["CALLBACK_SECRET"], message: "missing" });
  });
type Settings = z.output<typeof env>;

export const generic = defineAdapter({
  name: "generic",
  needsPublicUrl: false,
  env,
  create(settings, context) {
    const callback = readCallback(settings);
    return {
      name: "generic",
      capabilities: callback ? { ...capabilities, ...callbackCapabilities } : capabilities,
      async receive(request) {
        const body = new Uint8Array(await request.arrayBuffer());
        const id = await verifyWebhook(request.headers, body, settings.SECRET, context.now());
        const message = parseEvent(id, parseJsonBody(body), callback ? PUSH_AFTER_MS : 0);
        if (!message) {
          return { response: Response.json({ type: "event.ignored" }), messages: [], isIgnored: true };
        }
        return {
          response: passiveResponse(message.conversation, context, callback !== null),
          messages: [message],
        };
      },
      async send(conversation, reply) {
        if (!callback) throw cannotPush("generic");
        return sendToCallback(callback, context, conversation, reply);
      },
      async progress() {},
    };
  },
  diagnose,
});

const capabilities: Capabilities = {
  methods: ["POST"],
  maxBodyBytes: LARGEST_BODY,
  lateReply: "redelivery",
  refusal: "status",
  idempotentSend: false,
  progressEveryMs: null,
  redelivery: null,
};
const callbackCapabilities: Partial<Capabilities> = {
  lateReply: "push",
  idempotentSend: true,
  retriesAfterMs: CALLBACK_RETRIES_MS,
};

function keyList<Keys>(parse: (value: string) => Keys | null, message: string) {
  return z.string().transform((value, context) => {
    const keys = parse(value);
    if (keys) return keys;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

function readCallback(settings: Settings): Callback | null {
  const { CALLBACK_URL } = settings;
  return CALLBACK_URL === undefined ? null : { url: CALLBACK_URL, keys: signingKeys(settings) };
}

/** A public key verifies and signs nothing. */
function signingKeys({ SECRET, CALLBACK_SECRET }: Settings) {
  return CALLBACK_SECRET ?? SECRET.filter(({ version }) => version === "v1");
}

function passiveResponse(
  conversation: ConversationRef,
  { publicUrl }: AdapterContext,
  hasCallback: boolean,
): PassiveResponse {
  return {
    withinMs: WITHIN_MS,
    async render(reply) {
      if (reply)
        return Response.json(answerEvent(reply, conversation, publicUrl) ?? saidAlready(conversation));
      return hasCallback ? comesLater(conversation) : notReady();
    },
  };
}

/** The answer has gone out by itself. */
function saidAlready({ id, handle }: ConversationRef) {
  return { type: "answer.sent", data: { conversation: id, inReplyTo: handle.question } };
}

/** The answer goes to the configured address: no reason to deliver again. */
function comesLater({ id, handle }: ConversationRef): Response {
  return Response.json(
    { type: "answer.pending", data: { conversation: id, inReplyTo: handle.question } },
    { status: 202 },
  );
}

/** The sender delivers again, as Standard Webhooks asks of it, and then finds the answer. */
function notReady(): Response {
  const message =
    "还在整理回答，请用同一个 webhook-id 再试。(Not ready yet; deliver the same webhook again.)";
  return Response.json(
    { error: { code: "webhook.pending", message } },
    { status: 503, headers: { "retry-after": RETRY_AFTER } },
  );
}

/** Nothing can be tried without a receiver's help: what is set, and what the sender needs. */
async function diagnose(
  settings: Settings,
  context: AdapterContext,
  callbackUrl: string | null,
): Promise<Diagnosis[]> {
  const target = settings.CALLBACK_URL;
  return [
    { status: "ok", text: `校验请求的密钥 ${settings.SECRET.length} 个。` },
    ...(callbackUrl === null
      ? []
      : [{ status: "todo" as const, text: `发送方的 Webhook 地址填 ${callbackUrl}` }]),
    ...(target === undefined ? [] : await diagnoseCallback(target, context)),
  ];
}

async function diagnoseCallback(target: string, context: AdapterContext): Promise<Diagnosis[]> {
  if (await isGone(context, target)) {
    const hint = "确认接收方在线后改用新的 WENBAN_GENERIC_CALLBACK_URL；旧地址 30 天后再试。";
    return [{ status: "fail", text: "CALLBACK_URL 回答 410，已停止向它发送回答。", hint }];
  }
  if (!target.startsWith("http:")) return [];
  return [{ status: "warn", text: "CALLBACK_URL 不是 https，回答会明文传送。", hint: "仅在内网使用 http。" }];
}
