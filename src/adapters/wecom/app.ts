/** 自建应用: texts by 「发送应用消息」. */
import { z } from "zod";
import { sha256Hex } from "../../digest.ts";
import type { AdapterMemory, OutgoingReply, SendResult } from "../adapter.ts";
import { readReply } from "../shared/platform-call.ts";
import { sendPieces } from "../shared/send-pieces.ts";
import { refusalOf, type WecomApi } from "./api.ts";
import type { Pace } from "./pace.ts";

/** 「重复消息检查」: for so long the platform drops a text that it has had for the same person. Seconds, its default. */
const DUPLICATE_SECONDS = 1800;
/** A little longer, as clocks differ. */
const REMEMBERED_MS = (DUPLICATE_SECONDS + 60) * 1000;
/** In place of a message's name for a text that more than one has. */
const SEVERAL = "*";

const sent = z.object({ msgid: z.string().optional(), invaliduser: z.string().default("") });

interface AppChannel {
  api: WecomApi;
  pace: Pace;
  agentId: number;
  memory: AdapterMemory;
}

/** Sends texts to a member of the enterprise, one after the other. */
export function sendAppTexts(
  channel: AppChannel,
  user: string,
  texts: readonly string[],
  reply: OutgoingReply,
): Promise<SendResult> {
  return sendPieces(texts, reply, async (content, index) => {
    const waitMs = channel.pace.take(user);
    if (waitMs > 0) return { status: "failed", reason: "rate", retryAfterMs: waitMs };
    const isChecked = await mayCheck(channel.memory, `${user}\n${content}`, `${reply.sendKey}:${index}`);
    const result = await channel.api.post("message/send", {
      touser: user,
      msgtype: "text",
      agentid: channel.agentId,
      text: { content },
      enable_duplicate_check: isChecked ? 1 : 0,
      duplicate_check_interval: DUPLICATE_SECONDS,
    });
    const refusal = refusalOf(result);
    if (refusal) return refusal;
    const { msgid = null, invaliduser = "" } = readReply(result, sent) ?? {};
    // Whom it can't reach the platform names beside saying that all is well.
    if (invaliduser !== "") return { status: "failed", reason: "blocked" };
    return { status: "sent", platformMessageId: msgid };
  });
}

/**
 * Whether the platform may drop a text it has had before. That hides a second try of one message; but who asks the
 * same twice is to read the same answer twice, so that a text with two messages to it is no longer checked.
 */
async function mayCheck(memory: AdapterMemory, text: string, piece: string): Promise<boolean> {
  const key = `sent:${await sha256Hex(text)}`;
  const earlier = await memory.get(key);
  const isAlone = earlier === null || earlier === piece;
  if (earlier !== piece) await memory.set(key, isAlone ? piece : SEVERAL, REMEMBERED_MS);
  return isAlone;
}
