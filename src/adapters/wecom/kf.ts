/**
 * 微信客服: the callback only says that there is something; 「接收消息和事件」 (kf/sync_msg) brings it. Answers go out by
 * 「发送消息」 (kf/send_msg), a welcome by 「发送欢迎语等事件响应消息」, and 「分配客服会话」 hands a customer over to people.
 */
import { z } from "zod";
import { WenbanError } from "../../errors.ts";
import type { AdapterMemory, IncomingMessage } from "../adapter.ts";
import { readReply } from "../shared/platform-call.ts";
import { codeOf, type WecomApi } from "./api.ts";

const PAGE_SIZE = 1000;
/** Pages fetched at once; what is left comes with the next callback. */
const MOST_PAGES = 20;
/** The platform keeps messages for three days, so an older cursor is worth nothing. */
const CURSOR_KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Of what an account holds when it is read for the first time, how much older than the newest is still answered. */
const FIRST_READ_SECONDS = 10 * 60;
/** 「invalid msgtoken」: the callback's token is older than ten minutes. */
const BAD_TOKEN = 95007;
const FROM_CUSTOMER = 3;

const page = z.object({
  errcode: z.literal(0),
  next_cursor: z.string().default(""),
  has_more: z.number().default(0),
  msg_list: z.array(z.unknown()).default([]),
});
const item = z.object({
  msgid: z.string().min(1).max(256),
  send_time: z.number(),
  origin: z.number(),
  msgtype: z.string(),
  external_userid: z.string().max(256).default(""),
  text: z.object({ content: z.string() }).optional(),
  event: z.object({ event_type: z.string(), welcome_code: z.string().default("") }).optional(),
});
type Item = z.output<typeof item>;

/** What an account of 微信客服 held. */
export interface KfNews {
  messages: IncomingMessage[];
  /** Codes that allow one welcome each, within 20 seconds. */
  welcomeCodes: string[];
  /** Where the next reading begins; to be kept when the messages are stored, and not before. */
  cursor: string;
}

/** One callback of an account. */
export interface KfCall {
  openKfId: string;
  /** Good for ten minutes; without one the platform allows few readings. */
  token: string;
}

/**
 * Fetches what came since the cursor that was kept.
 * @throws WenbanError `webhook.not_fetched`: the platform calls back again
 */
export async function fetchKfNews(api: WecomApi, memory: AdapterMemory, call: KfCall): Promise<KfNews> {
  const start = (await memory.get(cursorKey(call.openKfId))) ?? "";
  const items: Item[] = [];
  let cursor = start;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { next_cursor, has_more, msg_list } = await fetchPage(api, call, cursor);
    // A message of a kind to come is no reason to lose the others.
    items.push(...msg_list.flatMap((value) => item.safeParse(value).data ?? []));
    const isFurther = next_cursor !== "" && next_cursor !== cursor;
    if (isFurther) cursor = next_cursor;
    // A page may be empty with more behind it.
    if (has_more !== 1 || !isFurther) break;
  }
  return toNews(call.openKfId, start === "" ? recentOf(items) : items, cursor);
}

async function fetchPage(
  api: WecomApi,
  { openKfId, token }: KfCall,
  cursor: string,
): Promise<z.output<typeof page>> {
  const ask = (withToken: boolean) =>
    api.post("kf/sync_msg", {
      ...(cursor !== "" && { cursor }),
      ...(withToken && { token }),
      limit: PAGE_SIZE,
      open_kfid: openKfId,
    });
  const first = await ask(token !== "");
  const result = token !== "" && codeOf(first) === BAD_TOKEN ? await ask(false) : first;
  const found = readReply(result, page);
  if (found) return found;
  throw new WenbanError(
    "unavailable",
    "webhook.not_fetched",
    "暂时取不到微信客服的消息。(Can't fetch messages now.)",
    {
      hint: "核对应用的 Secret、可信 IP，以及该应用是否可调用微信客服接口。Check the app's secret, trusted IP and rights.",
    },
  );
}

/**
 * An account that was answered by people so far holds three days of their conversations: only what has just come
 * is for the bot.
 */
function recentOf(items: readonly Item[]): Item[] {
  const newest = items.reduce((latest, { send_time }) => Math.max(latest, send_time), 0);
  return items.filter(({ send_time }) => send_time >= newest - FIRST_READ_SECONDS);
}

/** Only what customers say is answered; what staff say in the same conversation is theirs. */
function toNews(openKfId: string, items: readonly Item[], cursor: string): KfNews {
  const said = items.filter(
    ({ origin, msgtype, external_userid }) =>
      origin === FROM_CUSTOMER && msgtype !== "event" && external_userid !== "",
  );
  const entered = items.flatMap(({ event }) =>
    event?.event_type === "enter_session" ? [event.welcome_code] : [],
  );
  return {
    cursor,
    messages: said.map((message) => toMessage(openKfId, message)),
    welcomeCodes: entered.filter((code) => code !== ""),
  };
}

function toMessage(openKfId: string, { msgid, msgtype, external_userid, text }: Item): IncomingMessage {
  return {
    key: msgid,
    conversation: {
      id: `${openKfId}:${external_userid}`,
      kind: "direct",
      handle: { route: "kf", user: external_userid, openKfId },
    },
    sender: external_userid,
    text: msgtype === "text" ? (text?.content ?? "").trim() : "",
    pushAfterMs: 0,
  };
}

/** Keeps how far an account has been read. */
export function keepCursor(memory: AdapterMemory, openKfId: string, cursor: string): Promise<void> {
  return cursor === "" ? Promise.resolve() : memory.set(cursorKey(openKfId), cursor, CURSOR_KEPT_MS);
}

function cursorKey(openKfId: string): string {
  return `kf_cursor:${openKfId}`;
}
