import { afterAll, describe, expect, it } from "vitest";
import type { SendResult } from "../../src/adapters/adapter.ts";
import type { AnswerQuestion } from "../../src/answer/types.ts";
import { WenbanError } from "../../src/errors.ts";
import { echoAnswer, newDatabasePath, openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { openPaperDesk, type PaperDeskOptions, questionsIn, SENT } from "../support/paper-desk.ts";
import type { PaperNote } from "../support/paper-platform.ts";
import { slowAnswerer } from "../support/slow-answerer.ts";

const desks: TestDesk[] = [];
afterAll(() => {
  for (const desk of desks) desk.close();
  removeTestFolders();
});

/** A desk on paper that is closed after the tests. */
function open(options: PaperDeskOptions = {}) {
  const desk = openPaperDesk(options);
  desks.push(desk);
  return desk;
}

const questions = (notes: PaperNote[]) => questionsIn(notes.map(({ text }) => text));

describe("messages of a platform that is called back", () => {
  it("are acknowledged before they are answered, and answered by a call", async () => {
    const clock = new FakeClock();
    const { write, notes, rows } = open({ clock, answer: slowAnswerer(clock, { 问1: 3000 }) });
    expect(await (await write({ id: "1" })).text()).toBe("ok");
    expect([rows("inbox").length, notes.length]).toEqual([1, 0]);
    await clock.advance(3000);
    expect(notes).toMatchObject([{ conversation: "u1", text: "关于“问1”：取消9个。[1]" }]);
    expect(rows("outbox")).toMatchObject([
      { state: "sent", platform_message_id: "p1", maybe_duplicate: 0, tries: 1 },
    ]);
  });

  it("sent in a burst are all answered, in order within each conversation", async () => {
    const clock = new FakeClock();
    const { write, notes } = open({ clock, answer: slowAnswerer(clock, { a1: 3000, b2: 500 }) });
    await write({ id: "a1", text: "a1" }, { id: "a2", text: "a2" }, { id: "b1", user: "u2", text: "b1" });
    await write({ id: "a3", text: "a3" }, { id: "b2", user: "u2", text: "b2" });
    await clock.advance(10_000);
    const of = (user: string) => questions(notes.filter(({ conversation }) => conversation === user));
    expect([of("u1"), of("u2")]).toEqual([
      ["a1", "a2", "a3"],
      ["b1", "b2"],
    ]);
    expect(questions(notes)[0]).toBe("b1");
  });

  it("delivered again are acknowledged and nothing else", async () => {
    const { write, notes, asked, clock } = open();
    await Promise.all(Array.from({ length: 10 }, () => write({ id: "1" })));
    await clock.advance(1000);
    expect((await write({ id: "1" })).status).toBe(200);
    await clock.advance(1000);
    expect([notes.length, asked.length]).toEqual([1, 1]);
  });

  it("are all worked off when many come at once", async () => {
    const { write, notes, clock } = open();
    await Promise.all(Array.from({ length: 100 }, (_, i) => write({ id: `${i}`, user: `u${i % 20}` })));
    await clock.advance(1000);
    expect(notes).toHaveLength(100);
  });
});

describe("an answer that fails", () => {
  const failing = (failures: number, error: () => Error): AnswerQuestion => {
    let calls = 0;
    return async (request) => {
      if (++calls <= failures) throw error();
      return echoAnswer(request);
    };
  };

  it("is tried again", async () => {
    const { write, notes, clock, rows } = open({ answer: failing(2, () => new Error("boom")) });
    await write({ id: "1" });
    await clock.advance(10_000);
    expect(questions(notes)).toEqual(["问1"]);
    expect(rows("inbox")).toMatchObject([{ state: "answered", tries: 3 }]);
  });

  it("three times is given up with an apology, and the next message goes on", async () => {
    const { write, notes, clock, rows, log } = open({
      answer: failing(3, () => new Error("boom SECRET-DETAIL")),
    });
    await write({ id: "1" }, { id: "2" });
    await clock.advance(10_000);
    expect(notes[0]?.text).toBe("抱歉，系统暂时无法回答这个问题。请稍后再试，或拨打 12345。");
    expect(questions(notes)[1]).toBe("问2");
    expect(rows("inbox").map(({ state }) => state)).toEqual(["dead", "answered"]);
    expect(log.join()).not.toContain("SECRET-DETAIL");
  });

  it("because of the question is not tried again", async () => {
    const error = () => new WenbanError("bad_input", "chat.empty_question", "empty");
    const { write, notes, clock, asked } = open({ answer: failing(1, error) });
    await write({ id: "1" });
    await clock.advance(10_000);
    expect(notes[0]?.text).toContain("请换一种说法");
    expect(asked).toHaveLength(1);
  });
});

describe("a send that fails", () => {
  const failed = (
    reason: Extract<SendResult, { status: "failed" }>["reason"],
    retryAfterMs?: number,
  ): SendResult => ({
    status: "failed",
    reason,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });

  it("for now is tried again with the same key, and not flagged", async () => {
    const { write, notes, clock, rows } = open({
      post: async (_note, count) => (count < 3 ? failed("transient") : SENT),
    });
    await write({ id: "1" });
    await clock.advance(999);
    expect(notes).toHaveLength(1);
    await clock.advance(6000);
    expect(notes).toHaveLength(3);
    expect(new Set(notes.map(({ sendKey }) => sendKey)).size).toBe(1);
    expect(rows("outbox")).toMatchObject([{ state: "sent", tries: 3, maybe_duplicate: 0 }]);
  });

  it("because of the rate waits as long as it is told", async () => {
    const { write, notes, clock } = open({
      post: async (_note, count) => (count === 1 ? failed("rate", 20_000) : SENT),
    });
    await write({ id: "1" });
    await clock.advance(19_000);
    expect(notes).toHaveLength(1);
    await clock.advance(1000);
    expect(notes).toHaveLength(2);
  });

  it("without saying what became of it is flagged before the next try", async () => {
    const seen: unknown[] = [];
    const desk = open({
      post: async (_note, count) => {
        seen.push(desk.rows("outbox")[0]?.maybe_duplicate);
        if (count === 1) throw new Error("connection reset");
        return SENT;
      },
    });
    await desk.write({ id: "1" });
    await desk.clock.advance(2000);
    expect(seen).toEqual([0, 1]);
  });

  it.each(["window", "blocked", "too_long", "bug"] as const)(
    "for good (%s) is given up at once and told",
    async (reason) => {
      const { write, notes, clock, rows, log } = open({ post: async () => failed(reason) });
      await write({ id: "1" });
      await clock.advance(60_000);
      expect(notes).toHaveLength(1);
      expect(rows("outbox")).toMatchObject([{ state: "dead", reason }]);
      expect(log.join()).toContain("outbox.dead");
    },
  );

  it("again and again ends, and goes out when it is asked for", async () => {
    let isUp = false;
    const desk = open({ post: async () => (isUp ? SENT : failed("transient")) });
    await desk.write({ id: "1" });
    await desk.clock.advance(60 * 60 * 1000);
    expect(desk.notes).toHaveLength(5);
    expect(desk.rows("outbox")).toMatchObject([{ state: "dead" }]);
    isUp = true;
    expect(await desk.conversations.outbox.replay(1)).toBe(true);
    await desk.write({ id: "2" });
    await desk.clock.advance(1000);
    expect(desk.rows("outbox").map(({ state }) => state)).toEqual(["sent", "sent"]);
  });
});

describe("stopping and starting", () => {
  it("finishes what was begun, takes up nothing new, and goes on after the next start", async () => {
    const clock = new FakeClock();
    const path = newDatabasePath();
    const answer = slowAnswerer(clock, { 问1: 3000 });
    const before = open({ clock, path, answer });
    await before.write({ id: "1" }, { id: "2" });
    await settle();
    let isDrained = false;
    const draining = before.webhooks.drain().then(() => {
      isDrained = true;
    });
    expect((await before.write({ id: "3" })).status).toBe(200);
    await clock.advance(2000);
    expect(isDrained).toBe(false);
    await clock.advance(1000);
    await draining;
    expect(before.rows("inbox").map(({ state }) => state)).toEqual(["answered", "accepted", "accepted"]);

    const after = open({ clock, path, answer });
    after.webhooks.resume();
    await clock.advance(1000);
    expect(questions(before.notes)).toEqual(["问1"]);
    expect(questions(after.notes)).toEqual(["问2", "问3"]);
    await after.webhooks.drain();
    expect(clock.sleepers).toBe(0);
  });

  it("a message whose bot is gone is ended, not forgotten", async () => {
    const clock = new FakeClock();
    const path = newDatabasePath();
    const before = open({ clock, path });
    await before.webhooks.drain();
    await before.write({ id: "1" });
    const after = openDesk({ clock, path });
    desks.push(after);
    after.webhooks.resume();
    await clock.advance(1000);
    expect(after.rows("inbox")).toMatchObject([{ state: "dead" }]);
    await after.webhooks.drain();
  });

  it("rests when the store fails and goes on when it works again", async () => {
    let isFull = false;
    const desk = open({
      answer: async (request) => {
        isFull = desk.asked.length === 1;
        return echoAnswer(request);
      },
      beforeCommit: () => {
        if (isFull) throw new Error("disk full");
      },
    });
    desk.webhooks.resume();
    await desk.write({ id: "1" });
    await desk.clock.advance(1000);
    expect([desk.notes.length, desk.asked.length]).toEqual([0, 1]);
    isFull = false;
    await desk.clock.advance(60_000);
    expect(questions(desk.notes)).toEqual(["问1"]);
    await desk.webhooks.drain();
  });
});
