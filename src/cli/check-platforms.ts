import type { Diagnosis } from "../adapters/adapter.ts";
import { adapters } from "../adapters/index.ts";
import { createAdapterMemory } from "../adapters/memory.ts";
import { type Bot, readBots } from "../adapters/read-bots.ts";
import type { Config, Environment } from "../config.ts";
import { checkDuties } from "../public-face.ts";
import { type Finding, fail, failed, ok, remark, UNREACHABLE } from "./finding.ts";

const NAME = "平台接入";
const TIMEOUT_MS = 8000;

/** Every configured bot: its variables, its credentials by calling its platform, and what its console needs. */
export async function checkPlatforms(
  config: Config,
  env: Environment,
  fetchUrl: typeof fetch,
): Promise<Finding[]> {
  const { publicUrl, siteName, operator, hotline } = config;
  const now = () => new Date();
  const memoryOf = createAdapterMemory(now);
  let bots: Bot[];
  try {
    bots = readBots(env, adapters, {
      now,
      memoryOf,
      fetch: fetchUrl,
      publicUrl,
      siteName,
      operator,
      hotline,
    });
  } catch (thrown) {
    return [failed(NAME, thrown, "在 .env 中补全变量，公网地址用 WENBAN_PUBLIC_URL=https://…")];
  }
  const duties = checkOperator(config, bots);
  if (bots.length === 0) return [duties, ok(NAME, "没有配置平台，只提供网页和接口。")];
  const reachable = publicUrl === null ? [] : [await checkAddress(publicUrl, fetchUrl)];
  const found = await Promise.all(bots.map(diagnose));
  return [duties, ...reachable, ...found.flat()];
}

/** Whoever runs a public face has to be named on it. A trial is told so before it goes public. */
function checkOperator(config: Config, bots: readonly Bot[]): Finding {
  const name = "主办单位";
  const command = "在 .env 中加 WENBAN_OPERATOR=单位名称 和 WENBAN_REGION=地区";
  try {
    checkDuties(config, bots);
  } catch (thrown) {
    return failed(name, thrown, command);
  }
  if (config.operator !== null) return ok(name, config.operator);
  if (config.publicUrl === null) return ok(name, "没有填写；只在本机试用时可以不填。");
  return fail(name, "对外服务须标明主办单位。A public service names who runs it.", command);
}

/** Platforms call the public address; whether it leads here can only be tried from where this runs. */
async function checkAddress(publicUrl: string, fetchUrl: typeof fetch): Promise<Finding> {
  const name = "公网地址";
  const command = `curl -i ${publicUrl}/healthz`;
  if (!publicUrl.startsWith("https:")) {
    return remark("warn", name, "不是 https 地址，多数平台不接受。Most platforms want https.", command);
  }
  try {
    const response = await fetchUrl(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.body?.cancel();
    if (response.ok) return ok(name, `${publicUrl} 可以访问。`);
    return remark("warn", name, `${publicUrl} 返回 ${response.status}；服务启动后再试。`, command);
  } catch {
    return remark("warn", name, `从本机连不上 ${publicUrl}；请从外网核实，服务要先启动。`, command);
  }
}

async function diagnose(bot: Bot): Promise<Finding[]> {
  try {
    const found = await bot.diagnose();
    return found.length === 0 ? [ok(bot.channel, "变量齐全。")] : found.map((one) => toFinding(bot, one));
  } catch (thrown) {
    return [failed(bot.channel, thrown, "核对该平台的变量和网络后再试")];
  }
}

function toFinding({ channel }: Bot, { status, text, hint }: Diagnosis): Finding {
  if (status === "ok") return ok(channel, text);
  if (status === "fail") return fail(channel, text, hint ?? null, UNREACHABLE);
  return remark(status, channel, text, hint ?? null);
}
