/** Answers that go out by themselves, by the way their question came in. */
import type { ConversationRef, OutgoingReply, Progress, SendResult } from "../adapter.ts";
import { noteProgress, postAnswer } from "./aibot-reply.ts";
import { sendAppTexts } from "./app.ts";
import type { WecomBot } from "./bot.ts";
import { handOver, sendKfMessages } from "./kf-send.ts";
import { renderAppTexts, renderKfMessages, renderMarkdown } from "./render.ts";
import { sendOverSocket, showOverSocket } from "./socket.ts";

/** For a conversation whose way in has been switched off. */
const NO_WAY: SendResult = { status: "failed", reason: "blocked" };

export async function sendReply(
  bot: WecomBot,
  { handle }: ConversationRef,
  reply: OutgoingReply,
): Promise<SendResult> {
  const { corp, context, settings, pace } = bot;
  const { publicUrl, memory, connection } = context;
  switch (handle.route) {
    case "app":
      if (!corp) return NO_WAY;
      return sendAppTexts(
        { api: corp.api, pace, agentId: corp.settings.agentId, memory },
        handle.user ?? "",
        renderAppTexts(reply, publicUrl),
        reply,
      );
    case "kf":
      return sendToCustomer(bot, handle, reply);
    case "aibot":
      return postAnswer(context, handle, renderMarkdown(reply, publicUrl), settings.apiBase);
    case "socket":
      return sendOverSocket({ connection, pace }, handle, renderMarkdown(reply, publicUrl));
    default:
      return NO_WAY;
  }
}

async function sendToCustomer(
  { corp, context, settings }: WecomBot,
  { user = "", openKfId = "" }: ConversationRef["handle"],
  reply: OutgoingReply,
): Promise<SendResult> {
  if (!corp) return NO_WAY;
  const customer = { user, openKfId };
  const result = await sendKfMessages(corp.api, customer, renderKfMessages(reply, context.publicUrl), reply);
  const wantsPeople = reply.parts.some(({ answer }) => answer.outcome === "handoff");
  if (result.status === "sent" && wantsPeople && settings.kfServicer !== null) {
    await handOver(corp.api, customer, settings.kfServicer);
  }
  return result;
}

/** Shows what is being done where an answer grows in its place. */
export async function showProgress(
  { context, pace }: WecomBot,
  { handle }: ConversationRef,
  { text }: Progress,
): Promise<void> {
  if (handle.route === "aibot") await noteProgress(context, handle.streamId ?? "", text);
  if (handle.route === "socket") await showOverSocket({ connection: context.connection, pace }, handle, text);
}
