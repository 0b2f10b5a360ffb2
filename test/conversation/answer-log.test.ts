import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createMemoryAnswerLog } from "../../src/conversation/stores/memory-answer-log.ts";
import { createSqliteAnswerLog } from "../../src/conversation/stores/sqlite-answer-log.ts";
import { describeAnswerLog } from "../contracts/answer-log.contract.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

const directory = mkdtempSync(join(tmpdir(), "wenban-answers-"));
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;
const newFile = () => join(directory, `answers-${files++}.sqlite`);

describeAnswerLog("memory", createMemoryAnswerLog);
describeAnswerLog("sqlite", () => createSqliteAnswerLog(newFile()));

it("a SQLite log outlives its process", async () => {
  const path = newFile();
  const first = createSqliteAnswerLog(path);
  await first.put({ answer: sampleAnswer(), audience: "public", answeredAt: "2026-11-20T08:00:00.000Z" });
  await first.close();
  const second = createSqliteAnswerLog(path);
  expect(await second.get("message-1", "public")).toEqual(sampleAnswer());
  await second.close();
});

it.skipIf(process.platform === "win32")("a SQLite log is readable by its owner alone", async () => {
  const path = newFile();
  const log = createSqliteAnswerLog(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await log.close();
});

it("says which file can't be written", () => {
  const path = join(directory, "missing", "answers.sqlite");
  expect(() => createSqliteAnswerLog(path)).toThrow(expect.objectContaining({ code: "storage.unwritable" }));
  expect(() => createSqliteAnswerLog(path)).toThrow(path);
});

it("a memory log stays within its bound", async () => {
  const log = createMemoryAnswerLog();
  for (let i = 0; i <= 10_000; i++) {
    const answer = { ...sampleAnswer(), messageId: `m${i}` };
    await log.put({ answer, audience: "public", answeredAt: "2026-11-20T08:00:00.000Z" });
  }
  expect(await log.get("m0", "public")).toBeNull();
  expect(await log.get("m1", "public")).not.toBeNull();
});
