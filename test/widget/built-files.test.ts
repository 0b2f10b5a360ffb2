import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "wenban-widget-"));

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, "scripts/build-widget.ts"), directory], { stdio: "ignore" });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const files = () =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
const text = (name: string) => readFileSync(join(directory, name), "utf8");
const gzipped = (name: string) => gzipSync(text(name), { level: 9 }).length;
const named = (pattern: RegExp) => files().find((name) => pattern.test(name)) ?? "";

describe("the built widget", () => {
  it("is a loader, a panel, a frame and two languages", () => {
    expect(files().map((name) => name.replace(/-[0-9A-F]{8}\.js$/, "-HASH.js"))).toEqual([
      "locales/en-HASH.js",
      "locales/zh-TW-HASH.js",
      "panel/frame-HASH.js",
      "panel/panel-HASH.js",
      "v1.js",
    ]);
  });

  it("weighs little: bytes after gzip", () => {
    expect(gzipped("v1.js")).toBeLessThanOrEqual(2000);
    expect(gzipped("v1.js") + gzipped(named(/^panel\/panel/))).toBeLessThanOrEqual(22_000);
    for (const locale of files().filter((name) => name.startsWith("locales/"))) {
      expect(gzipped(locale)).toBeLessThanOrEqual(2000);
    }
  });

  it("names the panel by its hash in the loader", () => {
    expect(text("v1.js")).toContain(named(/^panel\/panel/));
    expect(text("v1.js")).toContain(named(/^panel\/frame/));
  });

  it("reads no markup, runs no text, and names no host", () => {
    for (const name of files()) {
      expect(text(name)).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/,
      );
      const hosts = [...text(name).matchAll(/https?:\/\/([\w.]+)/g)].map(([, host]) => host);
      expect(hosts.filter((host) => host !== "www.w3.org")).toEqual([]);
    }
  });
});
