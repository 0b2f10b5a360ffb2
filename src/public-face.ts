import type { Bot } from "./adapters/read-bots.ts";
import type { Config } from "./config.ts";
import { WenbanError } from "./errors.ts";

/** Names that stand for a machine of one's own or for nobody's (RFC 2606, RFC 6762), and private addresses (RFC 1918). */
const NOT_PUBLIC = [
  /(?:^|\.)(?:localhost|local|test|invalid|internal|lan)$/,
  /(?:^|\.)example(?:\.|$)/,
  /^\[|^(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|0)(?:\.\d{1,3}){1,3}$/,
];

/**
 * A service that the public reaches says who runs it and where it holds: 主办单位 and region; the contact is the
 * hotline. A trial on one's own machine or network needs neither.
 * @throws WenbanError `config.duties` that names every variable that is missing
 */
export function checkDuties({ publicUrl, operator, region }: Config, bots: readonly Bot[]): void {
  if (publicUrl === null || isPrivate(new URL(publicUrl).hostname)) return;
  const openBots = bots.filter(({ audience }) => audience === "public");
  const hasRegion = region !== null || (openBots.length > 0 && openBots.every((bot) => bot.region !== null));
  const missing = [
    ...(operator === null ? ["WENBAN_OPERATOR（主办单位）"] : []),
    ...(hasRegion ? [] : ["WENBAN_REGION（服务哪个地区，全国写 全国）"]),
  ];
  if (missing.length === 0) return;
  const message = `对外服务须标明主办单位和地区，缺少 ${missing.join("、")}。A public service must say who runs it.`;
  throw new WenbanError("not_configured", "config.duties", message, {
    hint: "在 .env 中补全；只在本机或内网试用时，WENBAN_PUBLIC_URL 用本机或内网地址。Complete them in .env.",
  });
}

function isPrivate(hostname: string): boolean {
  return NOT_PUBLIC.some((pattern) => pattern.test(hostname));
}
