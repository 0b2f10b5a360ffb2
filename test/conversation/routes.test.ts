import { afterAll, describe, expect, it } from "vitest";
import type { SendResult } from "../../src/adapters/adapter.ts";
import { newDatabasePath, removeTestFolders, type TestDesk } from "../support/desk.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import {
  openPaperDesk,
  type PaperDeskOptions,
  questionsIn,
  questionsOf,
  SENT,
} from "../support/paper-desk.ts";
import { slowAnswerer } from "../support/slow-answerer.ts";

const desks: TestDesk[] = [];
afterAll(() => {
  for (const desk of desks) desk.close();
  removeTestFolders();
});

/** A desk whose answers to `slow` questions take so many milliseconds. */
function open({ slow = {}, ...options }: PaperDeskOptions & { slow?: Record<string, number> }) {
  const clock = options.clock ?? new FakeClock();
  const desk = openPaperDesk({ answer: slowAnswerer(clock, slow), ...options, clock });
  desks.push(desk);
  return desk;
}
const pushed = (desk: ReturnType<typeof open>) => questionsIn(desk.notes.map(({ text }) => text));

/** A reply once the time has gone on. */
async function later(clock: FakeClock, ms: number, reply: Promise<Response>): Promise<Response> {
  await clock.advance(ms);
  return reply;
}

describe("an answer that a reply or a call can carry", () => {
  it("goes with the reply when it is ready in time, and is not sent", async () => {
    const desk = open({ kind: "raced", slow: { 问1: 3000 } });
    expect(await questionsOf(await later(desk.clock, 3000, desk.write({ id: "1" })))).toEqual(["问1"]);
    await desk.clock.advance(60_000);
    expect(desk.notes).toEqual([]);
    expect(await questionsOf(await desk.write({ id: "1" }))).toEqual(["问1"]);
  });

  it("is sent as soon as it is ready when the reply went without it", async () => {
    const desk = open({ kind: "raced", slow: { 问1: 7000 } });
    expect(await questionsOf(await later(desk.clock, 4500, desk.write({ id: "1" })))).toBeNull();
    await desk.clock.advance(2500);
    expect(pushed(desk)).toEqual(["问1"]);
    expect(await questionsOf(await desk.write({ id: "1" }))).toEqual([]);
    await desk.clock.advance(60_000);
    expect(desk.notes).toHaveLength(1);
  });

  it("that is ready between the reply and the call waits no longer than it must", async () => {
    const desk = open({ kind: "raced", slow: { 问1: 4600 } });
    await later(desk.clock, 4999, desk.write({ id: "1" }));
    expect(desk.notes).toEqual([]);
    await desk.clock.advance(1);
    expect(pushed(desk)).toEqual(["问1"]);
  });

  it("does not overtake an earlier one that is still to be sent", async () => {
    const desk = open({
      kind: "raced",
      slow: { 问1: 7000 },
      post: async (_note, count) => (count === 1 ? busy : SENT),
    });
    await later(desk.clock, 4500, desk.write({ id: "1" }));
    const second = desk.write({ id: "2" });
    await desk.clock.advance(2600);
    expect(await questionsOf(await second)).toBeNull();
    await desk.clock.advance(60_000);
    expect(pushed(desk)).toEqual(["问1", "问1", "问2"]);
  });

  it("that the bot may not send goes with the reply to the next message", async () => {
    const desk = open({ kind: "raced", slow: { 问1: 7000 }, post: async () => mayNotPush });
    await later(desk.clock, 4500, desk.write({ id: "1" }));
    await desk.clock.advance(60_000);
    expect(desk.notes).toHaveLength(1);
    expect(desk.log.join()).toContain("outbox.waits");
    expect(await questionsOf(await desk.write({ id: "2" }))).toEqual(["问1", "问2"]);
  });
});

const busy: SendResult = { status: "failed", reason: "rate" };
const mayNotPush: SendResult = { status: "failed", reason: "window", carryLater: true };

it("an answer that could not be sent before the user wrote is sent after, where replies carry none", async () => {
  const desk = open({ kind: "push", post: async (_note, count) => (count === 1 ? mayNotPush : SENT) });
  await desk.write({ id: "1" });
  await desk.clock.advance(60_000);
  await desk.write({ id: "2" });
  await desk.clock.advance(1000);
  expect(pushed(desk)).toEqual(["问1", "问1", "问2"]);
});

describe("an answer that is polled for", () => {
  it("is given to the poll that finds it, and the same to later ones", async () => {
    const desk = open({ kind: "polled", slow: { 问1: 5000 } });
    expect(await questionsOf(await desk.write({ id: "1" }))).toBeNull();
    for (let i = 0; i < 4; i++) {
      await desk.clock.advance(1000);
      expect(await questionsOf(await desk.poll("1"))).toBeNull();
    }
    await desk.clock.advance(1000);
    expect(await questionsOf(await desk.poll("1"))).toEqual(["问1"]);
    expect(await questionsOf(await desk.poll("1"))).toEqual(["问1"]);
    await desk.clock.advance(60_000);
    expect(desk.notes).toEqual([]);
  });

  it("is given by another instance over the same database", async () => {
    const clock = new FakeClock();
    const path = newDatabasePath();
    const one = open({ kind: "polled", clock, path, slow: { 问1: 3000 } });
    const other = open({ kind: "polled", clock, path, exclusive: false });
    await one.write({ id: "1" });
    await clock.advance(1000);
    expect(await questionsOf(await other.poll("1"))).toBeNull();
    await clock.advance(2000);
    expect(await questionsOf(await other.poll("1"))).toEqual(["问1"]);
    await clock.advance(60_000);
    expect([...one.notes, ...other.notes]).toEqual([]);
  });

  it("is sent once nobody polls any more", async () => {
    const desk = open({ kind: "polled", slow: { 问1: 20_000 } });
    await desk.write({ id: "1" });
    for (let i = 0; i < 15; i++) {
      await desk.clock.advance(1000);
      await desk.poll("1");
    }
    await desk.clock.advance(9999);
    expect(desk.notes).toEqual([]);
    await desk.clock.advance(1);
    expect(pushed(desk)).toEqual(["问1"]);
    expect(await questionsOf(await desk.poll("1"))).toEqual([]);
  });

  it("of a message that nobody knows is not waited for", async () => {
    const desk = open({ kind: "polled" });
    expect(await questionsOf(await desk.poll("unknown"))).toEqual([]);
  });
});

