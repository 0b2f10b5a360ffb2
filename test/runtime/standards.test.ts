import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLogger } from "../../src/logger.ts";
import { openStandards } from "../../src/node-standards.ts";
import { runCommand } from "../support/command-line.ts";
import { regions } from "../support/test-corpus.ts";

function entry(id: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    questions: ["综合窗口中午休息吗"],
    answer: "综合窗口中午不休息，有人值班。",
    explainedBy: "区政务服务局",
    owner: "区政务服务局",
    reviewedAt: "2026-01-01",
    expires: "2999-01-01",
    ...changes,
  };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "wenban-standards-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function open(dataDir: string, path: string | null = null) {
  const events: string[] = [];
  const logger = createLogger((line) => void events.push(JSON.parse(line).event));
  const opened = await openStandards({ dataDir, path, regions, logger });
  onTestFinished(() => opened.close());
  return { opened, events };
}

const write = (path: string, ...entries: Record<string, unknown>[]) =>
  writeFileSync(path, JSON.stringify({ answers: entries }));

describe("approved answers on Node", () => {
  it("are the shipped ones, with the operator's own before them", async () => {
    const dataDir = folder();
    const shipped = (await open(dataDir)).opened.current().entries;
    expect(shipped.length).toBeGreaterThan(0);
    expect(shipped.every(({ isShipped }) => isShipped)).toBe(true);
    write(join(dataDir, "standard-answers.yaml"), entry("own"), entry(shipped[0]?.id ?? ""));
    const { entries } = (await open(dataDir)).opened.current();
    expect(entries.slice(0, 2).map(({ isShipped }) => isShipped)).toEqual([false, false]);
    expect(entries).toHaveLength(shipped.length + 1);
  });

  it("are read again when the file changes, also when it comes or goes", async () => {
    const dataDir = folder();
    const path = join(dataDir, "standard-answers.yaml");
    const { opened, events } = await open(dataDir);
    const own = () => opened.current().entries.filter(({ isShipped }) => !isShipped);
    const before = opened.current();
    await opened.refresh();
    expect(opened.current()).toBe(before);
    write(path, entry("first"));
    await opened.refresh();
    expect(own().map(({ id }) => id)).toEqual(["first"]);
    write(path, entry("first"), entry("second"), entry("third", { owner: "" }));
    await opened.refresh();
    expect(own().map(({ id }) => id)).toEqual(["first", "second"]);
    rmSync(path);
    await opened.refresh();
    expect(own()).toEqual([]);
    expect(events).toEqual(["standard.taken", "standard.entry_not_used", "standard.taken", "standard.taken"]);
  });

  it("stay as they were when a file is written that can't be read", async () => {
    const dataDir = folder();
    const path = join(dataDir, "own.yaml");
    write(path, entry("first"));
    const { opened, events } = await open(dataDir, path);
    const before = opened.current();
    writeFileSync(path, "answers: [");
    await opened.refresh();
    expect(opened.current()).toBe(before);
    rmSync(path);
    await opened.refresh();
    expect(opened.current()).toBe(before);
    expect(events).toEqual(["standard.not_taken", "standard.not_taken"]);
  });

  it("that are named and not there, or no list, stop the start", async () => {
    const dataDir = folder();
    await expect(open(dataDir, join(dataDir, "none.yaml"))).rejects.toMatchObject({
      code: "standard.missing",
    });
    writeFileSync(join(dataDir, "standard-answers.yaml"), "- just\n- words\n");
    await expect(open(dataDir)).rejects.toMatchObject({ code: "standard.unreadable" });
  });
});

describe("doctor", () => {
  const check = async (dataDir: string) => {
    const { stdout } = await runCommand(["doctor", "--json", "--data", dataDir]);
    const { checks } = JSON.parse(stdout);
    return checks.find(({ name }: { name: string }) => name === "标准答案");
  };

  it("names wrong entries by line, lapsed ones, and those whose quote stands nowhere", async () => {
    const dataDir = folder();
    const docs = folder();
    writeFileSync(join(docs, "大厅.txt"), "综合窗口中午不休息，有人值班。");
    await runCommand(["index", docs, "--data", dataDir, "--no-vectors"]);
    const path = join(dataDir, "standard-answers.yaml");
    const quoted = (quote: string) => ({
      answer: quote,
      explainedBy: undefined,
      source: { document: "大厅", quote },
    });
    write(
      path,
      entry("right", quoted("综合窗口中午不休息，有人值班。")),
      entry("old", { reviewedAt: "2020-01-01", expires: "2020-02-01" }),
    );
    expect(await check(dataDir)).toMatchObject({
      isOk: true,
      text: expect.stringContaining("old（2020-02-01）"),
    });
    write(path, entry("lost", quoted("综合窗口晚上开到二十点。")), entry("wrong", { owner: "" }));
    const found = await check(dataDir);
    expect(found.isOk).toBe(false);
    expect(found.text).toContain("wrong：owner");
    expect(found.text).toContain("lost：出处的原文不在索引里");
    expect(found.command).toContain(path);
  });
});
