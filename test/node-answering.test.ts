import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnswerEvent } from "../src/answer/types.ts";
import { silentLogger } from "../src/logger.ts";
import { type AnsweringThread, startAnsweringThread } from "../src/node-answering.ts";
import { readSettings, runIndexing } from "../src/node-services.ts";

let folder: string;
let thread: AnsweringThread;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wenban-thread-"));
  const paper = join(folder, "report.md");
  await writeFile(paper, "# 清河县2021年改革总结\n\n2021年，清河县取消了37项证明事项。\n");
  const env = { WENBAN_DATA: join(folder, "data") };
  const settings = await readSettings(env);
  await runIndexing(settings, { paths: [paper], prune: false, strict: false, vectors: false, defaults: {} });
  thread = startAnsweringThread({ env, logger: silentLogger }, () =>
    Promise.reject(new Error("the thread did not answer")),
  );
}, 60_000);

afterAll(async () => {
  await thread.close();
  await rm(folder, { recursive: true, force: true });
});

/** The priority of each thread of this process by its name, as Linux tells it: the higher, the later. */
function readPriorities(): Map<string, number> {
  return new Map(
    readdirSync("/proc/self/task").map((thread) => {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
      const [, name = "", fields = ""] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? [];
      return [name, Number(fields.split(" ")[16])];
    }),
  );
}

describe("answering in a thread of its own", () => {
  it.skipIf(process.platform !== "linux")("leaves the processor to everything else", async () => {
    await thread.ready;
    const { answering, ...others } = Object.fromEntries(readPriorities());
    expect(answering).toBe(Math.min(Math.max(...Object.values(others)) + 10, 19));
  });

  it("tells whoever follows the answer what it cites and says, then the outcome, and answers", async () => {
    const events: AnswerEvent[] = [];
    const asked = { question: "清河县2021年取消了多少项证明事项？", audience: "public" as const };
    const answer = await thread.answerQuestion(asked, { onEvent: (event) => events.push(event) });
    expect(answer.text).toContain("37项");
    const told = events.filter(({ type }) => type !== "status");
    expect(told.map(({ type }) => type)).toEqual([
      ...answer.citations.map(() => "citation"),
      "text",
      "outcome",
    ]);
    expect(told.at(-1)).toEqual({ type: "outcome", answer });
  }, 60_000);

  it("passes on why a question was not answered", async () => {
    const asked = thread.answerQuestion({
      question: "取消了多少项证明事项？",
      region: "无此县",
      audience: "public",
    });
    await expect(asked).rejects.toMatchObject({ kind: "unprocessable", code: "question.unknown_region" });
  }, 60_000);
});
