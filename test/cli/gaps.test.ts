import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSqliteAnswerLog } from "../../src/conversation/stores/sqlite-answer-log.ts";
import type { Audience } from "../../src/domain.ts";
import { runCommand } from "../support/command-line.ts";

const REPORT = `河口区2025年改革工作总结

2025年，河口区取消审批事项9个，减少申请材料116份，惠及企业1161家。`;
const QUESTION = "河口区母婴室设在几楼";

let home: string;
let docs: string;
let data: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "wenban-gaps-"));
  docs = join(home, "docs");
  data = join(home, "data");
  mkdirSync(docs);
  writeFileSync(join(docs, "报告.txt"), REPORT);
  const { code, stderr } = await runCommand(["index", docs, "--data", data]);
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Asks, and keeps the answer as the service would. */
async function askAndKeep(question: string, audience: Audience = "public") {
  const { stdout } = await runCommand(["ask", question, "--data", data, "--json", "--audience", audience]);
  const answer = JSON.parse(stdout);
  const log = createSqliteAnswerLog(join(data, "answers.sqlite"));
  await log.put({ answer, audience, answeredAt: new Date().toISOString() });
  await log.close();
  return answer;
}

async function readGaps(...args: string[]) {
  const { code, stdout, stderr } = await runCommand(["gaps", "--data", data, "--json", ...args]);
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

async function prove(...args: string[]) {
  const { code, stdout, stderr } = await runCommand(["prove", ...args, "--data", data, "--json"]);
  return { code, stderr, proof: stdout === "" ? null : JSON.parse(stdout) };
}

describe("from a gap to a proven repair", () => {
  it("by a document: refused, listed, repaired, proven, and open again when refused again", async () => {
    expect((await askAndKeep(QUESTION)).outcome).toBe("no_source");
    const before = await readGaps();
    expect(before).toMatchObject({ total: 1, open: 1 });
    const [gap] = before.gaps;
    expect(gap).toMatchObject({ status: "open", count: 1, proof: null });
    expect(gap.questions[0]).toMatchObject({ text: QUESTION, reason: "refused", outcome: "no_source" });

    const early = await prove(gap.id);
    expect(early).toMatchObject({
      code: 0,
      proof: { status: "open", counts: { fixed: 0, open: 1, worse: 0 } },
    });

    writeFileSync(join(docs, "大厅.txt"), "河口区政务大厅服务设施\n\n河口区母婴室设在政务大厅2楼东侧。");
    expect((await runCommand(["index", docs, "--data", data])).code).toBe(0);
    const { code, proof } = await prove(gap.id, "--by", "张三");
    expect(code).toBe(0);
    expect(proof).toMatchObject({ gap: gap.id, by: "张三", status: "repaired", counts: { fixed: 1 } });
    expect(proof.questions[0]).toMatchObject({
      before: { outcome: "no_source" },
      after: { outcome: "answered_extract", citations: [{ documentId: "大厅" }] },
    });
    expect(await readGaps()).toMatchObject({
      open: 0,
      gaps: [{ status: "repaired", proof: { by: "张三", index: proof.index } }],
    });

    const trail = await runCommand(["prove", "--list", "--data", data]);
    expect(trail.code).toBe(0);
    expect(trail.stdout).toContain(`${gap.id} · `);
    expect(trail.stdout).toContain(`由张三验证 · 索引 ${proof.index}`);
    expect(trail.stdout).toContain(`✓ 已答好  ${QUESTION}（no_source → answered_extract）`);
    const { proofs } = JSON.parse(
      (await runCommand(["prove", gap.id, "--list", "--json", "--data", data])).stdout,
    );
    expect(
      proofs.map(({ questions }: { questions: { verdict: string }[] }) => questions[0]?.verdict),
    ).toEqual(["open", "fixed"]);

    rmSync(join(docs, "大厅.txt"));
    await runCommand(["index", docs, "--data", data, "--prune"]);
    await askAndKeep(QUESTION);
    expect((await readGaps()).gaps[0]).toMatchObject({ status: "reopened", count: 2 });
  });

  it("by an approved answer", async () => {
    const question = "河口区综合窗口中午休息吗";
    await askAndKeep(question);
    const entry = {
      id: "noon",
      questions: [question],
      answer: "综合窗口中午不休息，12时至13时30分有人值班。",
      explainedBy: "河口区政务服务管理办公室",
      owner: "河口区政务服务管理办公室",
      reviewedAt: "2026-01-01",
      expires: "2999-01-01",
      places: "all",
    };
    writeFileSync(join(data, "standard-answers.yaml"), JSON.stringify({ answers: [entry] }));
    const { gaps } = await readGaps();
    const gap = gaps.find(
      ({ questions }: { questions: { text: string }[] }) => questions[0]?.text === question,
    );
    const { proof } = await prove(gap.id);
    expect(proof).toMatchObject({ status: "repaired" });
    expect(proof.questions[0].after).toMatchObject({
      outcome: "answered_standard",
      notices: [{ code: "paraphrase" }],
      citations: [{ documentId: "standard-answers/noon" }],
    });
  });

  it("with suites, whose figures are kept, and exit code 10 when one got worse", async () => {
    const suite = join(home, "suite.jsonl");
    const item = { id: "q1", kind: "count", question: "河口区2025年取消了几个审批事项", answer_keys: ["9"] };
    writeFileSync(suite, JSON.stringify(item));
    const id = (await readGaps()).gaps[0].id;
    const first = await prove(id, "--suite", suite);
    expect(first.code).toBe(0);
    expect(first.proof.suites).toMatchObject([{ name: "suite.jsonl", right: 1, rightBefore: null }]);
    writeFileSync(suite, JSON.stringify({ ...item, answer_keys: ["10"] }));
    for (const _time of [1, 2]) {
      const worse = await prove(id, "--suite", suite);
      expect(worse.code).toBe(10);
      expect(worse.proof.suites).toMatchObject([
        { right: 0, rightBefore: 1, gained: [], lost: ["q1"], p: 1 },
      ]);
    }
    // `eval` takes things as they are: from then on it is what the next proof is compared with.
    expect((await runCommand(["eval", suite, "--data", data])).code).toBe(0);
    const settled = await prove(id, "--suite", suite);
    expect(settled).toMatchObject({ code: 0, proof: { suites: [{ right: 0, rightBefore: 0, lost: [] }] } });
  });
});

describe("gaps", () => {
  it("shows what staff asked to staff alone", async () => {
    await askAndKeep("内部通讯录放在哪个系统里", "staff");
    const textsOf = ({ gaps }: { gaps: { questions: { text: string }[] }[] }) =>
      gaps.flatMap(({ questions }) => questions.map(({ text }) => text));
    expect(textsOf(await readGaps())).not.toContain("内部通讯录放在哪个系统里");
    expect(textsOf(await readGaps("--audience", "staff"))).toContain("内部通讯录放在哪个系统里");
  });

  it("looks at nothing that is older than answers are kept", async () => {
    const question = "河口区档案馆有没有阅览室";
    const { stdout } = await runCommand(["ask", question, "--data", data, "--json"]);
    expect(JSON.parse(stdout).outcome).toBe("no_source");
    const log = createSqliteAnswerLog(join(data, "answers.sqlite"));
    const answeredAt = new Date(Date.now() - 31 * 24 * 3600 * 1000).toISOString();
    await log.put({ answer: JSON.parse(stdout), audience: "public", answeredAt });
    await log.close();
    expect(JSON.stringify(await readGaps())).not.toContain("档案馆");
  });

  it("reads what ask --batch wrote, and gives spreadsheets no formula", async () => {
    const lines = ['=HYPERLINK("x")母婴室几楼', "母婴室里有几个座位"].map((question, id) =>
      JSON.stringify({ id, question }),
    );
    const { stdout } = await runCommand(["ask", "--batch", "-", "--data", data], lines.join("\n"));
    const file = join(home, "answers.jsonl");
    writeFileSync(file, `${stdout}not json\n{"id":9,"error":{"code":"x","message":"y"}}\n`);
    const csv = await runCommand(["gaps", "--from", file, "--csv", "--data", data]);
    expect(csv.code).toBe(0);
    expect(csv.stderr).toContain("2 行");
    const [head, ...rows] = csv.stdout.trimEnd().split("\r\n");
    expect(head?.startsWith("\uFEFF编号,状态,次数")).toBe(true);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.join("\n")).not.toMatch(/(?:^|,)"?[=+@-]/m);
    const json = await runCommand(["gaps", "--from", "-", "--json", "--data", data], stdout);
    expect(JSON.parse(json.stdout).total).toBe(rows.length);
  });

  it("tells people in words", async () => {
    const { stdout } = await runCommand(["gaps", "--data", data, "--limit", "1"]);
    expect(stdout).toMatch(/^未答好的问题 \d+ 组，待处理 \d+ 组，显示 1 组/);
    expect(stdout).toMatch(/G-[0-9a-f]{4} · 问过 \d+ 次/);
    const { stdout: none } = await runCommand(["gaps", "--data", data, "--since", "2999-01-01"]);
    expect(none).toContain("没有未答好的问题");
  });

  it.each([
    [["gaps", "--csv", "--json"], 2, "只能用一个"],
    [["gaps", "--from", "/nowhere.jsonl"], 2, "文件不存在"],
    [["gaps", "--since", "2026-02-30"], 2, "YYYY-MM-DD"],
    [["prove"], 2, "请给出编号"],
    [["prove", "母婴室"], 2, "G-3f2a"],
    [["prove", "G-ffff0000"], 2, "没有编号为"],
    [["prove", "G-ffff0000", "--suite", "/nowhere.jsonl"], 2, "读不了评测集"],
  ])("%j ends with %i and says why", async (args, code, told) => {
    const finished = await runCommand([...args, "--data", data]);
    expect(finished.code).toBe(code);
    expect(finished.stderr).toContain(told);
    expect(finished.stdout).toBe("");
  });
});
