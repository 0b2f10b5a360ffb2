import type { Reply } from "../adapter.ts";
import { splitReply } from "../shared/split-reply.ts";
import { type Measure, utf16Units } from "../shared/text-atoms.ts";
import type { TextFormat } from "../shared/text-format.ts";

/** Bot API `sendMessage`: 1 to 4096 characters after entities parsing. */
const LONGEST_TEXT = 4096;
const MOST_MESSAGES = 4;
const MOST_BUTTONS = 8;

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"' };

/** A message as `sendMessage` takes it, beside where it goes. */
export interface TelegramText {
  html: string;
  /** Questions on buttons under the message. */
  buttons: readonly string[];
}

/** A reply's messages. Choices of a clarification are buttons under the last. */
export function renderTexts(reply: Reply, publicUrl: string | null): TelegramText[] {
  const format: TextFormat = {
    limit: LONGEST_TEXT,
    measure: shownUnits,
    escape: escapeHtml,
    link: (label, url) => `<a href="${escapeHtml(url).replaceAll('"', "%22")}">${label}</a>`,
    publicUrl,
  };
  const texts = splitReply(reply, format, MOST_MESSAGES);
  const answer = reply.parts.at(-1)?.answer;
  const options = answer?.outcome === "clarify" ? (answer.options ?? []) : [];
  const buttons = options.slice(0, MOST_BUTTONS).map(({ question }) => question);
  return texts.map((html, index) => ({ html, buttons: index === texts.length - 1 ? buttons : [] }));
}

/** Bot API 「HTML style」: all that is not a tag or an entity. */
function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** UTF-16 units that are left when tags and entities have been read. */
export const shownUnits: Measure = (html) =>
  utf16Units(html.replaceAll(/<[^<>]*>/g, "").replaceAll(/&(?:lt|gt|amp|quot);/g, "x"));

/** The same message for when its markup is not understood: addresses stand beside what they belong to. */
export function toPlainText(html: string): string {
  const unwrap = (link: (label: string, url: string) => string) =>
    html
      .replaceAll(/<a href="([^"]*)">([^<>]*)<\/a>/g, (_found, url: string, label: string) =>
        link(label, url),
      )
      .replaceAll(/&(?:lt|gt|amp|quot);/g, (entity) => ENTITIES[entity] ?? entity);
  const whole = unwrap((label, url) => `${label} ${url} `);
  return utf16Units(whole) <= LONGEST_TEXT ? whole : unwrap((label) => label);
}
