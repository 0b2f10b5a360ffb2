import { statfs } from "node:fs/promises";
import { resolve } from "node:path";
import { type Config, type Environment, readConfig } from "../config.ts";
import { isIndexed } from "../indexing/open-corpus.ts";
import { prepareDataDirectory } from "../indexing/run/data-directory.ts";
import { loadHnswlib } from "../retrieval/stores/hnswlib-native.ts";
import { checkPlatforms } from "./check-platforms.ts";
import { checkStandards } from "./check-standards.ts";
import { type Finding, fail, failed, NOT_CONFIGURED, ok, UNREACHABLE } from "./finding.ts";

const OLDEST_NODE = [22, 18] as const;
const LEAST_FREE_BYTES = 200 * 1024 * 1024;
const MODEL_TIMEOUT_MS = 5000;

type Check = (config: Config, env: Environment) => Promise<Finding>;

/** Runs all checks; those that need a configuration are left out when it is wrong. */
export async function runChecks(env: Environment, fetchUrl: typeof fetch = fetch): Promise<Finding[]> {
  const findings = [checkNode(process.versions.node), checkClock(new Date())];
  let config: Config;
  try {
    config = readConfig(env);
    findings.push(ok("配置", "变量齐全。The configuration is complete."));
  } catch (thrown) {
    return [...findings, failed("配置", thrown, "检查 .env 与环境变量 (see README, 配置)")];
  }
  const checks: Check[] = [checkDataDirectory, checkIndex, checkApproved, checkVectors, checkModel(fetchUrl)];
  for (const check of checks) findings.push(await check(config, env));
  findings.push(...(await checkPlatforms(config, env, fetchUrl)));
  return findings;
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const name = "Node.js";
  if (isNew) return ok(name, `版本 ${version}。`);
  const text = `版本 ${version} 太旧，需要 ${OLDEST_NODE.join(".")} 以上。Too old.`;
  return fail(name, text, "npm ci（会带来 Node 24）再用 npm run 启动", NOT_CONFIGURED);
}

/** Signatures and expiring links are wrong under a wrong clock. */
function checkClock(now: Date): Finding {
  const year = now.getUTCFullYear();
  if (year >= 2025 && year < 2100) return ok("系统时间", now.toISOString());
  const text = `系统时间不对：${now.toISOString()}。The clock is wrong.`;
  return fail("系统时间", text, "sudo timedatectl set-ntp true", NOT_CONFIGURED);
}

const checkDataDirectory: Check = async ({ dataDir }) => {
  const name = "数据目录";
  try {
    await prepareDataDirectory(dataDir);
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const megabytes = `${Math.floor(free / 1024 / 1024)} MB`;
    if (free >= LEAST_FREE_BYTES) return ok(name, `${resolve(dataDir)} 可写，剩余 ${megabytes}。`);
    const text = `${resolve(dataDir)} 只剩 ${megabytes}。Little space is left.`;
    return fail(name, text, `du -sh ${dataDir}`, 9);
  } catch (thrown) {
    return failed(name, thrown, `ls -ld ${dataDir}`);
  }
};

const checkIndex: Check = async ({ dataDir }) => {
  const name = "索引";
  try {
    if (await isIndexed(dataDir)) return ok(name, "已建立。The index is there.");
    const text = "还没有建立索引；首次启动会收录随附的知识。Not indexed yet.";
    return fail(name, text, "npm run --silent wenban -- index --shipped", NOT_CONFIGURED);
  } catch (thrown) {
    return failed(name, thrown, `npm run --silent wenban -- index --shipped --data ${dataDir}`);
  }
};

const checkApproved: Check = async (_config, env) => {
  try {
    return await checkStandards(env);
  } catch (thrown) {
    return failed("标准答案", thrown, "改正标准答案文件（格式见 knowledge/standard-answers.yaml）");
  }
};

const checkVectors: Check = async () => {
  const native = await loadHnswlib();
  const engine = native
    ? "hnswlib-node（近似检索）"
    : "内置精确检索（hnswlib-node 没有装上，结果相同，大库稍慢）";
  return ok("向量引擎", engine);
};

/** Asks the endpoint for its models, only when one is configured: nobody is called who was not named. */
function checkModel(fetchUrl: typeof fetch): Check {
  return async ({ model }) => {
    const name = "模型";
    const { baseUrl, apiKey, chatModel, embeddingModel } = model;
    if (chatModel === null && embeddingModel === null) return ok(name, "没有配置模型，按原文摘录回答。");
    const url = `${baseUrl ?? "https://api.openai.com/v1"}/models`;
    const command = `curl -i ${url}`;
    try {
      const headers: Record<string, string> = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
      const response = await fetchUrl(url, { headers, signal: AbortSignal.timeout(MODEL_TIMEOUT_MS) });
      await response.body?.cancel();
      if (response.ok) return ok(name, `${new URL(url).host} 可以访问。`);
      const isKey = response.status === 401 || response.status === 403;
      const text = isKey ? "模型服务不接受密钥。The key is refused." : `模型服务返回 ${response.status}。`;
      return fail(name, text, command, isKey ? 4 : 8);
    } catch {
      const text = `连不上模型服务 ${new URL(url).host}。The endpoint can't be reached.`;
      return fail(name, text, command, UNREACHABLE);
    }
  };
}
