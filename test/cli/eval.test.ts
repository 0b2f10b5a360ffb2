import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChatServer } from "../support/chat-server.ts";
import { runHere } from "./in-process.ts";
import { startWenban, temporaryFolder } from "./support.ts";

const REPORT = `河口区2025年改革工作总结

一、简政放权
2025年，河口区取消审批事项9个，减少申请材料116份，惠及企业1161家。

二、便民服务
河口区设立便民服务站23个，其中24小时自助站5个。`;

/** Two right and one wrong. */
const ITEMS = [
  {
    id: "1",
    kind: "fact",
    split: "open",
    question: "河口区2025年取消了几个审批事项？",
    answer_keys: ["9"],
    gold_doc: "报告",
  },
  {
    id: "2",
    kind: "refusal",
    split: "held_out",
    question: "河口区2019年取消了几个审批事项？",
    answerable: false,
  },
  {
    id: "3",
    kind: "fact",
    split: "open",
    question: "河口区有多少个便民服务站？",
    answer_keys: ["99"],
    gold_doc: "报告",
  },
];

let home: string;
let data: string;
let suite: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "wenban-eval-"));
  data = join(home, "data");
  mkdirSync(join(home, "docs"));
  writeFileSync(join(home, "docs", "报告.txt"), REPORT);
  suite = writeSuite("suite.jsonl", ITEMS);
  const { code, stderr } = await runHere(["index", join(home, "docs"), "--data", data]);
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function writeSuite(name: string, items: readonly object[]): string {
  const path = join(home, name);
  writeFileSync(path, items.map((item) => JSON.stringify(item)).join("\n"));
  return path;
}

const run = (args: readonly string[], env = {}, signal?: AbortSignal) =>
  runHere(["eval", ...args, "--data", data], env, signal);

describe("eval", () => {
  it("prints shares and failures, writes a page, and exits 10 below the threshold", async () => {
    const report = join(temporaryFolder(), "report.html");
    const { code, stdout } = await run([suite, "--min", "0.9", "--report", report]);
    expect(code).toBe(10);
    expect(stdout).toMatch(/^all +2\/3 /m);
    expect(stdout).toMatch(/^检索 首条命中 +2\/2 /m);
    expect(stdout).toContain("✗ 3 [fact] 河口区有多少个便民服务站？\n    缺少：99");
    expect(readFileSync(report, "utf8")).toContain("河口区有多少个便民服务站？");
  });

  it.each<[string, string[], number]>([
    ["at the threshold", ["--min", "0.66"], 0],
    ["with a kind at its threshold", ["--min-kind", "fact=0.5", "--min-kind", "refusal=1"], 0],
    ["with a kind below its threshold", ["--min", "0.5", "--min-kind", "fact=0.6"], 10],
    ["with a part above", ["--split", "held_out", "--min", "1"], 0],
    ["with a part below", ["--split", "open", "--min", "0.6"], 10],
  ])("%s exits as it should", async (_name, args, expected) => {
    expect((await run([suite, ...args])).code).toBe(expected);
  });

  it("--json is for machines", async () => {
    const { stdout } = await run([suite, "--json", "--kind", "fact"]);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      format: "wenban-eval/1",
      suites: ["suite.jsonl"],
      interrupted: false,
      all: { questions: 2, right: 1, share: 0.5 },
      kinds: [{ kind: "fact", questions: 2 }],
      failures: [{ id: "3", kind: "fact", outcome: "answered_extract", faults: [{ code: "key_missing" }] }],
    });
    expect(result.items).toHaveLength(2);
  });

  it("takes a folder for the suites in it, and evenly as many as wanted", async () => {
    const folder = temporaryFolder();
    for (const { id, ...item } of ITEMS) {
      writeFileSync(join(folder, `${id}.jsonl`), JSON.stringify({ id, ...item }));
    }
    writeFileSync(join(folder, "README.md"), "no suite");
    const result = JSON.parse((await run([folder, "--limit", "2", "--json"])).stdout);
    expect([result.suites, result.items.map(({ id }: { id: string }) => id)]).toEqual([
      ["1.jsonl", "2.jsonl", "3.jsonl"],
      ["1", "2"],
    ]);
  });

  it("--save keeps a run that --compare sets beside a later one", async () => {
    const kept = join(temporaryFolder(), "before.json");
    await run([
      writeSuite(
        "hard.jsonl",
        ITEMS.map((item) => ({ ...item, max_chars: 1 })),
      ),
      "--save",
      kept,
    ]);
    const page = join(temporaryFolder(), "page.html");
    const { code, stdout } = await run([suite, "--compare", kept, "--report", page]);
    expect(code).toBe(0);
    expect(stdout).toContain("只有现在答对 1 题\n  + 1 [fact] 河口区2025年取消了几个审批事项？");
    expect(readFileSync(page, "utf8")).toContain("只有现在答对的 1 题");
    const { comparisons } = JSON.parse((await run([suite, "--compare", kept, "--json"])).stdout);
    expect(comparisons).toEqual([expect.objectContaining({ shared: 3, p: 1 })]);
  });

  it.each<[string, () => string[], RegExp]>([
    ["no such kind", () => [suite, "--kind", "fakt"], /fakt[\s\S]*fact、refusal/],
    ["no such kind to hold", () => [suite, "--min-kind", "fakt=0.9"], /fakt/],
    ["no share", () => [suite, "--min-kind", "fact=2"], /0 到 1/],
    ["no kind", () => [suite, "--min-kind", "0.9"], /类别=比例/],
    ["no such split", () => [suite, "--split", "closed"], /open, held_out/],
    ["nothing left to ask", () => [suite, "--split", "held_out", "--kind", "fact"], /没有题目/],
    ["wrong lines", () => [writeSuite("bad.jsonl", [{ id: "1" }, {}])], /bad\.jsonl:1:[\s\S]*bad\.jsonl:2:/],
    ["the same suite twice", () => [suite, suite], /不止一次/],
    ["a kept run that is none", () => [suite, "--compare", suite], /suite\.jsonl/],
    ["a kept run that is not there", () => [suite, "--compare", "/no/such.json"], /\/no\/such\.json/],
    ["nowhere to write", () => [suite, "--report", "/no/such/page.html"], /\/no\/such\/page\.html/],
    ["no address", () => [suite, "--target", "example"], /--target/],
  ])("%s is a bad argument", async (_name, args, message) => {
    const { code, stdout, stderr } = await run(args());
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, ""]);
  });
});

