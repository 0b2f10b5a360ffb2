import type { ConversationRef, OutgoingReply, SendResult } from "../adapter.ts";
import { sendPieces } from "../shared/send-pieces.ts";
import { sendMessage } from "./api.ts";
import type { FeishuBot } from "./bot.ts";
import { fillCard } from "./card.ts";
import { readAddress } from "./parse.ts";
import { cardMessage, postMessage, renderTexts, summaryOf } from "./render.ts";

/** Sends a reply: into the card that told of its making, else as cards of its own, else as rich text. */
export async function sendReply(
  bot: FeishuBot,
  conversation: ConversationRef,
  reply: OutgoingReply,
): Promise<SendResult> {
  const filled = reply.delivered === 0 ? await fillCard(bot, conversation, reply) : null;
  if (filled) return filled;
  const address = readAddress(conversation);
  const summary = summaryOf(reply);
  return sendPieces(renderTexts(reply, bot.context.publicUrl), reply, async (text, index) => {
    const uuid = `${reply.sendKey.slice(0, 40)}-${index}`;
    if (bot.settings.REPLY === "card") {
      const sent = await sendMessage(bot, address, cardMessage(text, summary), uuid);
      // A card that the platform does not take was surely not shown.
      if (sent.status === "sent" || sent.reason !== "bug") return sent;
    }
    return sendMessage(bot, address, postMessage(text), `${uuid}-p`);
  });
}
