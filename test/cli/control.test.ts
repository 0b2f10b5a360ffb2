import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSqliteConversations } from "../../src/conversation/stores/sqlite-conversations.ts";
import { newMessage } from "../contracts/conversation-store.contract.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { runHere } from "./in-process.ts";
import { temporaryFolder } from "./support.ts";

function openRecord() {
  const data = temporaryFolder();
  return (...args: string[]) => runHere([...args, "--data", data]);
}

describe("pause and resume", () => {
  it("tell what is paused, and leave a record", async () => {
    const run = openRecord();
    expect((await run("pause", "wechat", "--reason", "系统维护。")).code).toBe(0);
    expect((await run("pause")).stdout).toMatch(/^wechat .*：系统维护\n$/);
    expect((await run("resume", "wechat")).code).toBe(0);
    expect((await run("pause")).stdout).toContain("没有暂停");
    const { changes } = JSON.parse((await run("audit", "--json")).stdout);
    expect(changes.map(({ change }: { change: { type: string } }) => change.type)).toEqual([
      "paused",
      "resumed",
    ]);
    expect(changes[0].actor).toMatch(/^cli:./);
  });

  it.each([
    [["pause", "wechta", "--reason", "x"], "没有这个入口"],
    [["pause", "web"], "--reason"],
    [["pause", "web", "--reason", "  "], "--reason"],
    [["pause", "web", "--reason", "长".repeat(201)], "200"],
    [["resume", "web"], "没有暂停"],
    [["notice", "停水", "--until", "2020-01-01"], "过去"],
    [["notice", "停水", "--until", "明天"], "2026-11-30"],
    [["notice", "停水", "--clear"], "--clear"],
    [["key", "revoke", "nobody"], "没有编号"],
    [["key", "create", " "], "名字"],
  ])("%j is a bad argument: %s", async (args, told) => {
    const { code, stderr } = await openRecord()(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });
});

describe("notice", () => {
  it("is set, shown and taken back", async () => {
    const run = openRecord();
    await run("notice", "今日停水。", "--until", "2036-12-01T18:00");
    expect((await run("notice")).stdout).toBe("今日停水。（至 2036-12-01 18:00）\n");
    expect(JSON.parse((await run("notice", "--json")).stdout).notice.until).toBe("2036-12-01T10:00:00.000Z");
    await run("notice", "--clear");
    expect((await run("notice")).stdout).toContain("没有通知");
  });
});

describe("key", () => {
  it("is shown once, listed without itself, and revoked", async () => {
    const run = openRecord();
    const made = JSON.parse((await run("key", "create", "办公系统", "--audience", "staff", "--json")).stdout);
    expect(made).toMatchObject({ name: "办公系统", audience: "staff", expiresAt: null });
    expect(made.key).toMatch(/^wbk_[0-9a-f]{64}$/);
    for (const command of [["key", "list"], ["key", "list", "--json"], ["audit"], ["audit", "--json"]]) {
      const { stdout } = await run(...command);
      expect(stdout).toContain("办公系统");
      expect(stdout).not.toContain(made.key);
      expect(stdout).not.toMatch(/[0-9a-f]{64}/);
    }
    expect((await run("key", "revoke", made.id)).code).toBe(0);
    expect((await run("key", "list")).stdout).toContain("没有密钥");
  });
});

describe("dead", () => {
  async function withDeadLetter() {
    const data = temporaryFolder();
    const path = join(data, "conversations.sqlite");
    const now = () => new Date("2026-11-20T08:00:00Z");
    const conversations = openSqliteConversations({ path, now, exclusive: true, retentionDays: 30 });
    await conversations.store.accept([newMessage({ channel: "slack/default" })]);
    const claim = await conversations.store.next();
    const way = { route: "push", sendKey: "k", isIdempotent: false } as const;
    const given = { answer: sampleAnswer(), audience: "public", state: "answered", ...way } as const;
    if (claim) await conversations.store.finish(claim, given);
    const [item] = await conversations.outbox.claim({ route: "push" });
    if (!item) throw new Error("nothing to send");
    await conversations.outbox.sending(item, 0);
    const failure = { reason: "blocked", next: "given_up", mayHaveArrived: false } as const;
    await conversations.outbox.failed(item, failure);
    await conversations.close();
    return (...args: string[]) => runHere(["dead", ...args, "--data", data]);
  }

  it("lists what could not be delivered, and sends it again", async () => {
    const run = await withDeadLetter();
    expect((await run()).stdout).toContain("1  slack/default  2026-11-20 16:00  对方已屏蔽");
    const { dead } = JSON.parse((await run("--json")).stdout);
    expect(dead).toMatchObject([{ id: 1, channel: "slack/default", reason: "blocked", tries: 1 }]);
    expect((await run("--replay", "1")).code).toBe(0);
    expect((await run()).stdout).toContain("没有发送失败的回答");
    expect(await run("--replay", "1")).toMatchObject({ code: 2 });
  });

  it("is at ease with a data directory that nobody has asked in", async () => {
    const run = openRecord();
    expect((await run("dead")).stdout).toContain("没有发送失败的回答");
    expect(await run("dead", "--replay", "x")).toMatchObject({ code: 2 });
  });
});