describe("eval --target", () => {
  it("judges another system by its text, ours beside it, and sends the key to it alone", async () => {
    const { url, calls } = await startChatServer(({ body }) =>
      body.messages?.at(-1)?.content.includes("2019") ? "抱歉，没有找到。" : "取消了很多个。",
    );
    const page = join(temporaryFolder(), "page.html");
    const args = [suite, "--target", url, "--target-model", "m7", "--beside", "--report", page];
    const { code, stdout } = await run(args, { WENBAN_TARGET_KEY: "k7", OPENAI_API_KEY: "other" });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^all +1\/3 /m);
    expect(stdout).toMatch(/问办（问办 .*） → 对方（127\.0\.0\.1:\d+\/v1 m7）/);
    expect(stdout).toContain("只有问办答对 1 题");
    expect(calls.map(({ body }) => body.model)).toEqual(["m7", "m7", "m7"]);
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill("Bearer k7"));
    expect(readFileSync(page, "utf8")).toContain("问办与对方");
  });

  it.each<[string, (url: string) => Record<string, string>, string | undefined]>([
    ["the model's key where no other host is named", () => ({ OPENAI_API_KEY: "k" }), "Bearer k"],
    [
      "the model's key where it is the same host",
      (url) => ({ OPENAI_API_KEY: "k", OPENAI_BASE_URL: url }),
      "Bearer k",
    ],
    [
      "no key that is meant for another host",
      () => ({ OPENAI_API_KEY: "k", OPENAI_BASE_URL: "https://models.example/v1" }),
      undefined,
    ],
  ])("sends %s", async (_name, envOf, expected) => {
    const { url, calls } = await startChatServer(() => "9");
    await run([suite, "--limit", "1", "--target", url], envOf(url));
    expect(calls.map(({ headers }) => headers.authorization)).toEqual([expected]);
  });

  it.each<[number, number, RegExp]>([
    [401, 4, /target\.unauthorized/],
    [404, 2, /target\.not_found/],
    [302, 2, /target\.redirected/],
  ])("answered with %i exits %i", async (status, expected, message) => {
    const { url } = await startChatServer(() => ({ status, headers: { location: "http://127.0.0.1:9/" } }));
    const { code, stdout, stderr } = await run([suite, "--target", url]);
    expect([code, stdout]).toEqual([expected, ""]);
    expect(stderr).toMatch(message);
  });

  it("tells of a failed question and goes on", async () => {
    const { url } = await startChatServer((_call, count) => (count === 1 ? { status: 400 } : "9个"));
    const { code, stdout } = await run([suite, "--target", url, "--concurrency", "1", "--json"]);
    const { items } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(items.map(({ outcome }: { outcome: string | null }) => outcome)).toEqual([
      null,
      "answered",
      "answered",
    ]);
    expect(items[0].faults[0].text).toContain("target.failed");
  });

  it("interrupted reports what was measured, keeps it as such and exits 130", async () => {
    const { url, calls } = await startChatServer((_call, count) => (count === 3 ? "hang" : "9个"));
    const kept = join(temporaryFolder(), "part.json");
    const { child, finished } = startWenban([
      ...["eval", suite, "--data", data, "--target", url, "--concurrency", "1", "--save", kept],
    ]);
    while (calls.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    const { code, stdout, stderr } = await finished;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^all +1\/2 /m);
    expect(stderr).toContain("已中断");
    expect(JSON.parse(readFileSync(kept, "utf8"))).toMatchObject({
      interrupted: true,
      all: { questions: 2 },
    });
  });
});
