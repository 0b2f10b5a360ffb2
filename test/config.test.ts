import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CONFIG_VARIABLES, readConfig } from "../src/config.ts";
import { toWenbanError } from "../src/errors.ts";

function configError(env: Record<string, string | undefined>) {
  try {
    readConfig(env);
  } catch (error) {
    return toWenbanError(error);
  }
  throw new Error("the configuration was accepted");
}

describe("readConfig", () => {
  it("gives every default when nothing is set", () => {
    expect(readConfig({})).toEqual({
      port: 8787,
      host: "127.0.0.1",
      dataDir: "./data",
      knowledge: "all",
      publicUrl: null,
      region: null,
      siteName: "问办",
      traditional: "off",
      operator: null,
      hotline: "12345",
      staffKey: null,
      siteKeys: [],
      allowedOrigins: [],
      identifySecret: null,
      rateLimit: 30,
      userRate: 20,
      retentionDays: 30,
      proxies: 0,
      maxFileBytes: null,
      standardAnswers: null,
      model: { baseUrl: null, apiKey: null, chatModel: null, embeddingModel: null },
    });
  });

  it.each([
    ["WENBAN_PORT wins over PORT", { WENBAN_PORT: "9000", PORT: "9001" }, { port: 9000 }],
    ["PORT alone", { PORT: "9001" }, { port: 9001 }],
    ["port 0 asks the system for a free one", { WENBAN_PORT: "0" }, { port: 0 }],
    [
      "empty values count as unset",
      { WENBAN_PORT: "", WENBAN_STAFF_KEY: "  " },
      { port: 8787, staffKey: null },
    ],
    [
      "the public address loses its slash",
      { WENBAN_PUBLIC_URL: "https://a.example/wb/" },
      { publicUrl: "https://a.example/wb" },
    ],
    [
      "lists",
      { WENBAN_SITE_KEYS: "pk_1, pk_2", WENBAN_ALLOWED_ORIGINS: "https://a.example" },
      { siteKeys: ["pk_1", "pk_2"], allowedOrigins: ["https://a.example"] },
    ],
    ["file limit in bytes", { WENBAN_MAX_FILE_MB: "1" }, { maxFileBytes: 1_048_576 }],
  ])("%s", (_name, env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  it.each([
    ["WENBAN_PORT", "abc"],
    ["WENBAN_PORT", "70000"],
    ["WENBAN_PORT", "-1"],
    ["PORT", "8787x"],
    ["WENBAN_KNOWLEDGE", "some"],
    ["WENBAN_PUBLIC_URL", "example.gov.cn"],
    ["WENBAN_PUBLIC_URL", "ftp://example.gov.cn"],
    ["WENBAN_PUBLIC_URL", "https://user:pw-8d2@example.gov.cn"],
    ["OPENAI_BASE_URL", "file:///etc/passwd"],
    ["WENBAN_HOTLINE", "call me"],
    ["WENBAN_HOST", "not a host"],
    ["WENBAN_STAFF_KEY", "changeme"],
    ["WENBAN_ALLOWED_ORIGINS", "*"],
    ["WENBAN_ALLOWED_ORIGINS", "https://a.example/path"],
    ["WENBAN_RATE_LIMIT", "0"],
    ["WENBAN_MAX_FILE_MB", "1e9"],
  ])("refuses %s=%s, names it and keeps its value to itself", (name, value) => {
    const error = configError({ WENBAN_SITE_KEYS: "pk_1", [name]: value });
    expect(error).toMatchObject({ kind: "not_configured", code: "config.invalid" });
    expect(error.message).toContain(name);
    if (value.length > 3) expect(error.message).not.toContain(value);
    expect(error.hint).toBeDefined();
  });

  it("names every wrong variable at once", () => {
    const error = configError({ WENBAN_PORT: "abc", WENBAN_KNOWLEDGE: "x", WENBAN_CHAT_MODEL: "qwen" });
    expect(error.message).toMatch(/WENBAN_PORT.*WENBAN_KNOWLEDGE.*WENBAN_CHAT_MODEL/);
  });

  it("a model name without an endpoint is incomplete, with one it is complete", () => {
    expect(configError({ WENBAN_EMBEDDING_MODEL: "bge" }).message).toContain("OPENAI_BASE_URL");
    const config = readConfig({ WENBAN_EMBEDDING_MODEL: "bge", OPENAI_BASE_URL: "http://10.0.0.2:8000/v1" });
    expect(config.model).toMatchObject({ baseUrl: "http://10.0.0.2:8000/v1", embeddingModel: "bge" });
  });

  it.each(CONFIG_VARIABLES)("%s is explained in the README", (name) => {
    expect(readFileSync(new URL("../README.md", import.meta.url), "utf8")).toContain(`\`${name}\``);
  });

  it("other origins need a site key", () => {
    expect(configError({ WENBAN_ALLOWED_ORIGINS: "https://a.example" }).message).toContain(
      "WENBAN_SITE_KEYS",
    );
  });
});
