import type { Reply } from "../adapter.ts";
import { feishuMarkdown, markdownFormat } from "../shared/markdown.ts";
import { splitReply } from "../shared/split-reply.ts";
import { utf8Bytes } from "../shared/text-atoms.ts";
import { shorten } from "../shared/text-format.ts";
import type { FeishuMessage } from "./api.ts";

/** 「发送消息」: a request with a card or rich text has at most 30 KB; the text stands in it as JSON within JSON. */
const LONGEST_BYTES = 28_000;
const QUOTES_BYTES = utf8Bytes(JSON.stringify(JSON.stringify("")));
/** Messages one answer may be. */
const MOST_MESSAGES = 3;
const LONGEST_SUMMARY = 40;

/** The element of a card that holds its text. */
export const TEXT_ELEMENT = "answer";

/** A reply as Markdown texts, one for each message. */
export function renderTexts(reply: Reply, publicUrl: string | null, most = MOST_MESSAGES): string[] {
  const format = markdownFormat(feishuMarkdown, {
    limit: LONGEST_BYTES,
    measure: bytesInRequest,
    publicUrl,
    hasTables: true,
  });
  return splitReply(reply, format, most);
}

/** Bytes of a text within its message: escaped twice, without the quotation marks around it. */
function bytesInRequest(text: string): number {
  return utf8Bytes(JSON.stringify(JSON.stringify(text))) - QUOTES_BYTES;
}

/** What notifications and lists of conversations show: the answer's beginning, without citation marks. */
export function summaryOf({ parts }: Reply): string {
  const text = parts[0]?.answer.text.replaceAll(/\[\d{1,3}\]/g, "") ?? "";
  return shorten(text, LONGEST_SUMMARY);
}

/** 「卡片 JSON 2.0」 with one Markdown text. */
export function cardJson(text: string, summary: string, isStreaming = false) {
  return {
    schema: "2.0",
    config: { update_multi: true, streaming_mode: isStreaming, summary: { content: summary } },
    body: { elements: [{ tag: "markdown", element_id: TEXT_ELEMENT, content: text }] },
  };
}

/** A text as a card of its own. */
export function cardMessage(text: string, summary: string): FeishuMessage {
  return { msg_type: "interactive", content: cardJson(text, summary) };
}

/** A text as 「富文本」, which old clients show too. */
export function postMessage(text: string): FeishuMessage {
  return { msg_type: "post", content: { zh_cn: { title: "", content: [[{ tag: "md", text }]] } } };
}
