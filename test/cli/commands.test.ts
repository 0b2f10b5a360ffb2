import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../src/domain.ts";
import { unfinishedRequests } from "../../src/indexing/open-corpus.ts";
import { startWenban, temporaryFolder, wenban } from "./support.ts";

const REPORT = `河口区2025年改革工作总结

一、简政放权
2025年，河口区取消审批事项9个，减少申请材料116份，惠及企业1161家。

二、便民服务
河口区设立便民服务站23个，其中24小时自助站5个。`;

const INTERNAL = "内部口径：测算补贴总额为4700万元，尚未公开。";

let home: string;
let data: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "wenban-commands-"));
  data = join(home, "data");
  const folder = join(home, "docs");
  mkdirSync(join(folder, "a"), { recursive: true });
  writeFileSync(join(folder, "a", "报告 1.txt"), REPORT);
  const line = { id: "内部/1", title: "补贴测算", text: INTERNAL, visibility: "internal" };
  writeFileSync(join(folder, "rows.jsonl"), `${JSON.stringify(line)}\n`);
  writeFileSync(join(folder, "broken.bin"), new Uint8Array([0, 1, 2, 255]));
  const { code, stdout, stderr } = await wenban(["index", folder, "--data", data, "--json"]);
  const report = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  if (code !== 0 || report.documents !== 2) throw new Error(stdout + stderr);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const jsonLines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("index", () => {
  it("reports in the form of the contract, and skips what has not changed", async () => {
    const { code, stdout, stderr } = await wenban(["index", join(home, "docs"), "--data", data, "--json"]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ documents: 2, added: 0, updated: 0, removed: 0, unchanged: 2 });
    expect(report.skipped).toEqual([
      expect.objectContaining({ path: expect.stringContaining("broken.bin") }),
    ]);
    expect(report.skipped[0].reason).toBeTruthy();
    expect(report.seconds).toBeGreaterThan(0);
    expect(stderr).not.toContain('{"documents"');
  });

  it("--strict makes a skipped file exit code 1", async () => {
    const { code } = await wenban(["index", join(home, "docs"), "--data", data, "--strict", "--json"]);
    expect(code).toBe(1);
  });

  it("tells people in words", async () => {
    const { stdout } = await wenban(["index", join(home, "docs"), "--data", data]);
    expect(stdout).toMatch(/跳过 .*broken\.bin/);
    expect(stdout).toContain("共 2 份文件");
  });
});

describe("an index that was interrupted before it was first finished", () => {
  it.each(["SIGINT", "SIGKILL"] as const)("by %s stays the operator's, and is completed", async (signal) => {
    const own = join(temporaryFolder(), "data");
    const docs = temporaryFolder();
    for (let i = 0; i < 3000; i++) writeFileSync(join(docs, `${i}.txt`), `${REPORT}\n第${i}号。`);
    const { child, finished } = startWenban(["index", docs, "--data", own]);
    const isBegun = async () => (await unfinishedRequests(own).catch(() => [])).length > 0;
    while (child.exitCode === null && !(await isBegun()))
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill(signal);
    await finished;
    for (const command of ["search", "ask"]) {
      const { code, stdout, stderr } = await wenban([command, "便民服务站", "--data", own]);
      expect([code, stdout]).toEqual([3, ""]);
      expect(stderr).toContain("收录没有完成，请重新运行 index");
    }
    for (let i = 20; i < 3000; i++) rmSync(join(docs, `${i}.txt`));
    expect((await wenban(["index", docs, "--data", own, "--prune"])).code).toBe(0);
    const { code, stdout } = await wenban(["search", "便民服务站", "--data", own, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).results.length).toBeGreaterThan(0);
  });
});

