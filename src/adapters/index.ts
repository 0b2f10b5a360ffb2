import type { AdapterDefinition } from "./adapter.ts";
import { dingtalk } from "./dingtalk/index.ts";
import { feishu, lark } from "./feishu/index.ts";
import { generic } from "./generic/index.ts";
import { slack } from "./slack/index.ts";
import { telegram } from "./telegram/index.ts";
import { wechat } from "./wechat/index.ts";
import { miniprogram } from "./wechat/miniprogram.ts";
import { wecom } from "./wecom/index.ts";

/** The platforms: to add one is to add its file, its line here and its test. */
export const adapters: readonly AdapterDefinition[] = [
  wechat,
  miniprogram,
  wecom,
  dingtalk,
  feishu,
  lark,
  slack,
  telegram,
  generic,
];
