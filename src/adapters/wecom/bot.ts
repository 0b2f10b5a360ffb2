import type { AdapterContext } from "../adapter.ts";
import { createWecomApi, type WecomApi } from "./api.ts";
import type { KfNews } from "./kf.ts";
import { createPace, type Pace } from "./pace.ts";
import type { CorpSettings, WecomSettings } from "./settings.ts";
import { createTurns, type Turns } from "./turns.ts";
import { type CallbackKeys, createCallbackKeys, createOpener, type Opener } from "./verify.ts";

/** What one bot works with. */
export interface WecomBot {
  context: AdapterContext;
  settings: WecomSettings;
  /** Null where the bot has a long connection only. */
  keys: CallbackKeys | null;
  /** Null where it is a 智能机器人 only. */
  corp: { settings: CorpSettings; api: WecomApi } | null;
  open: Opener;
  pace: Pace;
  /** Readings of the accounts of 微信客服. */
  readings: Turns<KfNews>;
}

export function createWecomBot(settings: WecomSettings, context: AdapterContext): WecomBot {
  const { corp, apiBase } = settings;
  const keys = createCallbackKeys(settings);
  return {
    context,
    settings,
    keys,
    corp: corp && { settings: corp, api: createWecomApi(corp, apiBase, context) },
    open: createOpener(keys, context.now),
    pace: createPace(context.now),
    readings: createTurns(),
  };
}
