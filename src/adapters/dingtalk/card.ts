/**
 * 「AI 卡片」: one card for each answer. It is opened while the answer is being made and says what is being done, or
 * with the answer itself; its id is made of the reply's `sendKey`, so that no try opens a second one.
 */
import type { ConversationRef, Progress, Reply, SendResult } from "../adapter.ts";
import type { CallResult, FailedSend } from "../shared/platform-call.ts";
import { callApi, errorCode, failedCall } from "./api.ts";
import type { DingtalkBot } from "./bot.ts";
import { type DingtalkAddress, readAddress } from "./parse.ts";
import { renderCard } from "./render.ts";

/** For how long a card's state is known; no answer is sent later. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** For how long no card is tried where the app may not open one. */
const OFF_MS = 10 * 60 * 1000;
const OFF = "cards_off";
const LONGEST_CARD_ID = 48;

/** `open`: shows what is being done. `closing`: the answer is on its way. `closed`: it shows the answer. */
type CardState = "open" | "closing" | "closed";

/** Shows in a card what is being done, while no answer has closed it. */
export async function showProgress(
  bot: DingtalkBot,
  conversation: ConversationRef,
  { sendKey, text }: Progress,
): Promise<void> {
  const address = readAddress(conversation);
  if (!(await canOpenCard(bot, conversation, address))) return;
  const state = await readState(bot, sendKey);
  if (state === "closing" || state === "closed") return;
  if (state === null && (await openCard(bot, conversation, address, sendKey)) !== "open") return;
  await writeCard(bot, sendKey, text, false);
}

/**
 * Puts an answer into its card.
 * @returns null where no card can show it, and surely none does: it goes out as an ordinary message
 */
export async function fillCard(
  bot: DingtalkBot,
  conversation: ConversationRef,
  reply: Reply,
): Promise<SendResult | null> {
  const address = readAddress(conversation);
  const { sendKey } = reply;
  let state = await readState(bot, sendKey);
  if (state === null) {
    if (!(await canOpenCard(bot, conversation, address))) return null;
    const opened = await openCard(bot, conversation, address, sendKey);
    if (typeof opened !== "string") return passes(opened) ? opened : null;
    state = opened;
  }
  const sent = { status: "sent" as const, platformMessageId: cardId(sendKey) };
  if (state === "closed") return sent;
  await keepState(bot, sendKey, "closing");
  const written = await writeCard(bot, sendKey, renderCard(reply, bot.context.publicUrl), true);
  if (!isDone(written)) {
    const failed = failedCall(written);
    // What surely did not arrive leaves the card as it was.
    if (failed.mayHaveArrived !== true) await keepState(bot, sendKey, state);
    if (passes(failed)) return failed;
    // A finished card takes nothing more: then an earlier try, whose end nobody saw, has filled it.
    if (state !== "closing" || failed.reason !== "bug") return null;
  }
  await keepState(bot, sendKey, "closed");
  return sent;
}

/** Whether trying again may help. */
function passes({ reason }: FailedSend): boolean {
  return reason === "transient" || reason === "rate" || reason === "auth";
}

async function canOpenCard(
  { settings, context }: DingtalkBot,
  { kind }: ConversationRef,
  { staffId }: DingtalkAddress,
): Promise<boolean> {
  if (settings.CARD_TEMPLATE_ID === undefined || (kind === "direct" && staffId === "")) return false;
  return (await context.memory.get(OFF)) === null;
}

/**
 * 「创建并投放卡片」.
 * @returns `closing` for a card that is there already: a try whose end nobody saw opened it, and may have filled it
 */
async function openCard(
  bot: DingtalkBot,
  { kind }: ConversationRef,
  { conversationId, staffId, robotCode }: DingtalkAddress,
  sendKey: string,
): Promise<CardState | FailedSend> {
  const place =
    kind === "group"
      ? {
          openSpaceId: `dtv1.card//IM_GROUP.${conversationId}`,
          imGroupOpenSpaceModel: { supportForward: true },
          imGroupOpenDeliverModel: { robotCode },
        }
      : {
          openSpaceId: `dtv1.card//IM_ROBOT.${staffId}`,
          imRobotOpenSpaceModel: { supportForward: true },
          imRobotOpenDeliverModel: { spaceType: "IM_ROBOT", robotCode },
        };
  const result = await callApi(bot, "/v1.0/card/instances/createAndDeliver", {
    cardTemplateId: bot.settings.CARD_TEMPLATE_ID,
    outTrackId: cardId(sendKey),
    callbackType: "STREAM",
    cardData: { cardParamMap: { [bot.settings.CARD_KEY]: "" } },
    userIdType: 1,
    ...place,
  });
  const state = isDone(result) ? "open" : isThere(result) ? "closing" : null;
  if (state === null) {
    const failed = failedCall(result);
    if (!passes(failed)) await bot.context.memory.set(OFF, failed.reason, OFF_MS);
    return failed;
  }
  await keepState(bot, sendKey, state);
  return state;
}

function isDone(result: CallResult): boolean {
  return result.kind === "reply" && result.ok;
}

function isThere(result: CallResult): boolean {
  return /^(?!.*not).*(?:exist|duplicat|repeat)/i.test(errorCode(result));
}

/** 「AI 卡片流式更新」: Markdown is sent whole each time. */
function writeCard(
  bot: DingtalkBot,
  sendKey: string,
  content: string,
  isFinalize: boolean,
): Promise<CallResult> {
  const json = {
    outTrackId: cardId(sendKey),
    guid: crypto.randomUUID(),
    key: bot.settings.CARD_KEY,
    content,
    isFull: true,
    isFinalize,
    isError: false,
  };
  return callApi(bot, "/v1.0/card/streaming", json, "PUT");
}

/** The card's id on the platform: the same for every try. */
function cardId(sendKey: string): string {
  return `wenban-${sendKey}`.slice(0, LONGEST_CARD_ID);
}

async function readState({ context }: DingtalkBot, sendKey: string): Promise<CardState | null> {
  const state = await context.memory.get(stateKey(sendKey));
  return state === "open" || state === "closing" || state === "closed" ? state : null;
}

function keepState({ context }: DingtalkBot, sendKey: string, state: CardState): Promise<void> {
  return context.memory.set(stateKey(sendKey), state, KEPT_MS);
}

function stateKey(sendKey: string): string {
  return `card:${sendKey}`;
}
