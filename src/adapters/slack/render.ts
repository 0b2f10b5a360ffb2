import type { ConversationRef, Reply } from "../adapter.ts";
import { markdownFormat, slackMarkdown } from "../shared/markdown.ts";
import { splitReply } from "../shared/split-reply.ts";
import { utf16Units } from "../shared/text-atoms.ts";

/** Slack `chat.postMessage`: 4,000 characters are advised for a text; more would be cut for display. */
const LONGEST_TEXT = 4000;
/** An answer whole in a channel must not fill it: the rest is a link away. */
const MOST_MESSAGES = 4;
const EVENT_TYPE = "wenban_answer";

/** The texts of a reply's messages. */
export function renderTexts(reply: Reply, publicUrl: string | null): string[] {
  const format = markdownFormat(slackMarkdown, {
    limit: LONGEST_TEXT,
    measure: utf16Units,
    publicUrl,
    hasTables: false,
  });
  return splitReply(reply, format, MOST_MESSAGES);
}

/** Slack 「Message metadata」: which message of which reply it is, to find it again in the history. */
export interface MessageStamp {
  event_type: typeof EVENT_TYPE;
  event_payload: { send_key: string; piece: number };
}

export function stampMessage(sendKey: string, piece: number): MessageStamp {
  return { event_type: EVENT_TYPE, event_payload: { send_key: sendKey, piece } };
}

/** A message of `chat.postMessage`. */
export function channelMessage({ handle }: ConversationRef, text: string, metadata: MessageStamp) {
  const { channel = "", thread } = handle;
  return {
    channel,
    text,
    ...(thread !== undefined && { thread_ts: thread }),
    mrkdwn: true,
    unfurl_links: false,
    unfurl_media: false,
    metadata,
  };
}

/** A message to the address that a command brought: seen by who gave the command. */
export function commandMessage(text: string) {
  return { response_type: "ephemeral", text, mrkdwn: true, unfurl_links: false };
}
