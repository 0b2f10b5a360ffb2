/**
 * Answers of 微信客服: 「发送消息」, 「发送欢迎语等事件响应消息」, and 「分配客服会话」, which hands a customer over to people.
 */
import { z } from "zod";
import { sha256Hex } from "../../digest.ts";
import type { OutgoingReply, SendResult } from "../adapter.ts";
import { readReply } from "../shared/platform-call.ts";
import { sendPieces } from "../shared/send-pieces.ts";
import { messageOf, refusalOf, type WecomApi } from "./api.ts";

/** 「msgid」: at most 32 characters, and an error when it was used before. */
const ID_LENGTH = 32;
/** 「会话状态」: waiting in the queue, or with a certain member of staff. */
const IN_QUEUE = 2;
const WITH_STAFF = 3;
/** In place of a member's name: whoever of staff is free. */
const ANYBODY = "*";

const sent = z.object({ msgid: z.string() });

/** A message of 「发送消息」 without whom it goes to. */
export type KfMessage =
  | { msgtype: "text"; text: { content: string } }
  | {
      msgtype: "msgmenu";
      msgmenu: {
        head_content: string;
        list: { type: "click"; click: { id: string; content: string } }[];
        tail_content: string;
      };
    };

/** Somebody who writes to an account of 微信客服. */
export interface KfCustomer {
  user: string;
  openKfId: string;
}

/** Sends messages to a customer, one after the other. */
export function sendKfMessages(
  api: WecomApi,
  { user, openKfId }: KfCustomer,
  messages: readonly KfMessage[],
  reply: OutgoingReply,
): Promise<SendResult> {
  return sendPieces(messages, reply, async (message, index) => {
    const msgid = (await sha256Hex(`${reply.sendKey}:${index}`)).slice(0, ID_LENGTH);
    const result = await api.post("kf/send_msg", { touser: user, open_kfid: openKfId, msgid, ...message });
    const refusal = refusalOf(result);
    // The id is this message's alone: where it was used before, an earlier try has arrived. The platform names no
    // code for that and tells by its words.
    const hasArrived = refusal?.reason === "bug" && /msgid/i.test(messageOf(result));
    if (refusal && !hasArrived) return refusal;
    return { status: "sent", platformMessageId: readReply(result, sent)?.msgid ?? msgid };
  });
}

/** Welcomes whoever opened a conversation. A code that is too old or was used is no harm. */
export async function sendWelcome(api: WecomApi, code: string, content: string): Promise<void> {
  await api.post("kf/send_msg_on_event", { code, msgtype: "text", text: { content } });
}

/**
 * Gives a conversation to people. Where the platform says no, as when nobody is on duty, it stays with the bot, whose
 * answer names the telephone number.
 * @param servicer a member's userid, or `*` for the queue
 */
export async function handOver(
  api: WecomApi,
  { user, openKfId }: KfCustomer,
  servicer: string,
): Promise<void> {
  await api.post("kf/service_state/trans", {
    open_kfid: openKfId,
    external_userid: user,
    ...(servicer === ANYBODY
      ? { service_state: IN_QUEUE }
      : { service_state: WITH_STAFF, servicer_userid: servicer }),
  });
}
