import type { AdapterContext, Diagnosis } from "../adapter.ts";
import { diagnoseClock } from "../shared/clock-skew.ts";
import { createPlatformCall } from "../shared/platform-call.ts";
import { errorCode, requestToken } from "./api.ts";
import type { DingtalkSettings } from "./settings.ts";

/** Whether the app's key and secret work, and what 「钉钉开放平台」 needs to be told. */
export async function diagnoseDingtalk(
  settings: DingtalkSettings,
  context: AdapterContext,
  callbackUrl: string | null,
): Promise<Diagnosis[]> {
  return [
    ...(await checkCredentials(settings, context)),
    ...tellReceiving(settings, callbackUrl),
    ...tellCards(settings),
  ];
}

async function checkCredentials(settings: DingtalkSettings, context: AdapterContext): Promise<Diagnosis[]> {
  const result = await requestToken(settings, createPlatformCall(context));
  if (result.kind === "failed") {
    const hint = "检查本机能否访问 api.dingtalk.com，或 API_BASE 是否填对。";
    return [{ status: "fail", text: "连不上钉钉开放平台。", hint }];
  }
  const clock = diagnoseClock(result.headers, context.now());
  if (result.ok) return [{ status: "ok", text: "凭据有效，已取得 accessToken。" }, ...clock];
  const code = errorCode(result) || `HTTP ${result.status}`;
  const hint = "到应用的「凭证与基础信息」核对 Client ID 与 Client Secret。";
  return [{ status: "fail", text: `取不到 accessToken（${code}）。`, hint }, ...clock];
}

function tellReceiving({ CONNECTION, TOKEN }: DingtalkSettings, callbackUrl: string | null): Diagnosis[] {
  if (CONNECTION === "stream") {
    const text = "在应用的「机器人」里把消息接收模式选为 Stream 模式，然后发布版本。";
    return [{ status: "todo", text }];
  }
  const address = callbackUrl ?? "（先设置 WENBAN_PUBLIC_URL）";
  const robot = `在应用的「机器人」里把消息接收模式选为 HTTP 模式，消息接收地址填 ${address}，然后发布版本。`;
  const events = `如需事件订阅：推送方式选 HTTP，请求网址也填 ${address}。`;
  return [
    { status: "todo", text: robot },
    ...(TOKEN === undefined ? [] : [{ status: "todo" as const, text: events }]),
  ];
}

function tellCards({ CARD_TEMPLATE_ID, CARD_KEY }: DingtalkSettings): Diagnosis[] {
  if (CARD_TEMPLATE_ID === undefined) return [];
  const text = `AI 卡片需开通 Card.Streaming.Write 和 Card.Instance.Write 权限，模板里的流式变量名应为 ${CARD_KEY}。`;
  return [{ status: "todo", text }];
}
