/** Answers as 公众号 and 小程序 show them: 「被动回复用户消息」「客服消息」. */
import type { Reply } from "../adapter.ts";
import { writeFlatXml } from "../shared/flat-xml.ts";
import { renderReplyText } from "../shared/reply-text.ts";
import { splitReply } from "../shared/split-reply.ts";
import type { TextFormat } from "../shared/text-format.ts";
import type { WechatCrypto } from "../shared/wechat-crypto.ts";
import { MENU_TAIL, taggedTextFormat } from "../shared/wechat-text.ts";
import type { ServiceMessage } from "./api.ts";
import type { Envelope } from "./verify.ts";

/** 「客服消息 下发条件」: as many for each message of the user's, within 48 hours. */
export const MOST_MESSAGES = 5;
/** The same after a tap on the account's menu, within a minute. */
export const MOST_AFTER_TAP = 3;
/** More do not fit on a screen; the platform gives no number. */
const MOST_CHOICES = 10;

/** What is said when there is no question to read, or not yet an answer. */
export const EMPTY = "请先输入问题。";
export const PENDING = "正在为您查询，请稍后回复任意文字查看结果。";

/** 公众号: links are tags, and a choice is one that sends its words in the reader's name when tapped. */
export function officialAccountFormat(publicUrl: string | null): TextFormat {
  return {
    ...taggedTextFormat(publicUrl),
    choice: (question) => {
      const words = question.replaceAll(/["&#%+]/g, " ");
      return `<a href="weixin://bizmsgmenu?msgmenucontent=${words}&msgmenuid=1">${question}</a>`;
    },
  };
}

/** A reply as 客服消息: texts, or a 菜单消息 where it is nothing but a choice to make. */
export function renderServiceMessages(
  reply: Reply,
  format: TextFormat,
  most = MOST_MESSAGES,
): ServiceMessage[] {
  const menu = format.choice ? renderMenu(reply, format) : null;
  if (menu) return [menu];
  const texts = splitReply(reply, format, most);
  return texts.map((content) => ({ msgtype: "text", text: { content } }));
}

/** What the HTTP reply shows of a reply that goes on in 客服消息; empty where one message holds it all. */
export function beginningOf([first, second]: readonly ServiceMessage[]): string {
  return first?.msgtype === "text" && second ? first.text.content : "";
}

/** 「发送菜单消息」: a tap on a choice sends its words as a text of the user's. Null where there is more to say. */
function renderMenu(reply: Reply, format: TextFormat): ServiceMessage | null {
  const [part, ...others] = reply.parts;
  const options = part?.answer.outcome === "clarify" ? (part.answer.options ?? []) : [];
  if (!part || others.length > 0 || options.length === 0 || options.length > MOST_CHOICES) return null;
  const question: Reply = { ...reply, parts: [{ ...part, answer: { ...part.answer, options: [] } }] };
  const list = options.map((option, index) => ({
    id: String(index + 1),
    content: format.escape(option.question),
  }));
  return {
    msgtype: "msgmenu",
    msgmenu: { head_content: renderReplyText(question, format), list, tail_content: MENU_TAIL },
  };
}

/** Whom a reply in the HTTP response goes to, and how it is written. */
export interface ReplyAddress {
  to: string;
  account: string;
  envelope: Envelope;
}

/** 「被动回复用户消息」, in the data format of the message; encrypted and signed as 「消息加解密说明」 asks when that was. */
export async function renderPassiveReply(
  { to, account, envelope }: ReplyAddress,
  text: string,
  at: { answered: Date; sent: Date },
  crypto: WechatCrypto,
): Promise<Response> {
  const message = writeFields(envelope.format, {
    ToUserName: to,
    FromUserName: account,
    CreateTime: toSeconds(at.answered),
    MsgType: "text",
    Content: text,
  });
  if (!envelope.isEncrypted) return fieldsResponse(envelope.format, message);
  const Encrypt = await crypto.encrypt(message);
  const TimeStamp = toSeconds(at.sent);
  const MsgSignature = await crypto.sign(String(TimeStamp), envelope.nonce, Encrypt);
  const sealed = writeFields(envelope.format, { Encrypt, MsgSignature, TimeStamp, Nonce: envelope.nonce });
  return fieldsResponse(envelope.format, sealed);
}

/** What tells the platform that a message has been taken and nothing is said now. */
export function renderTaken(): Response {
  return textResponse("success", "text/plain");
}

/** 「接入指南」: the echo comes back as it is, and as nothing but text. */
export function renderEcho(echo: string): Response {
  return textResponse(echo, "text/plain");
}

function writeFields(format: Envelope["format"], fields: Record<string, string | number>): string {
  return format === "json" ? JSON.stringify(fields) : writeFlatXml(fields);
}

function fieldsResponse(format: Envelope["format"], body: string): Response {
  return textResponse(body, format === "json" ? "application/json" : "text/xml");
}

function textResponse(body: string, type: string): Response {
  return new Response(body, {
    headers: { "content-type": `${type}; charset=utf-8`, "x-content-type-options": "nosniff" },
  });
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
