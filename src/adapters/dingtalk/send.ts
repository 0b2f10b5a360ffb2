import type { ConversationRef, OutgoingReply, Reply, SendResult } from "../adapter.ts";
import type { FailedSend } from "../shared/platform-call.ts";
import { sendPieces } from "../shared/send-pieces.ts";
import { type MarkdownMessage, sendByRobot, sendToSession } from "./api.ts";
import type { DingtalkBot } from "./bot.ts";
import { fillCard } from "./card.ts";
import { type DingtalkAddress, readAddress } from "./parse.ts";
import { renderMessages } from "./render.ts";

/** What a sessionWebhook must still be good for, so that it does not end on the way. */
const SESSION_MARGIN_MS = 15_000;

/** Sends a reply: in a card where there are cards, else by the address its message brought, else by the OpenAPI. */
export async function sendReply(
  bot: DingtalkBot,
  conversation: ConversationRef,
  reply: OutgoingReply,
): Promise<SendResult> {
  const filled = reply.delivered === 0 ? await fillCard(bot, conversation, reply) : null;
  if (filled) return filled;
  const address = readAddress(conversation);
  const messages = renderMessages(reply, bot.context.publicUrl);
  return sendPieces(messages, reply, (message, index) => {
    const isTold = index === 0 && conversation.kind === "group" && address.staffId !== "";
    return sendMessage(bot, conversation, address, message, isTold ? address.staffId : null);
  });
}

/** Says a few words at the address that a message brought, which needs no token; false when they did not get there. */
export async function sayAtOnce(
  bot: DingtalkBot,
  conversation: ConversationRef,
  words: Reply,
): Promise<boolean> {
  const { sessionWebhook } = readAddress(conversation);
  const [message] = renderMessages(words, bot.context.publicUrl);
  if (sessionWebhook === "" || !message) return false;
  return (await sendToSession(bot, sessionWebhook, message, null)).status === "sent";
}

async function sendMessage(
  bot: DingtalkBot,
  { kind }: ConversationRef,
  address: DingtalkAddress,
  message: MarkdownMessage,
  mentioned: string | null,
): Promise<SendResult> {
  const isOpen = address.sessionEndsAt - SESSION_MARGIN_MS > bot.context.now().getTime();
  if (address.sessionWebhook === "" || !isOpen) return sendByRobot(bot, address, kind === "group", message);
  const text = mentioned === null ? message.text : `@${mentioned}\n\n${message.text}`;
  const sent = await sendToSession(bot, address.sessionWebhook, { ...message, text }, mentioned);
  if (sent.status === "sent" || !canGoAnotherWay(sent)) return sent;
  const byRobot = await sendByRobot(bot, address, kind === "group", message);
  // Who can't be written to by the OpenAPI, such as people from outside, is answered when the address works again.
  const isSettled = byRobot.status === "sent" || sent.reason === "window" || byRobot.mayHaveArrived === true;
  return isSettled ? byRobot : sent;
}

/** Whether a message has surely not arrived at an address that is over, or that can't be reached from here. */
function canGoAnotherWay({ reason, mayHaveArrived }: FailedSend): boolean {
  return reason === "window" || (reason === "transient" && mayHaveArrived !== true);
}
