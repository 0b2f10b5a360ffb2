import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { createMemoryAskedLog } from "../../src/conversation/stores/memory-asked-log.ts";
import { createSqliteAnswerLog } from "../../src/conversation/stores/sqlite-answer-log.ts";
import { openSqliteAskedLog } from "../../src/conversation/stores/sqlite-asked-log.ts";
import { openSqliteConversations } from "../../src/conversation/stores/sqlite-conversations.ts";
import { createMemoryProofStore } from "../../src/gaps/stores/memory-proof-store.ts";
import { createSqliteProofStore } from "../../src/gaps/stores/sqlite-proof-store.ts";
import { describeAskedLog } from "../contracts/asked-log.contract.ts";
import { describeProofStore } from "../contracts/proof-store.contract.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { sampleProof } from "../support/sample-proof.ts";

const directory = mkdtempSync(join(tmpdir(), "wenban-gaps-"));
afterAll(() => rmSync(directory, { recursive: true }));
let folders = 0;
function newFolder(): string {
  const folder = join(directory, String(folders++));
  mkdirSync(folder);
  return folder;
}

describeAskedLog("memory", async (asked) => createMemoryAskedLog(asked));
describeAskedLog("sqlite", async (asked) => {
  const folder = newFolder();
  const log = createSqliteAnswerLog(join(folder, "answers.sqlite"));
  for (const { answer, audience, askedAt, rating } of asked) {
    await log.put({ answer, audience, answeredAt: askedAt });
    if (rating !== null) await log.rate(answer.messageId, "staff", { rating });
  }
  await log.close();
  return openSqliteAskedLog(folder);
});
describeProofStore("memory", createMemoryProofStore);
describeProofStore("sqlite", () => createSqliteProofStore(join(newFolder(), "proofs.sqlite")));

describe("a SQLite log of what was asked", () => {
  it("tells what was asked in chats, and that no bot's user is named", async () => {
    const folder = newFolder();
    const now = () => new Date("2026-11-20T08:00:00.000Z");
    const path = join(folder, "conversations.sqlite");
    const { store, close } = openSqliteConversations({ path, now, exclusive: true, retentionDays: 30 });
    const conversation = { id: "group-1", kind: "group" as const, handle: {} };
    await store.accept([
      {
        channel: "wechat/a",
        key: "k1",
        conversation,
        sender: "openid-7",
        text: "问",
        masked: false,
        pushAfterMs: 0,
      },
    ]);
    const claim = await store.next();
    if (!claim) throw new Error("nothing to claim");
    await store.finish(claim, {
      answer: sampleAnswer(),
      state: "answered",
      audience: "public",
      route: "push",
      sendKey: "s",
      isIdempotent: false,
    });
    await close();
    const log = openSqliteAskedLog(folder);
    const [asked] = await log.list({ since: "", audience: "public" });
    expect(asked).toMatchObject({ audience: "public", askedAt: "2026-11-20T08:00:00.000Z", rating: null });
    expect(asked?.answer).toEqual(sampleAnswer());
    expect(JSON.stringify(asked)).not.toContain("openid-7");
    await log.close();
  });

  it("says which file is no database", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "answers.sqlite"), "no database, ".repeat(100));
    const read = () => openSqliteAskedLog(folder).list({ since: "", audience: "public" });
    return expect(read()).rejects.toThrow(expect.objectContaining({ code: "storage.unreadable" }));
  });
});

describe("a SQLite proof store", () => {
  it("outlives its process, and lets nobody change a proof", async () => {
    const path = join(newFolder(), "proofs.sqlite");
    const first = createSqliteProofStore(path);
    await first.add(sampleProof());
    await first.close();
    const database = new DatabaseSync(path);
    expect(() => database.exec("UPDATE proofs SET proven_by = 'x'")).toThrow(/never changed/);
    database.close();
    const second = createSqliteProofStore(path);
    expect(await second.list()).toEqual([sampleProof()]);
    await second.close();
  });

  it.skipIf(process.platform === "win32")("is readable by its owner alone", async () => {
    const path = join(newFolder(), "proofs.sqlite");
    await createSqliteProofStore(path).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("says which file can't be written", () => {
    const path = join(directory, "missing", "proofs.sqlite");
    expect(() => createSqliteProofStore(path)).toThrow(path);
  });
});
