import { describe, expect, it } from "vitest";
import { adapters } from "../src/adapters/index.ts";
import { readBots } from "../src/adapters/read-bots.ts";
import { readConfig } from "../src/config.ts";
import { checkDuties } from "../src/public-face.ts";
import { contractBotsContext } from "./support/adapter-kit.ts";
import { WEBHOOK_SECRET } from "./support/standard-webhook.ts";

function problemsOf(env: Record<string, string>): string {
  try {
    checkDuties(readConfig(env), readBots(env, adapters, contractBotsContext()));
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe("a service that the public reaches", () => {
  const WENBAN_PUBLIC_URL = "https://wenban.hekou.gov.cn";

  it("names who runs it and where it holds, or does not start", () => {
    const told = problemsOf({ WENBAN_PUBLIC_URL });
    expect(told).toContain("WENBAN_OPERATOR");
    expect(told).toContain("WENBAN_REGION");
    expect(problemsOf({ WENBAN_PUBLIC_URL, WENBAN_OPERATOR: "河口区政府" })).not.toContain("WENBAN_OPERATOR");
  });

  it("starts with both, or with a region for each of its public bots", () => {
    const named = { WENBAN_PUBLIC_URL, WENBAN_OPERATOR: "河口区政府" };
    expect(problemsOf({ ...named, WENBAN_REGION: "杭州市西湖区" })).toBe("");
    const bot = { ...named, WENBAN_GENERIC_SECRET: WEBHOOK_SECRET };
    expect(problemsOf(bot)).toContain("WENBAN_REGION");
    expect(problemsOf({ ...bot, WENBAN_GENERIC_REGION: "杭州市西湖区" })).toBe("");
  });
});

it.each([
  "http://localhost:8787",
  "http://127.0.0.1:8787",
  "http://192.168.1.20",
  "http://172.20.0.3",
  "http://10.1.2.3",
  "https://wenban.example",
  "https://wenban.test",
  "https://wb.example.gov.cn",
  "http://[::1]:8787",
])("a trial on %s needs to name nobody", (address) => {
  expect(problemsOf({ WENBAN_PUBLIC_URL: address })).toBe("");
});

it.each(["https://10.hekou.gov.cn", "https://mylocalhost.cn", "https://8.8.8.8"])(
  "%s is public",
  (address) => {
    expect(problemsOf({ WENBAN_PUBLIC_URL: address })).not.toBe("");
  },
);
