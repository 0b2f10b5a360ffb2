import type { AdapterContext } from "../adapter.ts";
import { createPlatformCall } from "../shared/platform-call.ts";
import { createFeishuTokens, type FeishuAccess } from "./api.ts";
import type { FeishuPlatform, FeishuSettings } from "./settings.ts";

/** A bot and what it works with. */
export interface FeishuBot extends FeishuAccess {
  context: AdapterContext;
}

export function createFeishuBot(
  platform: FeishuPlatform,
  settings: FeishuSettings,
  context: AdapterContext,
): FeishuBot {
  const call = createPlatformCall(context);
  const app = { platform, settings, call };
  return { ...app, context, tokens: createFeishuTokens(app, context) };
}