describe("an answer in several messages", () => {
  const breakAt = (part: number, result: SendResult) => {
    let isBroken = false;
    return async (note: { part: number }): Promise<SendResult> => {
      if (isBroken || note.part !== part) return SENT;
      isBroken = true;
      return result;
    };
  };

  it("goes on where it was broken off", async () => {
    const desk = open({ parts: 3, post: breakAt(1, busy) });
    await desk.write({ id: "1" });
    await desk.clock.advance(5000);
    expect(desk.notes.map(({ part }) => part)).toEqual([0, 1, 1, 2]);
    expect(new Set(desk.notes.map(({ sendKey }) => sendKey)).size).toBe(1);
    expect(desk.rows("outbox")).toMatchObject([{ state: "sent", maybe_duplicate: 0 }]);
  });

  it("is sent once more where nobody knows, flagged, and then no more", async () => {
    const lost: SendResult = { status: "failed", reason: "transient", mayHaveArrived: true };
    const desk = open({ post: async () => lost });
    await desk.write({ id: "1" });
    await desk.clock.advance(60 * 60 * 1000);
    expect(desk.notes).toHaveLength(2);
    expect(desk.rows("outbox")).toMatchObject([{ state: "dead", maybe_duplicate: 1 }]);
    expect((await desk.webhooks.metrics.render()).join("\n")).toContain("wenban_outbox_maybe_duplicate 1");
  });

  it("is tried again and never flagged where the platform knows its key", async () => {
    const lost: SendResult = { status: "failed", reason: "transient", mayHaveArrived: true };
    const desk = open({ kind: "keyed", post: async (_note, count) => (count < 4 ? lost : SENT) });
    await desk.write({ id: "1" });
    await desk.clock.advance(60 * 60 * 1000);
    expect(desk.notes).toHaveLength(4);
    expect(desk.rows("outbox")).toMatchObject([{ state: "sent", maybe_duplicate: 0 }]);
  });
});

describe("while an answer is being made", () => {
  it("signs are shown, in words, and not more often than allowed", async () => {
    const shown: [number, string][] = [];
    const clock = new FakeClock();
    const start = clock.now().getTime();
    const desk = openPaperDesk({
      clock,
      onProgress: async ({ text }) => void shown.push([clock.now().getTime() - start, text]),
      async answer(request, options) {
        await clock.wait(1000);
        options?.onEvent?.({ type: "status", status: "writing", found: 3 });
        return slowAnswerer(clock, { 问1: 9000 })(request, options);
      },
    });
    desks.push(desk);
    await desk.write({ id: "1" });
    await clock.advance(60_000);
    expect(shown).toEqual([
      [800, "正在查找相关文件…"],
      [2800, "找到 3 份相关文件，正在整理回答…"],
      [6800, "找到 3 份相关文件，正在整理回答…"],
    ]);
    expect(desk.notes).toHaveLength(1);
  });

  it("signs that stay are shown once for each thing there is to say", async () => {
    const shown: string[] = [];
    const desk = open({
      kind: "keyed",
      slow: { 问1: 60_000 },
      onProgress: async ({ text }) => void shown.push(text),
    });
    await desk.write({ id: "1" });
    await desk.clock.advance(120_000);
    expect(shown).toEqual(["正在查找相关文件…"]);
    expect(desk.notes).toHaveLength(1);
  });

  it("nothing is shown of one that is quick", async () => {
    let shown = 0;
    const desk = open({ slow: { 问1: 700 }, onProgress: async () => void shown++ });
    await desk.write({ id: "1" });
    await desk.clock.advance(10_000);
    expect([shown, desk.notes.length]).toEqual([0, 1]);
  });

  it("a sign that fails or hangs changes nothing, and is not overtaken for some seconds", async () => {
    const broken = open({
      slow: { 问1: 2000 },
      onProgress: () => Promise.reject(new Error("SECRET-DETAIL")),
    });
    await broken.write({ id: "1" });
    await broken.clock.advance(2000);
    expect(broken.notes).toHaveLength(1);
    expect(broken.log.join()).toContain("conversation.progress_failed");
    expect(broken.log.join()).not.toContain("SECRET-DETAIL");

    const hanging = open({ slow: { 问1: 2000 }, onProgress: () => new Promise(() => {}) });
    await hanging.write({ id: "1" });
    await hanging.clock.advance(2000);
    await settle();
    expect([hanging.rows("answers").length, hanging.notes.length]).toEqual([1, 0]);
    await hanging.clock.advance(3000);
    expect(hanging.notes).toHaveLength(1);
  });
});
