import fs, { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { createMemoryConversations } from "../../src/conversation/stores/memory-conversations.ts";
import { CONVERSATION_MIGRATIONS } from "../../src/conversation/stores/sql-schema.ts";
import { openSqliteConversations } from "../../src/conversation/stores/sqlite-conversations.ts";
import { describeConversationRecords } from "../contracts/conversation-records.contract.ts";
import {
  CONTRACT_RETENTION_DAYS,
  describeConversationStore,
  newMessage,
} from "../contracts/conversation-store.contract.ts";
import { describeOutbox } from "../contracts/outbox.contract.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

const directory = mkdtempSync(join(tmpdir(), "wenban-conversations-"));
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;
const newFile = () => join(directory, `conversations-${files++}.sqlite`);
const open = (now: () => Date, path = newFile(), exclusive = true) =>
  openSqliteConversations({ path, now, exclusive, retentionDays: CONTRACT_RETENTION_DAYS });
const inMemory = (now: () => Date) => ({
  ...createMemoryConversations(now, CONTRACT_RETENTION_DAYS),
  close: () => {},
});

describeConversationStore("memory", inMemory);
describeConversationStore("sqlite", open);
describeOutbox("memory", inMemory);
describeOutbox("sqlite", open);
describeConversationRecords("memory", inMemory);
describeConversationRecords("sqlite", open);

/** The table of messages as it was first released, and a message in it. */
const FIRST_RELEASE = CONVERSATION_MIGRATIONS[0] ?? "";
const INSERT_OLD = `
  INSERT INTO inbox (channel, ext_key, conversation, handle, sender, text, masked, delivered_at, created_at)
  VALUES ('wechat/default', ?, 'user-1', ?, 'user-1', '问', 0, 1, 1)`;

describe("the SQLite file", () => {
  it.skipIf(process.platform === "win32")("is for the eyes of the service alone", async () => {
    const path = newFile();
    const conversations = open(new FakeClock().now, path);
    await conversations.store.accept([newMessage()]);
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o077).toBe(0);
    conversations.close();
  });

  it("keeps a write-ahead log", () => {
    const path = newFile();
    const conversations = open(new FakeClock().now, path);
    const beside = new DatabaseSync(path);
    expect(beside.prepare("PRAGMA journal_mode").get()?.journal_mode).toBe("wal");
    beside.close();
    conversations.close();
  });

  it("outlives its process, and lets go of what that one held", async () => {
    const clock = new FakeClock();
    const path = newFile();
    const before = open(clock.now, path);
    await before.store.accept([
      newMessage({ key: "1" }),
      newMessage({ key: "2", conversation: { id: "b", kind: "direct", handle: {} } }),
    ]);
    const claimed = await before.store.next();
    if (!claimed) throw new Error("nothing to claim");
    const way = { route: "push", sendKey: "k", isIdempotent: false } as const;
    const given = { answer: sampleAnswer(), audience: "public", state: "answered" } as const;
    await before.store.finish(claimed, { ...given, ...way });
    const [item] = await before.outbox.claim({ route: "push" });
    if (item) await before.outbox.sending(item, 0);
    await before.store.next();
    await before.close();

    const after = open(clock.now, path);
    expect(await after.store.next()).toMatchObject({ key: "2", tries: 2 });
    expect(await after.outbox.claim({ route: "push" })).toMatchObject([{ maybeDuplicate: true }]);
    after.close();
  });

  it("keeps the claims of others when it is shared", async () => {
    const clock = new FakeClock();
    const path = newFile();
    const one = open(clock.now, path);
    await one.store.accept([newMessage()]);
    await one.store.next();
    const other = open(clock.now, path, false);
    expect(await other.store.next()).toBeNull();
    other.close();
    one.close();
  });

  it("rolls a batch back whole when it fails", async () => {
    const clock = new FakeClock();
    const path = newFile();
    let isFull = false;
    const beforeCommit = () => {
      if (isFull) throw new Error("disk full");
    };
    const conversations = openSqliteConversations({
      path,
      now: clock.now,
      exclusive: true,
      retentionDays: 30,
      beforeCommit,
    });
    isFull = true;
    await expect(conversations.store.accept([newMessage()])).rejects.toMatchObject({
      code: "storage.unwritable",
    });
    isFull = false;
    expect(await conversations.store.next()).toBeNull();
    conversations.close();
  });

  it("says which file can't be used", () => {
    const missing = join(directory, "missing", "conversations.sqlite");
    const damaged = newFile();
    writeFileSync(damaged, "this is no database, but long enough to be taken for one".repeat(20));
    for (const path of [missing, damaged]) {
      expect(() => open(new FakeClock().now, path)).toThrow(
        expect.objectContaining({ code: "storage.unwritable" }),
      );
      expect(() => open(new FakeClock().now, path)).toThrow(path);
    }
  });

  it.each([
    ["of the first release", '{"openid":"user-1"}', "direct"],
    ["with the kind in the handle", '{"kind":"group","handle":{"openid":"user-1"}}', "group"],
  ])("is brought up to date: %s", async (_name, handle, kind) => {
    const path = newFile();
    const old = new DatabaseSync(path);
    old.exec(FIRST_RELEASE);
    old.prepare(INSERT_OLD).run("m1", handle);
    old.close();
    for (let i = 0; i < 2; i++) {
      const conversations = open(new FakeClock().now, path);
      expect(await conversations.store.next()).toMatchObject({
        key: "m1",
        conversation: { id: "user-1", kind, handle: { openid: "user-1" } },
        pushAfterMs: 0,
      });
      await conversations.close();
    }
  });

  it("made by a later version is refused, and left as it is", () => {
    const path = newFile();
    const later = new DatabaseSync(path);
    later.exec("PRAGMA user_version = 99");
    later.close();
    expect(() => open(new FakeClock().now, path)).toThrow(
      expect.objectContaining({ code: "storage.unwritable" }),
    );
  });

  it("keeps what adapters remember, by channel and for its time", async () => {
    const clock = new FakeClock();
    const path = newFile();
    const before = open(clock.now, path);
    await before.memoryOf("wechat/a").set("token", "T1", 1000);
    await before.memoryOf("wechat/a").set("token", "T2", 1000);
    await before.close();
    const after = open(clock.now, path);
    expect(await after.memoryOf("wechat/a").get("token")).toBe("T2");
    expect(await after.memoryOf("wechat/b").get("token")).toBeNull();
    await clock.advance(1000);
    expect(await after.memoryOf("wechat/a").get("token")).toBeNull();
    await after.close();
  });

  it("acknowledges nothing that the disk did not take, and nothing after that", async () => {
    const original = fs.fsync;
    const conversations = open(new FakeClock().now);
    try {
      fs.fsync = ((_file: number, done: (error: Error | null) => void) =>
        done(new Error("EIO"))) as typeof fs.fsync;
      syncBuiltinESMExports();
      await expect(conversations.store.accept([newMessage()])).rejects.toMatchObject({
        code: "storage.unwritable",
      });
    } finally {
      fs.fsync = original;
      syncBuiltinESMExports();
    }
    await expect(conversations.store.accept([newMessage()])).rejects.toMatchObject({
      code: "storage.unwritable",
    });
    await conversations.close();
  });

  it.each([
    ["inbox_open", "SELECT id FROM inbox m WHERE m.state IN ('accepted', 'claimed') ORDER BY m.id LIMIT 1"],
    [
      "outbox_queue",
      `SELECT o.inbox_id FROM outbox o JOIN inbox m ON m.id = o.inbox_id
       WHERE o.state IN ('pending', 'sending') AND m.delivered_at <= 1 ORDER BY o.inbox_id LIMIT 1`,
    ],
  ])("finds what is to be done by the index %s", async (index, sql) => {
    const path = newFile();
    await open(new FakeClock().now, path).close();
    const database = new DatabaseSync(path);
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    expect(JSON.stringify(plan)).toContain(index);
    database.close();
  });
});
