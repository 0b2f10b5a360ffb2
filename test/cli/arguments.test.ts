import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, wenban } from "./support.ts";

describe("the command line", () => {
  it.each([[["--help"]], [["-h"]], [["help"]], [["help", "ask"]]])("%j explains", async (args) => {
    const { code, stdout, stderr } = await wenban(args);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("wenban");
  });

  it.each(["index", "search", "ask", "serve", "eval", "doctor"])(
    "%s --help explains its options",
    async (name) => {
      const { code, stdout } = await wenban([name, "--help"]);
      expect(code).toBe(0);
      expect(stdout).toContain(`wenban ${name}`);
      expect(stdout).toContain("--data");
    },
  );

  it.each([[["--help"]], [["index", "--help"]]])("%j names the formats that are read", async (args) => {
    const { stdout } = await wenban(args);
    expect(stdout.replace(/\s+/g, " ")).toContain("md, txt, html, json, jsonl)");
  });

  it("--version tells the version", async () => {
    const root = join(import.meta.dirname, "..", "..");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(await wenban(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each<[string[], RegExp]>([
    [["serch"], /search/],
    [["ask", "问", "--colour"], /--colour/],
    [["ask", "问", "多余"], /argument/],
    [["ask", "问", "--api-key=secret"], /--api-key/],
    [["ask", "问", "--region"], /--region/],
    [["ask", "问", "--audience", "everyone"], /public, staff/],
    [["ask", "问", "--at", "2026-02-30"], /YYYY-MM-DD/],
    [["ask", ""], /chat\.empty_question/],
    [["ask", "\u200b"], /chat\.empty_question/],
    [["ask", "问".repeat(301)], /300/],
    [["ask"], /QUESTION/],
    [["ask", "问", "--batch", "x.jsonl"], /QUESTION/],
    [["search"], /QUERY/],
    [["search", "  "], /empty/],
    [["search", "问", "--k", "0"], /1 到 100/],
    [["search", "问", "--k", "101"], /1 到 100/],
    [["search", "问", "--k", "ten"], /1 到 100/],
    [["index"], /PATH/],
    [["index", ".", "--visibility", "secret"], /public, internal/],
    [["index", ".", "--region", "亚特兰蒂斯"], /question\.unknown_region/],
    [["index", "/no/such/path"], /\/no\/such\/path/],
    [["eval"], /suite/],
    [["eval", "/no/such/suite.jsonl"], /suite\.jsonl/],
    [["eval", "x.jsonl", "--min", "2"], /0 到 1/],
    [["serve", "--port", "abc"], /0 到 65535/],
    [["serve", "--port", "70000"], /0 到 65535/],
  ])("%j is a bad argument", async (args, message) => {
    const { code, stdout, stderr } = await wenban(args, { WENBAN_DATA: temporaryFolder() });
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("without a command it explains and is a bad argument", async () => {
    const { code, stdout, stderr } = await wenban([]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("index");
  });

  it("names every wrong variable at once", async () => {
    const { code, stderr } = await wenban(["ask", "问"], { WENBAN_PORT: "x", WENBAN_KNOWLEDGE: "y" });
    expect(code).toBe(3);
    expect(stderr).toMatch(/WENBAN_PORT.*WENBAN_KNOWLEDGE/);
  });

  it("an unknown configured region stops the start", async () => {
    const environment = {
      WENBAN_REGION: "亚特兰蒂斯",
      WENBAN_DATA: temporaryFolder(),
      WENBAN_KNOWLEDGE: "none",
    };
    const { code, stderr } = await wenban(["ask", "问"], environment);
    expect(code).toBe(3);
    expect(stderr).toContain("WENBAN_REGION");
  });

  it.each(["/dev/null", "/proc/wenban"])("a data directory in %s is unusable", async (folder) => {
    const { code, stderr } = await wenban(["index", import.meta.dirname, "--data", folder]);
    expect(code).toBe(9);
    expect(stderr).toContain(folder);
  });
});
