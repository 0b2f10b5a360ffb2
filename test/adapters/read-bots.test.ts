import { describe, expect, it } from "vitest";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { WenbanError } from "../../src/errors.ts";
import { contractBotsContext } from "../support/adapter-kit.ts";
import { WEBHOOK_SECRET } from "../support/standard-webhook.ts";
import { testAccount, wechatEnvironment } from "../support/wechat-platform.ts";

const context = contractBotsContext();
const wechat = wechatEnvironment();
const named = (bot: string) =>
  Object.fromEntries(
    Object.entries(wechat).map(([name, value]) => [name.replace("WECHAT_", `WECHAT__${bot}_`), value]),
  );
const read = (env: Record<string, string | undefined>, publicUrl: string | null = context.publicUrl) =>
  readBots(env, adapters, { ...context, publicUrl });

function problemOf(
  env: Record<string, string | undefined>,
  publicUrl: string | null = context.publicUrl,
): WenbanError {
  try {
    read(env, publicUrl);
  } catch (error) {
    if (error instanceof WenbanError) return error;
    throw error;
  }
  throw new Error("nothing is wrong");
}

describe("readBots", () => {
  it.each([
    ["nothing", {}],
    ["other variables", { WENBAN_SITE_NAME: "问办", PATH: "/bin", WENBAN_WECHATX_TOKEN: "x" }],
    [
      "empty variables",
      { WENBAN_WECHAT_TOKEN: "", WENBAN_WECHAT_APP_ID: " ", WENBAN_GENERIC_SECRET: undefined },
    ],
  ])("makes no bot of %s", (_name, env) => {
    expect(read(env)).toEqual([]);
  });

  it("makes the bot default, and further bots by their names", () => {
    const env = {
      ...named("HZ_XIHU"),
      ...wechat,
      WENBAN_GENERIC_SECRET: WEBHOOK_SECRET,
      WENBAN_GENERIC__OA_SECRET: WEBHOOK_SECRET,
    };
    expect(read(env).map(({ channel, audience }) => [channel, audience])).toEqual([
      ["wechat/default", "public"],
      ["wechat/hz_xihu", "public"],
      ["generic/default", "public"],
      ["generic/oa", "public"],
    ]);
  });

  it("a platform may have named bots only", () => {
    expect(read(named("HANGZHOU")).map(({ platform, name }) => [platform, name])).toEqual([
      ["wechat", "hangzhou"],
    ]);
  });

  it("names every variable that is missing, of every bot, at once", () => {
    const { kind, code, message } = problemOf({
      WENBAN_WECHAT_TOKEN: testAccount.token,
      WENBAN_WECHAT__HZ_APP_ID: testAccount.appId,
    });
    expect([kind, code]).toEqual(["not_configured", "config.bots"]);
    for (const name of [
      "WENBAN_WECHAT_APP_ID",
      "WENBAN_WECHAT_ENCODING_AES_KEY",
      "WENBAN_WECHAT__HZ_TOKEN",
      "WENBAN_WECHAT__HZ_ENCODING_AES_KEY",
    ]) {
      expect(message).toContain(name);
    }
    expect(message).not.toContain("APP_SECRET");
  });

  it.each([
    [{ ...wechat, WENBAN_WECHAT_ENCODING_AES_KEY: "tooshort" }, "WENBAN_WECHAT_ENCODING_AES_KEY"],
    [{ ...wechat, WENBAN_WECHAT_API_BASE: "nonsense" }, "WENBAN_WECHAT_API_BASE"],
    [{ WENBAN_GENERIC_SECRET: "nonsense!" }, "WENBAN_GENERIC_SECRET"],
    [{ WENBAN_WECHAT_API_BASE: "https://api.example" }, "WENBAN_WECHAT_TOKEN"],
  ])("names a variable that is wrong, and not its value", (env, name) => {
    const { message, hint } = problemOf(env);
    expect(message).toContain(name);
    expect(`${message}${hint}`).not.toMatch(/tooshort|nonsense/);
    expect(`${message}${hint}`).not.toContain(testAccount.token);
  });

  it("asks for the public address where answers carry links into this service", () => {
    expect(problemOf(wechat, null).message).toContain("WENBAN_PUBLIC_URL");
    expect(read({ WENBAN_GENERIC_SECRET: WEBHOOK_SECRET }, null)).toHaveLength(1);
  });
});

it("every adapter of the registry is listed once, by a name that fits URLs and variables", () => {
  const names = adapters.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*$/);
});
