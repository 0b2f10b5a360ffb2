import type { AdapterMemory, ConversationRef, Progress } from "../adapter.ts";
import { type CallTelegram, telegramFailure } from "./api.ts";

/** For how long a bot that may not show drafts is not asked to. */
const NO_DRAFTS_MS = 60 * 60 * 1000;
const NO_DRAFTS = "no_drafts";
/** Draft ids are numbers other than 0; this is the largest prime below 2^31. */
const MOST_DRAFTS = 2_147_483_647;

/** What showing progress needs. */
export interface TelegramProgress {
  call: CallTelegram;
  memory: AdapterMemory;
}

/**
 * Says in private chats what is being done, by Bot API `sendMessageDraft`: a preview that goes when the message comes.
 * Elsewhere, and for bots without drafts, it is `sendChatAction`: typing.
 */
export async function showProgress(
  { call, memory }: TelegramProgress,
  { kind, handle }: ConversationRef,
  { sendKey, text }: Progress,
): Promise<void> {
  const place = {
    chat_id: Number(handle.chat),
    ...(handle.thread !== undefined && { message_thread_id: Number(handle.thread) }),
  };
  if (kind === "direct" && (await memory.get(NO_DRAFTS)) === null) {
    const result = await call("sendMessageDraft", { ...place, draft_id: draftId(sendKey), text });
    if (result.kind === "reply" && result.ok) return;
    const { reason } = telegramFailure(result);
    // Another call would only put off the answer that is coming.
    if (reason === "rate" || reason === "transient") return;
    if (reason === "bug" || reason === "auth") await memory.set(NO_DRAFTS, "1", NO_DRAFTS_MS);
  }
  await call("sendChatAction", { ...place, action: "typing" });
}

/** The same for every preview of an answer, so that one takes the place of the other. */
function draftId(sendKey: string): number {
  let id = 1;
  for (const character of sendKey) id = (id * 31 + (character.codePointAt(0) ?? 0)) % MOST_DRAFTS;
  return id || 1;
}
