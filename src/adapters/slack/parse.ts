/** Slack's events and slash commands, after verification. */
import { z } from "zod";
import { WenbanError } from "../../errors.ts";
import type { IncomingMessage } from "../adapter.ts";
import { allowedUrl } from "../shared/allowed-url.ts";
import { parseJsonBody } from "../shared/json-body.ts";
import { badBody, badReplyUrl } from "../shared/webhook-errors.ts";
import { unwrapText } from "./unwrap-text.ts";

/** What a verified request is. */
export type SlackRequest =
  | { kind: "challenge"; challenge: string }
  | { kind: "question"; message: IncomingMessage; appId: string | undefined }
  | { kind: "command"; message: IncomingMessage; appId: string | undefined }
  | { kind: "ignored" };

/** Hosts of the addresses that answers to commands go to; the second is that of GovSlack. */
const REPLY_HOSTS = ["hooks.slack.com", "hooks.slack-gov.com"];
/** Kinds of message that people write; all others tell of edits, joins, bots and the like. */
const WRITTEN = new Set([undefined, "file_share", "thread_broadcast"]);
const FORM = /^application\/x-www-form-urlencoded *(;|$)/i;
/** What is asked when somebody calls the bot and says nothing. */
const GREETING = "你好";

const id = z.string().min(1).max(200);
const envelope = z.object({ type: z.string(), api_app_id: z.string().optional() });
const handshake = z.object({ challenge: z.string().min(1).max(1000) });
const eventHead = z.object({
  event: z.object({ type: z.string(), subtype: z.string().optional(), bot_id: z.string().nullish() }),
});
const eventBody = z.object({
  event_id: id,
  authorizations: z.array(z.object({ user_id: z.string().nullish() })).nullish(),
  event: z.object({
    type: z.string(),
    user: id,
    channel: id,
    ts: id,
    thread_ts: id.nullish(),
    text: z.string().nullish(),
    files: z.array(z.unknown()).nullish(),
  }),
});
type SlackEvent = z.infer<typeof eventBody>;

const command = z.object({
  command: id,
  user_id: id,
  response_url: z.string(),
  text: z.string().default(""),
  channel_id: id.default("direct"),
  trigger_id: id.optional(),
  api_app_id: z.string().optional(),
});

/** What a bot's settings say about requests. */
export interface SlackApp {
  /** The only app whose events are taken; any while it is not known. */
  appId: string | undefined;
  apiBase: string | undefined;
}

/** @throws WenbanError `webhook.bad_body`, `webhook.bad_reply_url`, `webhook.unknown_channel` */
export function parseSlack(headers: Headers, body: Uint8Array, app: SlackApp): SlackRequest {
  const isForm = FORM.test(headers.get("content-type") ?? "");
  return isForm
    ? parseForm(headers, new TextDecoder().decode(body), app)
    : parseEvent(parseJsonBody(body), app);
}

function parseEvent(content: unknown, app: SlackApp): SlackRequest {
  const { type, api_app_id } = read(envelope, content);
  if (type === "url_verification") return { kind: "challenge", ...read(handshake, content) };
  checkApp(api_app_id, app);
  if (type !== "event_callback") return { kind: "ignored" };
  const { event } = read(eventHead, content);
  const isWritten = (event.type === "app_mention" || event.type === "message") && WRITTEN.has(event.subtype);
  if (!isWritten || event.bot_id) return { kind: "ignored" };
  const message = readQuestion(read(eventBody, content));
  return message ? { kind: "question", message, appId: api_app_id } : { kind: "ignored" };
}

/**
 * A message to the bot alone, or one that mentions it elsewhere; null when it is for somebody else. Where an app
 * listens to both, a mention comes as `app_mention` and again as `message` under another event id: only the first is
 * taken in channels, and only the second in direct messages.
 */
function readQuestion({ event_id, authorizations, event }: SlackEvent): IncomingMessage | null {
  const { channel, ts, thread_ts, user } = event;
  const isDirect = channel.startsWith("D");
  if (isDirect !== (event.type === "message")) return null;
  const bots = new Set(authorizations?.flatMap(({ user_id }) => user_id ?? []));
  if (bots.has(user) || user === "USLACKBOT") return null;
  const text = unwrapText(event.text ?? "", isDirect || bots.size > 0 ? bots : null);
  const hasFiles = (event.files?.length ?? 0) > 0;
  const thread = thread_ts ?? (isDirect ? null : ts);
  return {
    key: event_id,
    conversation: {
      id: thread === null ? channel : `${channel}:${thread}`,
      kind: isDirect ? "direct" : "group",
      handle: { channel, ts, ...(thread !== null && { thread }) },
    },
    sender: user,
    text: text === "" && !hasFiles ? GREETING : text,
    pushAfterMs: 0,
  };
}

/** Slack 「Enabling interactivity with slash commands」: who asked alone sees the answer. */
function parseForm(headers: Headers, body: string, app: SlackApp): SlackRequest {
  const fields = new URLSearchParams(body);
  if (!fields.has("command")) return { kind: "ignored" };
  const { user_id, channel_id, response_url, trigger_id, text, api_app_id } = read(
    command,
    Object.fromEntries(fields),
  );
  checkApp(api_app_id, app);
  const responseUrl = allowedUrl(response_url, REPLY_HOSTS, app.apiBase);
  if (!responseUrl) throw badReplyUrl();
  const message: IncomingMessage = {
    // Commands are delivered once; the signature tells apart those without a trigger.
    key: trigger_id ?? headers.get("x-slack-signature") ?? response_url,
    conversation: {
      id: `${channel_id}:${user_id}`,
      kind: "direct",
      handle: { responseUrl: responseUrl.href },
    },
    sender: user_id,
    text: unwrapText(text, new Set()) || GREETING,
    pushAfterMs: 0,
  };
  return { kind: "command", message, appId: api_app_id };
}

/** One secret signs the requests of one app, so that this only happens to a set-up that mixes up two. */
function checkApp(appId: string | undefined, app: SlackApp): void {
  if (app.appId === undefined || appId === undefined || appId === app.appId) return;
  throw new WenbanError("not_found", "webhook.unknown_channel", "没有这个回调地址。(No such bot.)");
}

function read<Shape extends z.ZodType>(shape: Shape, content: unknown): z.output<Shape> {
  const parsed = shape.safeParse(content);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "body");
  throw badBody(`these fields are missing or wrong: ${[...new Set(fields)].join(", ")}`);
}