describe("a data directory that was never indexed", () => {
  it.each([
    ["with no knowledge wanted", { WENBAN_KNOWLEDGE: "none" }, "fresh", 0],
    ["that can't be used", {}, "/dev/null", 9],
  ])("%s is not said to get the shipped knowledge", async (_name, environment, place, code) => {
    const folder = place === "fresh" ? temporaryFolder() : place;
    const finished = await wenban(["search", "便民服务站", "--data", folder], environment);
    expect(finished.code).toBe(code);
    expect(finished.stderr).not.toContain("正在收录随附的知识");
  });
});

describe("search", () => {
  it("gives lines with offsets for a batch, in order, also for lines that fail", async () => {
    const input = '{"id":"q1","query":"便民服务站"}\nnot json\n\n{"id":7,"query":"审批事项"}\n{"id":"q3"}';
    const { code, stdout } = await wenban(["search", "--batch", "-", "--data", data, "--k", "3"], {}, input);
    expect(code).toBe(0);
    const lines = jsonLines(stdout);
    expect(lines.map(({ id }) => id)).toEqual(["q1", null, null, 7, "q3"]);
    const [best] = lines[0].results;
    expect(Object.keys(best).sort()).toEqual(["documentId", "end", "passageId", "score", "start"]);
    expect(best.documentId).toBe("a/报告 1");
    expect(REPORT.slice(best.start, best.end)).toContain("便民服务站23个");
    expect(lines[1].error.code).toBe("batch.bad_json");
    expect(lines[4].error.message).toContain("query");
  });

  it("takes the fields of each line, and gives an error line for what is wrong", async () => {
    const query = "补贴总额测算 便民服务站";
    const lines = [
      { id: 1, query, k: 1, audience: "staff" },
      { id: 2, query, audience: "public" },
      { id: 3, query: "便民服务站", region: "广东省" },
      { id: 4, query: "便民服务站", at: "2001-01-01" },
      { id: 5, query, k: 0 },
      { id: 6, query, k: "3" },
      { id: 7, query, region: "亚特兰蒂斯" },
      { id: 8, query, at: "2026-02-30" },
      { id: 9, query, audience: "everyone" },
      { id: 10, query, topK: 3 },
    ];
    const input = lines.map((line) => JSON.stringify(line)).join("\n");
    const { code, stdout } = await wenban(["search", "--batch", "-", "--data", data], {}, input);
    expect(code).toBe(0);
    const results = jsonLines(stdout);
    expect(results.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
    expect(results[0].results).toHaveLength(1);
    expect(results[1].results.map(({ documentId }: { documentId: string }) => documentId)).not.toContain(
      "内部/1",
    );
    expect(results[2].results).toBeDefined();
    expect(results.slice(4).map(({ error }) => error.code)).toEqual([
      "batch.invalid_field",
      "batch.invalid_field",
      "question.unknown_region",
      "batch.invalid_field",
      "batch.invalid_field",
      "batch.invalid_field",
    ]);
    expect(results[9].error.message).toContain("topK");
  });

  it("keeps internal documents from the public", async () => {
    const search = (audience: string) =>
      wenban(["search", "补贴总额", "--data", data, "--json", "--audience", audience]);
    expect((await search("public")).stdout).not.toContain("4700");
    expect((await search("staff")).stdout).toContain("4700");
  });
});

describe("ask", () => {
  it("answers with a verbatim quote", async () => {
    const question = "河口区2025年取消了几个审批事项？";
    const { code, stdout } = await wenban(["ask", question, "--data", data, "--json"]);
    expect(code).toBe(0);
    const answer: Answer = JSON.parse(stdout);
    expect(answer.outcome).toMatch(/^answered/);
    expect(answer.text).toContain("9");
    const [citation] = answer.citations;
    expect(citation?.documentId).toBe("a/报告 1");
    expect(REPORT.slice(citation?.start, citation?.end)).toBe(citation?.quote);
  });

  it("shows people the text, then its sources, without colour where none is wanted", async () => {
    const { stdout } = await wenban(["ask", "河口区有多少个便民服务站？", "--data", data]);
    expect(stdout).toContain("23");
    expect(stdout).toContain("依据 1 处原文");
    expect(stdout).not.toContain("\u001b[");
  });

  it("answers a batch line by line and keeps no conversation", async () => {
    const path = join(temporaryFolder(), "questions.jsonl");
    const lines = [
      { id: "a", question: "河口区2025年取消了几个审批事项？" },
      { id: "b", question: "那自助站呢？", history: [{ role: "user", text: "河口区有多少个便民服务站？" }] },
      { id: "c", question: "" },
      { id: "d", question: "x", region: "亚特兰蒂斯" },
      { id: "e", question: "补贴总额测算是多少？" },
      {
        id: "f",
        question: "补贴总额测算是多少？",
        audience: "staff",
        note: "members that are not known are let be",
      },
      { id: "g", question: "x", at: "yesterday" },
    ];
    writeFileSync(path, lines.map((line) => JSON.stringify(line)).join("\r\n"));
    const { code, stdout } = await wenban(["ask", "--batch", path, "--data", data]);
    expect(code).toBe(0);
    const results = jsonLines(stdout);
    expect(results.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
    expect(results[0].answer.text).toContain("9");
    expect(results.filter(({ error }) => error).map(({ id, error }) => [id, error.code])).toEqual([
      ["c", "chat.empty_question"],
      ["d", "question.unknown_region"],
      ["g", "batch.invalid_field"],
    ]);
    expect(JSON.stringify(results[4])).not.toContain("4700");
    expect(results[5].answer.text).toContain("4700");
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s ends a batch after the line at hand, with 130",
    async (signal) => {
      const { child, output, finished } = startWenban(["ask", "--batch", "-", "--data", data]);
      child.stdin.write(`${JSON.stringify({ id: 1, question: "河口区有多少便民服务站？" })}\n`);
      while (!output.stdout.includes("\n")) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill(signal);
      expect(await finished).toMatchObject({ code: 130, stderr: expect.stringContaining("已中断") });
    },
  );

  it("ends quietly when the reader closes the pipe", async () => {
    const { child, finished } = startWenban(["ask", "--batch", "-", "--data", data]);
    child.stdout.destroy();
    child.stdin.on("error", () => {});
    for (let i = 0; i < 50; i++)
      child.stdin.write(`${JSON.stringify({ id: i, question: "河口区有多少便民服务站？" })}\n`);
    child.stdin.end();
    const { code, stderr } = await finished;
    expect([code, stderr]).toEqual([0, ""]);
  });
});

describe("doctor", () => {
  it("finds everything in order", async () => {
    const { code, stdout } = await wenban(["doctor", "--data", data, "--json"]);
    const { ok, checks } = JSON.parse(stdout);
    expect([code, ok]).toEqual([0, true]);
    expect(checks.length).toBeGreaterThanOrEqual(8);
  });

  it.each<[string, Record<string, string>, number, RegExp]>([
    ["a wrong variable", { WENBAN_PORT: "x" }, 3, /WENBAN_PORT/],
    ["no index", {}, 3, /index --shipped/],
    ["a public service of nobody", { WENBAN_PUBLIC_URL: "https://wb.example" }, 3, /WENBAN_OPERATOR/],
    ["half a platform", { WENBAN_WECHAT_TOKEN: "token123" }, 3, /WENBAN_WECHAT_APP_ID/],
    [
      "a model that can't be reached",
      { WENBAN_CHAT_MODEL: "m", OPENAI_BASE_URL: "http://127.0.0.1:9/v1" },
      3,
      /127\.0\.0\.1:9/,
    ],
  ])("says what to do about %s", async (_name, environment, code, text) => {
    const finished = await wenban(["doctor", "--data", temporaryFolder()], environment);
    expect(finished.code).toBe(code);
    expect(finished.stdout).toMatch(text);
    expect(finished.stdout).toContain("✗");
  });
});
