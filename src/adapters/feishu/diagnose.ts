import type { Diagnosis } from "../adapter.ts";
import { diagnoseClock } from "../shared/clock-skew.ts";
import { errorCode, requestToken } from "./api.ts";
import type { FeishuBot } from "./bot.ts";

/** Whether the app's id and secret work, and what the developer console needs to be told. */
export async function diagnoseFeishu(bot: FeishuBot, callbackUrl: string | null): Promise<Diagnosis[]> {
  return [...(await checkCredentials(bot)), ...tellReceiving(bot, callbackUrl), tellScopes(bot)];
}

async function checkCredentials(bot: FeishuBot): Promise<Diagnosis[]> {
  const result = await requestToken(bot);
  if (result.kind === "failed") {
    const { host } = new URL(bot.settings.API_BASE ?? bot.platform.host);
    const hint = `检查本机能否访问 ${host}，或 API_BASE 是否填对。`;
    return [{ status: "fail", text: "连不上开放平台。", hint }];
  }
  const clock = diagnoseClock(result.headers, bot.context.now());
  const code = errorCode(result);
  if (code === 0) return [{ status: "ok", text: "凭据有效，已取得 tenant_access_token。" }, ...clock];
  const text = `取不到 tenant_access_token（${code === null ? `HTTP ${result.status}` : `code ${code}`}）。`;
  const hint = "到应用的「凭证与基础信息」核对 App ID 与 App Secret；国际版请用 WENBAN_LARK_ 开头的变量。";
  return [{ status: "fail", text, hint }, ...clock];
}

function tellReceiving({ settings }: FeishuBot, callbackUrl: string | null): Diagnosis[] {
  const event = "并添加事件「接收消息 im.message.receive_v1」";
  if (settings.CONNECTION === "socket") {
    const text = `先启动本服务，再在「事件与回调」里把订阅方式选为「使用长连接接收事件」，${event}，然后发布版本。`;
    return [{ status: "todo", text }];
  }
  const address = callbackUrl ?? "（先设置 WENBAN_PUBLIC_URL）";
  const text = `在「事件与回调」里把订阅方式选为「将事件发送至开发者服务器」，请求地址填 ${address}，${event}，然后发布版本。`;
  return [{ status: "todo", text }];
}

function tellScopes({ settings }: FeishuBot): Diagnosis {
  const scopes = [
    "im:message.p2p_msg:readonly",
    "im:message.group_at_msg:readonly",
    "im:message:send_as_bot",
    ...(settings.REPLY === "card" ? ["cardkit:card:write"] : []),
  ];
  return { status: "todo", text: `在「权限管理」里开通 ${scopes.join("、")}，并启用「机器人」能力。` };
}
