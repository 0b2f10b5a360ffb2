import { describe, expect, it } from "vitest";
import type { Diagnosis } from "../../../src/adapters/adapter.ts";
import { adapters } from "../../../src/adapters/index.ts";
import { readBots } from "../../../src/adapters/read-bots.ts";
import { CONTRACT_NOW, contractBotsContext } from "../../support/adapter-kit.ts";
import { openWecom, type WecomStage } from "../../support/wecom-bot.ts";
import { testCorp } from "../../support/wecom-platform.ts";

const textsOf = (found: readonly Diagnosis[], status: Diagnosis["status"]) =>
  found.filter((one) => one.status === status).map(({ text }) => text);

async function diagnose({ bot }: WecomStage): Promise<Diagnosis[]> {
  const found = await bot.diagnose();
  const told = JSON.stringify(found);
  for (const secret of [testCorp.token, testCorp.encodingAesKey, testCorp.secret]) {
    expect(told).not.toContain(secret);
  }
  return found;
}

describe("企业微信 doctor", () => {
  it("says what to enter where, and that all is well", async () => {
    const found = await diagnose(openWecom());
    const todo = textsOf(found, "todo");
    expect(todo).toHaveLength(2);
    expect(todo[0]).toContain("https://wenban.example.gov.cn/webhooks/wecom/default");
    expect(textsOf(found, "ok")).toEqual(["凭据有效，应用可用。", "可以调用微信客服接口。"]);
    expect(textsOf(found, "fail")).toEqual([]);
  });

  it.each([
    ["gettoken", { errcode: 40001 }, "Secret 不正确"],
    ["gettoken", { errcode: 40013 }, "企业 ID 不正确"],
    ["gettoken", { status: 502 }, "连不上企业微信接口"],
    [
      "agent/get",
      { errcode: 60020, errmsg: "not allow to access, from ip: 203.0.113.7, hint" },
      "（203.0.113.7）",
    ],
    ["agent/get", { errcode: 301002 }, "不属于同一个应用"],
    ["agent/get", { errcode: 88888 }, "errcode 88888"],
  ] as const)("tells what %s refuses: %o", async (path, fault, words) => {
    const stage = openWecom();
    stage.calls.fail(path, fault);
    const found = await diagnose(stage);
    expect(textsOf(found, "fail").join()).toContain(words);
    expect(found.find(({ status }) => status === "fail")?.hint).not.toBe("");
    expect(textsOf(found, "ok")).toEqual([]);
  });

  it("warns where 微信客服 can't be used, and of a clock that is wrong", async () => {
    const stage = openWecom();
    stage.calls.fail("kf/account/list", { errcode: 48002 });
    stage.calls.date = new Date(CONTRACT_NOW.getTime() + 120_000);
    const warnings = textsOf(await diagnose(stage), "warn");
    expect(warnings).toHaveLength(2);
    expect(warnings.join()).toContain("不能调用微信客服接口");
    expect(warnings.join()).toContain("慢 120 秒");
  });

  it("calls nobody for a 智能机器人, and tells the console its ways in", async () => {
    const env = {
      WENBAN_WECOM_TOKEN: testCorp.token,
      WENBAN_WECOM_ENCODING_AES_KEY: testCorp.encodingAesKey,
      WENBAN_WECOM_BOT_ID: "b",
      WENBAN_WECOM_BOT_SECRET: "s",
    };
    const [bot] = readBots(env, adapters, contractBotsContext());
    const todo = textsOf((await bot?.diagnose()) ?? [], "todo");
    expect(todo[0]).toContain("使用URL回调");
    expect(todo[1]).toContain("使用长连接");
  });
});
