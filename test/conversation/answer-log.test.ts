import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { turnsOf } from "../../src/conversation/answer-log.ts";
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

it("the turns of an answer that asks back hold what it offers, by number", () => {
  const options = [
    { label: "公司设立登记", question: "公司设立登记：营业执照怎么办" },
    { label: "个体工商户登记", question: "个体工商户登记：营业执照怎么办" },
  ];
  const asked = turnsOf({ ...sampleAnswer(), outcome: "clarify", text: "请问您要办哪一种？", options });
  expect(asked[1]).toEqual({
    role: "assistant",
    text: "请问您要办哪一种？\n1. 公司设立登记\n2. 个体工商户登记",
    options,
  });
  const told = turnsOf({ ...sampleAnswer(), options });
  expect(told[1]).toEqual({ role: "assistant", text: sampleAnswer().text });
});

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

it.each([
  ["memory", () => createMemoryAnswerLog(2)],
  ["sqlite", () => createSqliteAnswerLog(newFile(), 2)],
])("a log keeps answers for as many days as it is told: %s", async (_name, create) => {
  const log = create();
  await log.put({ answer: sampleAnswer(), audience: "public", answeredAt: "2026-11-20T08:00:00.000Z" });
  const later = { ...sampleAnswer(), messageId: "message-2" };
  await log.put({ answer: later, audience: "public", answeredAt: "2026-11-22T08:00:01.000Z" });
  expect(await log.get("message-1", "public")).toBeNull();
  expect(await log.get("message-2", "public")).toEqual(later);
  await log.close();
});
