import { describe, expect, it } from "vitest";
import type { Diagnosis } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { CONTRACT_NOW, contractBotsContext, contractContext } from "../support/adapter-kit.ts";
import { FakeWechatApi } from "../support/wechat-api.ts";
import { testAccount } from "../support/wechat-platform.ts";

const SECRET = "app-secret-of-the-tests";

/** What `doctor` says of a bot on a platform that answers `respond`, or as it does when all is well. */
async function diagnose(
  platform: "WECHAT" | "MINIPROGRAM",
  env: Record<string, string> = {},
  respond?: () => Response,
): Promise<Diagnosis[]> {
  const variables = {
    TOKEN: testAccount.token,
    APP_ID: testAccount.appId,
    ENCODING_AES_KEY: testAccount.encodingAesKey,
    APP_SECRET: SECRET,
    ...env,
  };
  const named = Object.fromEntries(
    Object.entries(variables).map(([field, value]) => [`WENBAN_${platform}_${field}`, value]),
  );
  const api = new FakeWechatApi(() => CONTRACT_NOW);
  const fetchPlatform: typeof fetch = async (input, init) => respond?.() ?? api.fetch(input, init);
  const [bot] = readBots(
    named,
    adapters,
    contractBotsContext({ ...contractContext(), fetch: fetchPlatform }),
  );
  if (!bot) throw new Error("no bot");
  return bot.diagnose();
}

const refused = (errcode: number) => () => Response.json({ errcode, errmsg: "no" });

describe.each(["WECHAT", "MINIPROGRAM"] as const)("the diagnosis of %s", (platform) => {
  it("says that the credentials are good, and what to enter where", async () => {
    const found = await diagnose(platform);
    expect(found[0]?.text).toContain("凭据有效");
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(["ok", "todo"]));
    const todo = found.at(-1)?.text;
    expect(todo).toContain(`https://wenban.example.gov.cn/webhooks/${platform.toLowerCase()}/default`);
    expect(todo).toContain("安全模式");
  });

  it.each<[number, string]>([
    [40013, "AppID"],
    [40125, "AppSecret"],
    [40164, "IP 白名单"],
    [45009, "次数"],
    [89503, "89503"],
  ])("tells what %i means", async (errcode, words) => {
    const [credentials] = await diagnose(platform, {}, refused(errcode));
    expect(credentials?.status).toBe("fail");
    expect(`${credentials?.text}${credentials?.hint}`).toContain(words);
  });

  it("names the address that the platform does not let in", async () => {
    const errmsg = "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1-2-3";
    const [credentials] = await diagnose(platform, {}, () => Response.json({ errcode: 40164, errmsg }));
    expect(credentials?.text).toContain("203.0.113.7");
  });

  it.each<[string, () => Response]>([
    ["a page", () => new Response("<html>")],
    ["an error", () => new Response("", { status: 503 })],
    ["no token", () => Response.json({})],
    [
      "nothing",
      () => {
        throw new TypeError("fetch failed");
      },
    ],
  ])("does not take %s for a token", async (_name, respond) => {
    const [credentials] = await diagnose(platform, {}, respond);
    expect(credentials?.status).toBe("fail");
    expect(credentials?.hint).toBeDefined();
  });

  it("warns of plain messages and of a clock that is wrong, and names no secret", async () => {
    const late = { headers: { date: new Date(CONTRACT_NOW.getTime() - 300_000).toUTCString() } };
    const respond = () => Response.json({ access_token: "token-of-the-platform", expires_in: 7200 }, late);
    const found = await diagnose(platform, { PLAIN: "true" }, respond);
    const warnings = found.filter(({ status }) => status === "warn").map(({ text }) => text);
    expect(warnings).toEqual([expect.stringContaining("300 秒"), expect.stringContaining("明文")]);
    for (const secret of [SECRET, testAccount.token, testAccount.encodingAesKey, "token-of-the-platform"]) {
      expect(JSON.stringify(found)).not.toContain(secret);
    }
  });
});

it("a 公众号 that is not verified is not asked for a token", async () => {
  const respond = () => {
    throw new Error("called");
  };
  const [first, todo] = await diagnose("WECHAT", { VERIFIED: "false" }, respond);
  expect(first).toMatchObject({ status: "ok", text: expect.stringContaining("未认证") });
  expect(todo?.status).toBe("todo");
});
