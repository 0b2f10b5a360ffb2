/**
 * 微信公众号. Answers travel in the HTTP reply when they are ready in time. Those of a verified account (认证) follow
 * as 客服消息 otherwise; those of any other go with one of the platform's repeats or with the user's next message.
 */
import { z } from "zod";
import type { Answer } from "../../domain.ts";
import {
  type AdapterContext,
  type Capabilities,
  type Diagnosis,
  defineAdapter,
  type Received,
  type Reply,
} from "../adapter.ts";
import { renderReplyText } from "../shared/reply-text.ts";
import { sendPieces } from "../shared/send-pieces.ts";
import type { TextFormat } from "../shared/text-format.ts";
import { cannotPush } from "../shared/webhook-errors.ts";
import type { WechatCrypto } from "../shared/wechat-crypto.ts";
import { greeting, UNSUPPORTED } from "../shared/wechat-text.ts";
import { createWechatApi, TYPING_MS, type WechatApi } from "./api.ts";
import { checkCredentials, describeConsole } from "./diagnose.ts";
import { parseMessage } from "./parse.ts";
import {
  beginningOf,
  EMPTY,
  MOST_AFTER_TAP,
  MOST_MESSAGES,
  officialAccountFormat,
  PENDING,
  type ReplyAddress,
  renderEcho,
  renderPassiveReply,
  renderServiceMessages,
  renderTaken,
} from "./render.ts";
import {
  type Callback,
  callbackFields,
  createCallbackCrypto,
  createCallbackReader,
  LARGEST_BODY,
  trueOrFalse,
} from "./verify.ts";

/** 「接收普通消息」: the platform closes after 5 s; half a second is left for the way. */
const WITHIN_MS = 4500;
/** By then an HTTP reply has carried the answer, or none will. */
const PUSH_AFTER_MS = 5000;

const sharedCapabilities = {
  methods: ["GET", "POST"],
  maxBodyBytes: LARGEST_BODY,
  refusal: "reply",
  idempotentSend: false,
} satisfies Partial<Capabilities>;

const verifiedCapabilities: Capabilities = {
  ...sharedCapabilities,
  lateReply: "push",
  progressEveryMs: TYPING_MS,
  progressFadesMs: TYPING_MS,
  redelivery: null,
};

/** An account that may not write by itself makes the most of the platform's three tries. */
const unverifiedCapabilities: Capabilities = {
  ...sharedCapabilities,
  lateReply: "next_message",
  progressEveryMs: null,
  redelivery: { deliveries: 3, lapsedAfterMs: 5500, overAfterMs: 15_000 },
};

const AS_VERIFIED = "按已认证的公众号运行；未认证的，请把名字以 _VERIFIED 结尾的变量设为 false。";
const AS_UNVERIFIED =
  "按未认证的公众号运行：答得慢的问题，用户要再发一条消息才能看到回答。已认证的，请配置名字以 _APP_SECRET 结尾的变量。";

interface OfficialAccount {
  crypto: WechatCrypto;
  context: AdapterContext;
  format: TextFormat;
  /** Null for an account that may not send 客服消息. */
  api: WechatApi | null;
}

const environment = z
  .object({
    ...callbackFields,
    /** Needed for 客服消息 only. */
    APP_SECRET: z.string().optional(),
    /** Whether the account is verified (认证) and may send 客服消息; as it has an APP_SECRET when absent. */
    VERIFIED: trueOrFalse.optional(),
    API_BASE: z.url("应为网址").optional(),
  })
  .refine(({ VERIFIED, APP_SECRET }) => VERIFIED !== true || APP_SECRET !== undefined, {
    path: ["APP_SECRET"],
    when: () => true,
  });

