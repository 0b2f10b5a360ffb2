/**
 * 「流式更新卡片」: one card for each answer that takes a while. It says what is being done, and then shows the answer.
 */
import { z } from "zod";
import type { ConversationRef, Progress, Reply, SendResult } from "../adapter.ts";
import { type CallResult, type FailedSend, readReply } from "../shared/platform-call.ts";
import { callApi, failedCall, sendMessage } from "./api.ts";
import type { FeishuBot } from "./bot.ts";
import { type FeishuAddress, readAddress } from "./parse.ts";
import { cardJson, renderTexts, summaryOf, TEXT_ELEMENT } from "./render.ts";

/** For how long a card's state is known; no answer is sent later. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** For how long no card is tried where the app may not make one. */
const OFF_MS = 10 * 60 * 1000;
const OFF = "cards_off";

const cardState = z.object({
  cardId: z.string(),
  /** `placing`: perhaps in the conversation. `shown`: there. `done`: it shows the answer. */
  phase: z.enum(["placing", "shown", "done"]),
  messageId: z.string().nullable(),
  /** Milliseconds since 1970. */
  madeAt: z.number(),
  /** Of the last change; each change has a higher one. */
  sequence: z.number(),
});
type CardState = z.infer<typeof cardState>;

/** Shows in a card what is being done, while no answer is in it. */
export async function showProgress(
  bot: FeishuBot,
  conversation: ConversationRef,
  { sendKey, text }: Progress,
): Promise<void> {
  if (bot.settings.REPLY !== "card" || (await bot.context.memory.get(OFF)) !== null) return;
  const state = await readState(bot, sendKey);
  if (state === null) return makeCard(bot, readAddress(conversation), sendKey, text);
  if (state.phase !== "shown") return;
  const path = `${cardPath(state)}/elements/${TEXT_ELEMENT}/content`;
  await changeCard(bot, sendKey, state, { method: "PUT", path, json: { content: text } });
}

/**
 * Puts an answer into its card.
 * @returns null where there is no card, or none that can show it: it goes out as a message of its own
 */
export async function fillCard(
  bot: FeishuBot,
  conversation: ConversationRef,
  reply: Reply,
): Promise<SendResult | null> {
  const { sendKey } = reply;
  let state = await readState(bot, sendKey);
  if (state === null) return null;
  if (state.phase === "placing") {
    const placed = await placeCard(bot, readAddress(conversation), sendKey, state);
    if ("status" in placed) return passes(placed) ? placed : null;
    state = placed;
  }
  if (state.phase === "shown") {
    const failed = await finishCard(bot, sendKey, state, reply);
    if (failed) return passes(failed) ? failed : null;
  }
  return { status: "sent", platformMessageId: state.messageId };
}

/** Whether trying again may help. */
function passes({ reason }: FailedSend): boolean {
  return reason === "transient" || reason === "rate" || reason === "auth";
}

const madeCard = z.object({ code: z.literal(0), data: z.object({ card_id: z.string() }) });

/** 「创建卡片实体」, and a message that shows it. */
async function makeCard(
  bot: FeishuBot,
  address: FeishuAddress,
  sendKey: string,
  text: string,
): Promise<void> {
  const data = JSON.stringify(cardJson(text, text, true));
  const result = await callApi(bot, "/open-apis/cardkit/v1/cards", { json: { type: "card_json", data } });
  const made = readReply(result, madeCard);
  if (!made) {
    const failed = failedCall(result);
    if (!passes(failed)) await bot.context.memory.set(OFF, failed.reason, OFF_MS);
    return;
  }
  const madeAt = bot.context.now().getTime();
  const state: CardState = {
    cardId: made.data.card_id,
    phase: "placing",
    messageId: null,
    madeAt,
    sequence: 0,
  };
  await keepState(bot, sendKey, state);
  await placeCard(bot, address, sendKey, state);
}

/** Shows the card in the conversation, once however often it is tried. */
async function placeCard(
  bot: FeishuBot,
  address: FeishuAddress,
  sendKey: string,
  state: CardState,
): Promise<CardState | FailedSend> {
  const content = { type: "card", data: { card_id: state.cardId } };
  const sent = await sendMessage(
    bot,
    address,
    { msg_type: "interactive", content },
    `${sendKey.slice(0, 40)}-c`,
  );
  if (sent.status === "failed") return sent;
  const shown: CardState = { ...state, phase: "shown", messageId: sent.platformMessageId };
  await keepState(bot, sendKey, shown);
  return shown;
}

/** 「更新卡片配置」 ends the streaming, 「全量更新卡片实体」 brings the answer with its sources. */
async function finishCard(
  bot: FeishuBot,
  sendKey: string,
  state: CardState,
  reply: Reply,
): Promise<FailedSend | null> {
  const summary = summaryOf(reply);
  const [text = ""] = renderTexts(reply, bot.context.publicUrl, 1);
  const settings = JSON.stringify({ config: { streaming_mode: false, summary: { content: summary } } });
  const path = cardPath(state);
  // Streaming may have ended by itself; what counts is whether the card takes the answer.
  const ended = await changeCard(bot, sendKey, state, {
    method: "PATCH",
    path: `${path}/settings`,
    json: { settings },
  });
  const card = { type: "card_json", data: JSON.stringify(cardJson(text, summary)) };
  const filled = await changeCard(bot, sendKey, ended.state, { method: "PUT", path, json: { card } });
  if (readReply(filled.result, z.object({ code: z.literal(0) })) === null) return failedCall(filled.result);
  await keepState(bot, sendKey, { ...filled.state, phase: "done" });
  return null;
}

/** A change of a card. Its number is kept before it is made, so that none is used twice. */
async function changeCard(
  bot: FeishuBot,
  sendKey: string,
  before: CardState,
  { method, path, json }: { method: "PUT" | "PATCH"; path: string; json: Record<string, unknown> },
): Promise<{ result: CallResult; state: CardState }> {
  const elapsed = bot.context.now().getTime() - before.madeAt;
  const state = { ...before, sequence: Math.max(before.sequence + 1, elapsed) };
  await keepState(bot, sendKey, state);
  const { sequence } = state;
  const uuid = crypto.randomUUID();
  return { result: await callApi(bot, path, { method, json: { ...json, sequence, uuid } }), state };
}

function cardPath({ cardId }: CardState): string {
  return `/open-apis/cardkit/v1/cards/${encodeURIComponent(cardId)}`;
}

async function readState({ context }: FeishuBot, sendKey: string): Promise<CardState | null> {
  const stored = await context.memory.get(stateKey(sendKey));
  return stored === null ? null : cardState.parse(JSON.parse(stored));
}

function keepState({ context }: FeishuBot, sendKey: string, state: CardState): Promise<void> {
  return context.memory.set(stateKey(sendKey), JSON.stringify(state), KEPT_MS);
}

function stateKey(sendKey: string): string {
  return `card:${sendKey}`;
}
