/** Texts as the clients of WeChat and WeCom show them, and what the bots there say by themselves. */
import { utf8Bytes } from "./text-atoms.ts";
import type { TextFormat } from "./text-format.ts";

/** 「文本消息」: content of at most 2048 bytes. */
const LONGEST_TEXT = 2048;

export const UNSUPPORTED = "暂时只能阅读文字消息。请用文字输入您的问题，例如：居住证怎么办理。";
/** Below the choices of a menu. */
export const MENU_TAIL = "也可以直接输入您的问题。";

/** The first words to somebody new. */
export function greeting(siteName: string): string {
  return (
    `您好，我是${siteName}智能问答助手（AI）。我只根据已公开的政策文件和办事指南回答，并标出原文出处。` +
    "请不要填写身份证号、银行卡号等个人信息。"
  );
}

/** Texts in which links are tags. */
export function taggedTextFormat(publicUrl: string | null): TextFormat {
  return textFormat((label, url) => `<a href="${url}">${label}</a>`, publicUrl);
}

/** Texts without tags: addresses are made links by the client, up to the space after them. */
export function plainTextFormat(publicUrl: string | null): TextFormat {
  return textFormat((label, url) => `${label} ${url} `, publicUrl);
}

function textFormat(link: TextFormat["link"], publicUrl: string | null): TextFormat {
  return { limit: LONGEST_TEXT, measure: utf8Bytes, escape: escapeText, link, publicUrl };
}

/**
 * The client reads a few tags in texts, so only our links may be tags; XML knows no control characters, and
 * 客服消息 no `\u` escapes (error 40033).
 */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\t", " ")
    .replaceAll(/[^\P{Cc}\n]|[\ufffe\uffff]/gu, "")
    .replaceAll("<", "＜")
    .replaceAll(">", "＞")
    .replaceAll("\\", "＼");
}