export const wechat = defineAdapter({
  name: "wechat",
  needsPublicUrl: true,
  env: environment,
  create(settings, context) {
    const crypto = createCallbackCrypto(settings);
    const read = createCallbackReader({ crypto, allowsPlain: settings.PLAIN, context });
    const app = serviceApp(settings);
    const api = app && createWechatApi(app, context);
    const format = officialAccountFormat(context.publicUrl);
    const account: OfficialAccount = { crypto, context, format, api };
    return {
      name: "wechat",
      capabilities: api ? verifiedCapabilities : unverifiedCapabilities,
      receive: async (request) => receive(account, await read(request)),
      async send({ handle }, reply) {
        if (!api) throw cannotPush("wechat");
        const messages = renderServiceMessages(reply, format, Number(handle.most ?? MOST_MESSAGES));
        return sendPieces(messages, reply, (message) => api.send(handle.openid ?? "", message));
      },
      async progress({ handle }) {
        await api?.showTyping(handle.openid ?? "");
      },
    };
  },
  async diagnose(settings, context, callbackUrl) {
    const app = serviceApp(settings);
    const place = "公众平台「设置与开发 → 开发接口管理 → 服务器配置」";
    const todo = describeConsole({ place, allowsPlain: settings.PLAIN, callbackUrl });
    const mode: Diagnosis = { status: "ok", text: app ? AS_VERIFIED : AS_UNVERIFIED };
    return [...(app ? await checkCredentials(app, context) : []), mode, ...todo];
  },
});

/** The app that sends 客服消息; null for an account that may not. */
function serviceApp({ APP_ID, APP_SECRET, VERIFIED, API_BASE }: z.output<typeof environment>) {
  if (VERIFIED === false || APP_SECRET === undefined) return null;
  return { appId: APP_ID, appSecret: APP_SECRET, apiBase: API_BASE };
}

async function receive(account: OfficialAccount, callback: Callback): Promise<Received> {
  if (callback.kind === "handshake") return { response: renderEcho(callback.echo), messages: [] };
  const { from, account: to, meaning } = parseMessage(callback.fields);
  const address = { to: from, account: to, envelope: callback.envelope };
  switch (meaning.kind) {
    case "question":
      return receiveQuestion(account, address, meaning);
    case "nothing":
      return { response: renderTaken(), messages: [], isIgnored: true };
    // Fixed words need no memory: the same message again gets the same ones.
    case "greeting":
      return sayAtOnce(account, address, greeting(account.context.siteName));
    case "unsupported":
      return sayAtOnce(account, address, UNSUPPORTED);
    case "empty":
      return sayAtOnce(account, address, EMPTY);
  }
}

function receiveQuestion(
  { crypto, context, format, api }: OfficialAccount,
  address: ReplyAddress,
  { key, text, isTap }: { key: string; text: string; isTap: boolean },
): Received {
  const { to: openid, account } = address;
  const most = isTap ? MOST_AFTER_TAP : MOST_MESSAGES;
  const follow = (reply: Reply) => renderServiceMessages(reply, format, most);
  const write = (words: string, answered: Date) =>
    renderPassiveReply(address, words, { answered, sent: context.now() }, crypto);
  return {
    response: {
      withinMs: WITHIN_MS,
      async render(reply) {
        if (!reply) return api ? renderTaken() : write(PENDING, context.now());
        const last = reply.parts.at(-1);
        if (!last) return renderTaken();
        const beginning = reply.goesOn ? beginningOf(follow(reply)) : "";
        return write(beginning || renderReplyText(reply, format), last.answeredAt);
      },
      ...(api && { countMessages: (answer) => follow(wholeReply(answer, context.now())).length }),
    },
    messages: [
      {
        key,
        conversation: { id: openid, kind: "direct", handle: { openid, account, most: String(most) } },
        sender: openid,
        text,
        pushAfterMs: PUSH_AFTER_MS,
      },
    ],
  };
}

/** An answer alone, as its length is to be known. */
function wholeReply(answer: Answer, answeredAt: Date): Reply {
  return { parts: [{ answer, answeredAt, earlierQuestion: null }], sendKey: "" };
}

async function sayAtOnce(
  { crypto, context }: OfficialAccount,
  address: ReplyAddress,
  words: string,
): Promise<Received> {
  const now = context.now();
  const response = await renderPassiveReply(address, words, { answered: now, sent: now }, crypto);
  return { response, messages: [] };
}
