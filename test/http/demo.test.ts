import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { createSampleServices } from "../support/sample-services.ts";

const get = (path: string) => createApp(createSampleServices()).request(path);

describe("the demonstration", () => {
  it.each(["/demo", "/demo/torture"])(
    "%s embeds the widget by the documented line, and all it names is there",
    async (path) => {
      const page = await (await get(path)).text();
      expect(page).toMatch(/<script src="\/widget\/v1\.js"[^>]* defer><\/script>/);
      expect(page).not.toMatch(/ style="|<style|<script>/);
      const files = Array.from(page.matchAll(/(?:href|src)="(\/demo[^"]*)"/g), ([, address = ""]) => address);
      for (const file of files) expect((await get(file)).status, file).toBe(200);
    },
  );

  it("asks Trusted Types of the torture page, beside the policy of all pages", async () => {
    const policy = (await get("/demo/torture")).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  });
});
