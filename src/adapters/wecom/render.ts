/** Answers as 企业微信 shows them: 「发送应用消息」, 微信客服 「发送消息」 and 智能机器人 「流式消息回复」. */
import type { Reply } from "../adapter.ts";
import { writeFlatXml } from "../shared/flat-xml.ts";
import { markdownFormat, plainMarkdown } from "../shared/markdown.ts";
import { renderReplyText } from "../shared/reply-text.ts";
import { splitReply } from "../shared/split-reply.ts";
import { utf8Bytes } from "../shared/text-atoms.ts";
import type { TextFormat } from "../shared/text-format.ts";
import type { WechatCrypto } from "../shared/wechat-crypto.ts";
import { MENU_TAIL, plainTextFormat, taggedTextFormat } from "../shared/wechat-text.ts";
import type { KfMessage } from "./kf-send.ts";

/** 「流式消息」 and 「主动回复消息」: at most 20480 bytes. */
const LONGEST_MARKDOWN = 20_480;
/** The platform takes 30 messages a minute for a member; more than this nobody reads. */
const MOST_APP_TEXTS = 5;
/** 微信客服 allows five messages after each one of the customer's; one is left for an answer given in the meantime. */
const MOST_KF_TEXTS = 4;
/** 「菜单消息」: at most ten items of 128 bytes under 1024 bytes of text. */
const MOST_CHOICES = 10;
const LONGEST_CHOICE = 128;
const LONGEST_MENU_HEAD = 1024;

export const PENDING = "正在查找相关文件…";
/** For a message whose answer another one has brought. */
export const SAID_ELSEWHERE = "请看本会话里的上一条回答。";
/** For a message that could not be kept. */
export const NOT_TAKEN = "提问的人较多，请稍后再试。";

/** 自建应用: texts, since people who read in WeChat see no Markdown; links are tags. */
export function renderAppTexts(reply: Reply, publicUrl: string | null): string[] {
  return splitReply(reply, taggedTextFormat(publicUrl), MOST_APP_TEXTS);
}

/**
 * 微信客服: texts without tags, whose addresses the client makes links; a menu where the reply is nothing but a choice,
 * since a tap on an item sends its words.
 */
export function renderKfMessages(reply: Reply, publicUrl: string | null): KfMessage[] {
  const format = plainTextFormat(publicUrl);
  const menu = renderMenu(reply, format);
  if (menu) return [menu];
  return splitReply(reply, format, MOST_KF_TEXTS).map((content) => ({ msgtype: "text", text: { content } }));
}

/** 「菜单消息」; null where there is more to say, or the choices do not fit. */
function renderMenu(reply: Reply, format: TextFormat): KfMessage | null {
  const [part, ...others] = reply.parts;
  const options = part?.answer.outcome === "clarify" ? (part.answer.options ?? []) : [];
  const choices = options.map(({ question }) => format.escape(question));
  const fits = choices.length <= MOST_CHOICES && choices.every((text) => utf8Bytes(text) <= LONGEST_CHOICE);
  if (!part || others.length > 0 || choices.length === 0 || !fits) return null;
  const question = { ...reply, parts: [{ ...part, answer: { ...part.answer, options: [] } }] };
  return {
    msgtype: "msgmenu",
    msgmenu: {
      head_content: renderReplyText(question, { ...format, limit: LONGEST_MENU_HEAD }),
      list: choices.map((content, index) => ({ type: "click", click: { id: String(index + 1), content } })),
      tail_content: MENU_TAIL,
    },
  };
}

/** 智能机器人: one Markdown text. */
export function renderMarkdown(reply: Reply, publicUrl: string | null): string {
  const format = markdownFormat(plainMarkdown, {
    limit: LONGEST_MARKDOWN,
    measure: utf8Bytes,
    publicUrl,
    hasTables: true,
  });
  return renderReplyText(reply, format) || SAID_ELSEWHERE;
}

/** A frame of 「流式消息」: the whole text so far. */
export function streamFrame(id: string, content: string, finish: boolean) {
  return { msgtype: "stream", stream: { id, finish, content } };
}

/** What seals a reply in an HTTP response. */
export interface Seal {
  crypto: WechatCrypto;
  nonce: string;
  now: Date;
}

/** 「被动回复消息」 of an application: a text in encrypted XML. */
export async function sealText(
  { crypto, nonce, now }: Seal,
  { to, corpId, text }: { to: string; corpId: string; text: string },
): Promise<Response> {
  const CreateTime = toSeconds(now);
  const Encrypt = await crypto.encrypt(
    writeFlatXml({ ToUserName: to, FromUserName: corpId, CreateTime, MsgType: "text", Content: text }),
  );
  const MsgSignature = await crypto.sign(String(CreateTime), nonce, Encrypt);
  const envelope = writeFlatXml({ Encrypt, MsgSignature, TimeStamp: CreateTime, Nonce: nonce });
  return plainResponse(envelope, "text/xml");
}

/** 「被动回复消息」 of a 智能机器人; its official plugin sends plain text. */
export async function sealJson({ crypto, nonce, now }: Seal, message: unknown): Promise<Response> {
  const timestamp = toSeconds(now);
  const encrypt = await crypto.encrypt(JSON.stringify(message));
  const msgsignature = await crypto.sign(String(timestamp), nonce, encrypt);
  return plainResponse(JSON.stringify({ encrypt, msgsignature, timestamp, nonce }));
}

/** A response with this text and nothing around it; an empty one says that a callback was taken. */
export function plainResponse(text = "", type = "text/plain"): Response {
  return new Response(text, {
    headers: { "content-type": `${type}; charset=utf-8`, "x-content-type-options": "nosniff" },
  });
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
