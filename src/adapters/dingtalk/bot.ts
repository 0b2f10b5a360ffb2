import type { AdapterContext } from "../adapter.ts";
import { createDurableReplayMemory, type DurableReplayMemory } from "../shared/freshness.ts";
import { createPlatformCall } from "../shared/platform-call.ts";
import { createWechatCrypto, type WechatCrypto } from "../shared/wechat-crypto.ts";
import { createDingtalkTokens, type DingtalkAccess } from "./api.ts";
import type { DingtalkSettings } from "./settings.ts";

/** 「接收消息」: a time further from now than an hour is refused. */
export const FRESH_MS = 60 * 60 * 1000;

/** A robot and what it works with. */
export interface DingtalkBot extends DingtalkAccess {
  context: AdapterContext;
  replays: DurableReplayMemory;
  /** What opens event callbacks, one for each receiver they may be for; empty where none are subscribed to. */
  eventCryptos: readonly WechatCrypto[];
}

export function createDingtalkBot(settings: DingtalkSettings, context: AdapterContext): DingtalkBot {
  const call = createPlatformCall(context);
  return {
    settings,
    context,
    call,
    tokens: createDingtalkTokens(settings, call, context),
    replays: createDurableReplayMemory(context.memory, context.now, FRESH_MS),
    eventCryptos: createEventCryptos(settings),
  };
}

function createEventCryptos({ TOKEN, ENCODING_AES_KEY, APP_KEY, CORP_ID }: DingtalkSettings): WechatCrypto[] {
  if (TOKEN === undefined || ENCODING_AES_KEY === undefined) return [];
  const receivers = CORP_ID === undefined ? [APP_KEY] : [APP_KEY, CORP_ID];
  return receivers.map((receiveId) =>
    createWechatCrypto({ token: TOKEN, encodingAesKey: ENCODING_AES_KEY, receiveId }),
  );
}
