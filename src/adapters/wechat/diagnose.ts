/** What `doctor` looks at and says of a 公众号 or 小程序. */
import type { AdapterContext, Diagnosis } from "../adapter.ts";
import { diagnoseClock } from "../shared/clock-skew.ts";
import { createWechatApi, hasToken, readError, type WechatAppSettings } from "./api.ts";

const NO_TOKEN = "取不到 access_token。";
const IP_ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b/;

const ADVICE: Readonly<Record<number, { text: string; hint: string }>> = {
  40013: { text: "AppID 不正确。", hint: "到公众平台「设置与开发 → 开发接口管理」核对 AppID。" },
  40125: {
    text: "AppSecret 不正确。",
    hint: "到公众平台重置 AppSecret，并更新名字以 _APP_SECRET 结尾的变量。",
  },
  40164: {
    text: "本服务的出口 IP 不在 IP 白名单里。",
    hint: "到公众平台「开发接口管理 → 基本配置 → IP 白名单」添加本服务的出口 IP。",
  },
  40243: { text: "AppSecret 已被冻结。", hint: "到公众平台解冻 AppSecret。" },
  45009: { text: "今天的接口调用次数已用完。", hint: "明天会恢复；也可到公众平台清零一次。" },
};

export interface ConsoleSettings {
  /** Where the callback is entered. */
  place: string;
  allowsPlain: boolean;
  callbackUrl: string | null;
}

/** What has to be entered in the platform's console. */
export function describeConsole({ place, allowsPlain, callbackUrl }: ConsoleSettings): Diagnosis[] {
  const url = callbackUrl ?? "（先配置 WENBAN_PUBLIC_URL）";
  const todo: Diagnosis = {
    status: "todo",
    text: `在${place}填写：URL ${url}；Token 和 EncodingAESKey 与本服务的变量一致；消息加解密方式选「安全模式」。`,
  };
  if (!allowsPlain) return [todo];
  const plain: Diagnosis = {
    status: "warn",
    text: "已接受明文消息：签名不覆盖消息内容，截获一次请求的人可以改写它。",
    hint: "在公众平台改为「安全模式」，再删去名字以 _PLAIN 结尾的变量。",
  };
  return [todo, plain];
}

/** Whether the platform takes the credentials, and whether its clock agrees with ours. */
export async function checkCredentials(
  settings: WechatAppSettings,
  context: AdapterContext,
): Promise<Diagnosis[]> {
  const result = await createWechatApi(settings, context).requestToken();
  if (result.kind === "failed") {
    const hint = "检查本服务能否访问外网，以及名字以 _API_BASE 结尾的变量。";
    return [{ status: "fail", text: "连不上微信接口。", hint }];
  }
  const skew = diagnoseClock(result.headers, context.now());
  if (hasToken(result)) return [{ status: "ok", text: "凭据有效，已取得 access_token。" }, ...skew];
  return [toFailure(readError(result), result.status), ...skew];
}

function toFailure(error: ReturnType<typeof readError>, status: number): Diagnosis {
  if (!error || error.code === 0)
    return { status: "fail", text: NO_TOKEN, hint: `微信返回 HTTP ${status}，请稍后再试。` };
  const advice = ADVICE[error.code];
  if (!advice) {
    return { status: "fail", text: NO_TOKEN, hint: `按返回码 ${error.code} 查「全局返回码说明」。` };
  }
  // 40164 says in its message which address it saw.
  const address = error.code === 40164 ? IP_ADDRESS.exec(error.message)?.[0] : undefined;
  return {
    status: "fail",
    ...advice,
    text: address ? `${advice.text}微信看到的是 ${address}。` : advice.text,
  };
}
