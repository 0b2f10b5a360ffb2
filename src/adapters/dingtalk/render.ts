import type { Reply } from "../adapter.ts";
import { markdownFormat, plainMarkdown } from "../shared/markdown.ts";
import { splitReply } from "../shared/split-reply.ts";
import { shorten } from "../shared/text-format.ts";
import type { MarkdownMessage } from "./api.ts";

/** The platform takes about 5000 characters; its own examples and clients stay well below. */
const LONGEST_TEXT = 3800;
/** Messages one answer may be. */
const MOST_MESSAGES = 3;
const LONGEST_TITLE = 40;

/** A reply as Markdown messages. */
export function renderMessages(reply: Reply, publicUrl: string | null): MarkdownMessage[] {
  const title = titleOf(reply);
  return renderTexts(reply, publicUrl, MOST_MESSAGES).map((text) => ({ title, text }));
}

/** A reply as the text of one card. */
export function renderCard(reply: Reply, publicUrl: string | null): string {
  return renderTexts(reply, publicUrl, 1).join("");
}

function renderTexts(reply: Reply, publicUrl: string | null, most: number): string[] {
  const format = markdownFormat(plainMarkdown, {
    limit: LONGEST_TEXT,
    measure: (text) => spaceLines(text).length,
    publicUrl,
    hasTables: false,
  });
  return splitReply(reply, format, most).map(spaceLines);
}

/** Lines run together in the platform's Markdown unless an empty one is between them. */
function spaceLines(text: string): string {
  return text.replaceAll(/\n+/g, "\n\n");
}

/** The answer's beginning, without citation marks. */
function titleOf({ parts }: Reply): string {
  const text = parts[0]?.answer.text.replaceAll(/\[\d{1,3}\]/g, "") ?? "";
  return shorten(text, LONGEST_TITLE) || "回答";
}
