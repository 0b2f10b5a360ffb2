/** What `doctor` looks at and says of a 企业微信 bot. */
import type { AdapterContext, Diagnosis } from "../adapter.ts";
import { diagnoseClock } from "../shared/clock-skew.ts";
import type { CallResult } from "../shared/platform-call.ts";
import { codeOf, createWecomApi, messageOf } from "./api.ts";
import type { CorpSettings, WecomSettings } from "./settings.ts";

const ADVICE: Readonly<Record<number, { text: string; hint: string }>> = {
  40001: {
    text: "应用的 Secret 不正确。",
    hint: "到管理后台「应用管理 → 应用详情」查看 Secret，并更新 SECRET。",
  },
  40013: { text: "企业 ID 不正确。", hint: "到管理后台「我的企业 → 企业信息」核对企业 ID，并更新 CORP_ID。" },
  40056: {
    text: "AgentId 不正确。",
    hint: "到管理后台「应用管理 → 应用详情」核对 AgentId，并更新 AGENT_ID。",
  },
  45009: { text: "接口调用太频繁。", hint: "过一分钟再试。" },
  48002: {
    text: "应用没有调用这个接口的权限。",
    hint: "核对应用的权限，以及 AGENT_ID 与 SECRET 是否属于同一个应用。",
  },
  60020: {
    text: "本服务的出口 IP 不在企业可信 IP 里。",
    hint: "到管理后台「应用管理 → 应用详情 → 企业可信IP」添加本服务的出口 IP。",
  },
  301002: {
    text: "AGENT_ID 与 SECRET 不属于同一个应用。",
    hint: "到管理后台「应用管理 → 应用详情」核对两者。",
  },
};
const NO_ADVICE = "按返回码查企业微信「全局错误码」。";
/** The platform names the address that it does not trust. */
const UNTRUSTED_ADDRESS = /from ip: ([\da-fA-F.:]{3,45})/;
const CAN_USE_KF: Diagnosis = { status: "ok", text: "可以调用微信客服接口。" };
const CANNOT_USE_KF: Diagnosis = {
  status: "warn",
  text: "不能调用微信客服接口；不用微信客服时可忽略。",
  hint: "在管理后台「应用管理 → 微信客服 → API」把本应用加入「可调用接口的应用」，并勾选客服账号。",
};

export async function diagnoseWecom(
  { callback, corp, socket, apiBase }: WecomSettings,
  context: AdapterContext,
  callbackUrl: string | null,
): Promise<Diagnosis[]> {
  return [
    ...(callback ? describeConsole(corp !== null, callbackUrl) : []),
    ...(corp ? await checkApplication(corp, apiBase, context) : []),
    ...(socket ? [describeSocket()] : []),
  ];
}

/** What has to be entered where in the platform's console. */
function describeConsole(isApplication: boolean, callbackUrl: string | null): Diagnosis[] {
  const url = callbackUrl ?? "（先配置 WENBAN_PUBLIC_URL）";
  const values = `URL 填 ${url}，Token 和 EncodingAESKey 与本服务的 TOKEN、ENCODING_AES_KEY 一致。`;
  if (!isApplication) {
    const place = "管理后台「安全与管理 → 管理工具 → 智能机器人 → API模式 → 使用URL回调」";
    return [{ status: "todo", text: `在${place}：${values}` }];
  }
  return [
    { status: "todo", text: `在管理后台「应用管理 → 应用详情 → 接收消息 → 设置API接收」：${values}` },
    {
      status: "todo",
      text: `如用微信客服，在管理后台「应用管理 → 微信客服 → API」开启接口，把本应用加入「可调用接口的应用」，回调设置同上。`,
    },
  ];
}

function describeSocket(): Diagnosis {
  return {
    status: "todo",
    text: "在管理后台把智能机器人的 API 模式设为「使用长连接」，Bot ID 和 Secret 与本服务的 BOT_ID、BOT_SECRET 一致；同一机器人只能有一个连接，请只启动一个服务。",
  };
}

/** Whether the platform takes the credentials, knows the application, and lets it read 微信客服. */
async function checkApplication(
  corp: CorpSettings,
  apiBase: string | null,
  context: AdapterContext,
): Promise<Diagnosis[]> {
  const api = createWecomApi(corp, apiBase, context);
  const token = await api.requestToken();
  if (codeOf(token) !== 0) return describeFailure(token);
  const clock = token.kind === "reply" ? diagnoseClock(token.headers, context.now()) : [];
  const application = await api.get("agent/get", { agentid: String(corp.agentId) });
  if (codeOf(application) !== 0) return [...describeFailure(application), ...clock];
  const accounts = await api.post("kf/account/list", { offset: 0, limit: 1 });
  return [
    { status: "ok", text: "凭据有效，应用可用。" },
    ...(codeOf(accounts) === 0 ? [CAN_USE_KF] : [CANNOT_USE_KF]),
    ...clock,
  ];
}

function describeFailure(result: CallResult): Diagnosis[] {
  const code = codeOf(result);
  if (code === null) {
    return [
      { status: "fail", text: "连不上企业微信接口。", hint: "检查本服务能否访问外网，以及 API_BASE。" },
    ];
  }
  const address = UNTRUSTED_ADDRESS.exec(messageOf(result))?.[1];
  const { text, hint } = ADVICE[code] ?? { text: `企业微信接口返回 errcode ${code}。`, hint: NO_ADVICE };
  return [{ status: "fail", text: address === undefined ? text : `${text}（${address}）`, hint }];
}
