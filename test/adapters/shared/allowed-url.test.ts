import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allowedUrl } from "../../../src/adapters/shared/allowed-url.ts";

const HOSTS = ["oapi.dingtalk.com", ".botframework.com"];
const API_BASE = "http://127.0.0.1:9080/dingtalk";

describe("allowedUrl", () => {
  it.each([
    "https://oapi.dingtalk.com/robot/sendBySession?session=1",
    "https://OAPI.dingtalk.com/robot",
    "https://oapi.dingtalk.com:443/robot",
    "https://oapi.dingtalk.com",
    "https://oapi.dingtalk.com?session=a@b",
    "https://smba.botframework.com/apis",
    "https://a.b.botframework.com/apis",
  ])("allows %s", (text) => {
    expect(allowedUrl(text, HOSTS)?.protocol).toBe("https:");
  });

  it.each([
    "",
    "robot",
    "//oapi.dingtalk.com/robot",
    "http://oapi.dingtalk.com/robot",
    "ftp://oapi.dingtalk.com/robot",
    "javascript:alert(1)",
    "https://oapi.dingtalk.com:8443/robot",
    "https://oapi.dingtalk.com:80/robot",
    "https://oapi.dingtalk.com./robot",
    "https://oapi.dingtalk.com.evil.example/robot",
    "https://evil.example/oapi.dingtalk.com",
    "https://evil.example#oapi.dingtalk.com",
    "https://oapi.dingtalk.com@evil.example/robot",
    "https://evil@oapi.dingtalk.com/robot",
    "https://@oapi.dingtalk.com/robot",
    "https://oapi.dingtalk.com\\@evil.example/robot",
    "https:\\\\oapi.dingtalk.com\\robot",
    "https:/oapi.dingtalk.com/robot",
    "https:///oapi.dingtalk.com/robot",
    "https://oapi.dingtalk.com\r\nHost: evil.example/robot",
    " https://oapi.dingtalk.com/robot",
    "https://oapi.dingtalk.com/ro bot",
    "https://oapi。dingtalk。com/robot",
    "https://botframework.com/apis",
    "https://.botframework.com/apis",
    "https://evilbotframework.com/apis",
    "https://127.0.0.1:9080/robot",
    `https://oapi.dingtalk.com/${"a".repeat(3000)}`,
  ])("refuses %j", (text) => {
    expect(allowedUrl(text, HOSTS)).toBeNull();
  });

  it("allows the configured place beside the listed hosts, by scheme, host and port", () => {
    expect(allowedUrl("http://127.0.0.1:9080/robot/session", HOSTS, API_BASE)?.port).toBe("9080");
    expect(allowedUrl("https://oapi.dingtalk.com/robot", HOSTS, API_BASE)).not.toBeNull();
    for (const text of [
      "http://127.0.0.1:9081/robot",
      "https://127.0.0.1:9080/robot",
      "http://127.0.0.1/robot",
      "http://x@127.0.0.1:9080/robot",
    ]) {
      expect(allowedUrl(text, HOSTS, API_BASE)).toBeNull();
    }
  });

  const shared = new URL("../../../../shared/security/ssrf_urls.jsonl", import.meta.url);
  it.skipIf(!existsSync(shared))("refuses every address of the shared list", () => {
    const lines = readFileSync(shared, "utf8").trim().split("\n");
    expect(lines.length).toBeGreaterThan(50);
    for (const line of lines) expect(allowedUrl(JSON.parse(line).url, HOSTS, API_BASE)).toBeNull();
  });
});
