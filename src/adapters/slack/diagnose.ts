import { z } from "zod";
import type { Diagnosis } from "../adapter.ts";
import { diagnoseClock } from "../shared/clock-skew.ts";
import { readReply } from "../shared/platform-call.ts";
import { type SlackApi, slackFailure } from "./api.ts";

const identity = z.object({ team: z.string(), user: z.string() });

/** Scopes of the bot token, Slack 「Permission scopes」, and what goes without them. */
const SCOPES: readonly [name: string, isNeeded: boolean, use: string][] = [
  ["chat:write", true, "发送回答"],
  ["app_mentions:read", true, "接收频道里 @ 机器人的消息"],
  ["im:history", true, "接收私聊消息"],
  ["channels:history", false, "故障恢复后核对频道里是否已发送，避免重复"],
];

/** What `doctor` says of a Slack app. */
export async function diagnoseSlack(
  api: SlackApi,
  callbackUrl: string | null,
  now: () => Date,
): Promise<Diagnosis[]> {
  const result = await api.get("auth.test", {});
  const failure = slackFailure(result);
  if (failure || result.kind === "failed") {
    const isRefused = failure?.reason === "auth";
    const text = isRefused ? "Slack 不接受 BOT_TOKEN。" : "连不上 Slack。";
    const hint = isRefused
      ? "在应用的 OAuth & Permissions 页重新安装应用，复制 Bot User OAuth Token（xoxb- 开头）。"
      : "检查本机能否访问 slack.com，或设置 WENBAN_SLACK_API_BASE。";
    return [{ status: "fail", text, hint }];
  }
  const bot = readReply(result, identity);
  const name = bot ? `工作区“${bot.team}”，机器人 ${bot.user}` : "Slack";
  return [
    { status: "ok", text: `已连接：${name}。` },
    ...diagnoseScopes(result.headers.get("x-oauth-scopes")),
    ...diagnoseClock(result.headers, now()),
    ...consoleSteps(callbackUrl),
  ];
}

function diagnoseScopes(header: string | null): Diagnosis[] {
  if (header === null) return [];
  const granted = new Set(header.split(",").map((scope) => scope.trim()));
  return SCOPES.filter(([name]) => !granted.has(name)).map(([name, isNeeded, use]) => ({
    status: isNeeded ? "fail" : "warn",
    text: `缺少权限 ${name}（${use}）。`,
    hint: "在 OAuth & Permissions 页的 Bot Token Scopes 里添加，再重新安装应用。",
  }));
}

function consoleSteps(callbackUrl: string | null): Diagnosis[] {
  if (callbackUrl === null) return [];
  return [
    { status: "todo", text: `Event Subscriptions → Request URL 填 ${callbackUrl}` },
    { status: "todo", text: "Event Subscriptions → Subscribe to bot events 添加 app_mention 和 message.im" },
    {
      status: "todo",
      text: `Slash Commands（可选）→ 新建命令，如 /ask，Request URL 同样填 ${callbackUrl}`,
    },
  ];
}
