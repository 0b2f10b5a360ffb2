import { afterAll, describe, expect, it } from "vitest";
import type { Bot } from "../../src/adapters/read-bots.ts";
import { LEASE_MS } from "../../src/conversation/conversation-store.ts";
import { startListeners } from "../../src/conversation/listeners.ts";
import { WenbanError } from "../../src/errors.ts";
import { silentLogger } from "../../src/logger.ts";
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

function open(options: PaperDeskOptions = {}) {
  const desk = openPaperDesk(options);
  desks.push(desk);
  return desk;
}

describe("the order to stop", () => {
  it("hands over what is not answered in time, and the next process answers it", async () => {
    const clock = new FakeClock();
    const path = newDatabasePath();
    let isStopped = false;
    const before = open({
      clock,
      path,
      answer: (_request, options) =>
        new Promise(() => options?.signal?.addEventListener("abort", () => (isStopped = true))),
    });
    await before.write({ id: "1" });
    await clock.advance(5000);
    const drained = before.webhooks.drain();
    expect(before.webhooks.unwell()).toBe("draining");
    await clock.advance(20_000);
    await drained;
    expect(isStopped).toBe(true);
    const after = open({ clock, path });
    after.webhooks.resume();
    await clock.advance(1000);
    expect(after.rows("inbox")).toMatchObject([{ state: "answered" }]);
    await after.webhooks.drain();
  });
});

describe("a worker that stood still", () => {
  it("has lost its message to another one, and neither answers nor sends it", async () => {
    const clock = new FakeClock();
    const path = newDatabasePath();
    const stalled = { resolve: () => {} };
    const slow = open({
      clock,
      path,
      answer: async (request, options) => {
        await new Promise<void>((resolve) => Object.assign(stalled, { resolve }));
        return slowAnswerer(clock, {})(request, options);
      },
    });
    await slow.write({ id: "1" });
    const other = open({ clock, path, exclusive: false });
    // Time that passes in one leap, as for a process that was stopped: nobody renews in between.
    clock.leap(31_000);
    other.webhooks.resume();
    await settle();
    expect(questionsIn(other.notes.map(({ text }) => text))).toEqual(["问1"]);
    stalled.resolve();
    await clock.advance(1000);
    expect(slow.notes).toEqual([]);
    expect(slow.rows("answers")).toHaveLength(1);
    await other.webhooks.drain();
  });

  it("keeps what it works on for as long as that takes", async () => {
    const clock = new FakeClock();
    const path = newDatabasePath();
    const one = open({
      clock,
      path,
      post: async () => {
        await clock.wait(3 * LEASE_MS);
        return SENT;
      },
    });
    const other = open({ clock, path, exclusive: false });
    await one.write({ id: "1" });
    other.webhooks.resume();
    await clock.advance(3 * LEASE_MS);
    expect([one.notes.length, other.notes.length]).toEqual([1, 0]);
    expect(one.rows("outbox")).toMatchObject([{ state: "sent", maybe_duplicate: 0 }]);
    await other.webhooks.drain();
  });
});

describe("when more comes in than can be answered", () => {
  /** A desk whose workers are all busy and whose next message has waited for so many milliseconds. */
  async function openBusy(kind: "push" | "passive", ms: number) {
    const clock = new FakeClock();
    const path = newDatabasePath();
    const desk = open({ kind, clock, path });
    await desk.webhooks.drain();
    void desk.write({ id: "old" });
    await clock.advance(ms);
    return desk;
  }

  it("a message is turned away before it is read, so that the platform delivers it again", async () => {
    const desk = await openBusy("push", 61_000);
    const response = await desk.write({ id: "new" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(desk.rows("inbox")).toHaveLength(1);
  });

  it("a message is told so where its platform would not deliver it again", async () => {
    const desk = await openBusy("passive", 61_000);
    const { texts } = await (await desk.write({ id: "new" })).json();
    expect(texts).toEqual(["提问的人较多，请稍后再试。"]);
    const known = desk.write({ id: "old" });
    await desk.clock.advance(4500);
    expect(desk.rows("inbox")).toMatchObject([{ deliveries: 2 }]);
    await desk.clock.advance(60_000);
    expect((await known).status).toBe(503);
  });

  it("nothing is turned away before that", async () => {
    const desk = await openBusy("push", 59_000);
    expect((await desk.write({ id: "new" })).status).toBe(200);
  });
});

it("a store that can't be written makes the service look unwell for a while", async () => {
  let isFull = false;
  const desk = open({
    beforeCommit: () => {
      if (isFull) throw new Error("disk full");
    },
  });
  isFull = true;
  expect((await desk.write({ id: "1" })).status).toBe(503);
  expect(desk.webhooks.unwell()).toBe("storage");
  isFull = false;
  await desk.write({ id: "1" });
  expect(desk.webhooks.unwell()).toBeNull();
});

describe("a storm of redeliveries", () => {
  it("adds no answers, and what has its answer writes nothing", async () => {
    const desk = open();
    for (let id = 0; id < 50; id++) await desk.write({ id: `${id}`, user: `u${id}` });
    await desk.clock.advance(1000);
    const before = desk.rows("inbox");
    for (let i = 0; i < 20; i++) {
      await Promise.all(Array.from({ length: 50 }, (_, id) => desk.write({ id: `${id}`, user: `u${id}` })));
    }
    await desk.clock.advance(1000);
    expect([desk.asked.length, desk.notes.length]).toEqual([50, 50]);
    expect(desk.rows("inbox")).toEqual(before);
  });
});

describe("a long connection", () => {
  const message = {
    key: "1",
    conversation: { id: "u1", kind: "direct" as const, handle: {} },
    sender: "u1",
    text: "问1",
    pushAfterMs: 0,
  };

  it("brings messages that are stored before they are acknowledged", async () => {
    const desk = open();
    await desk.webhooks.deliver("paper/default", [message]);
    expect(desk.rows("inbox")).toHaveLength(1);
    await desk.clock.advance(1000);
    expect(questionsIn(desk.notes.map(({ text }) => text))).toEqual(["问1"]);
  });

  it("is opened again when it ends, soon after it broke and rarely after a refusal, until it is stopped", async () => {
    const clock = new FakeClock();
    const begun: number[] = [];
    const ends: (Error | null)[] = [
      new Error("broke"),
      null,
      new WenbanError("unauthorized", "listener.refused", "no"),
    ];
    const listener = {
      listen: (_deliver: unknown, signal: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          begun.push((clock.now().getTime() - start) / 1000);
          const end = ends.shift();
          if (end === undefined) signal.addEventListener("abort", () => resolve());
          else if (end === null) resolve();
          else reject(end);
        }),
    };
    const start = clock.now().getTime();
    const bots = [{ channel: "paper/default", listener }] as unknown as Bot[];
    const deliver = async () => {};
    const listeners = startListeners({
      bots,
      deliver,
      now: clock.now,
      wait: clock.wait,
      logger: silentLogger,
    });
    await clock.advance(4000);
    expect([...listeners.running()]).toEqual([["paper/default", false]]);
    await clock.advance(600_000);
    expect(begun).toEqual([0, 1, 3, 603]);
    expect([...listeners.running()]).toEqual([["paper/default", true]]);
    await listeners.stop();
    expect(clock.sleepers).toBe(0);
  });
});

it("a reply that lapsed is known when the service comes back", async () => {
  const clock = new FakeClock();
  const desk = open({ kind: "passive", clock, answer: slowAnswerer(clock, { 问1: 6000 }) });
  const first = desk.write({ id: "1" });
  await clock.advance(5500);
  expect((await first).status).toBe(503);
  const again = desk.write({ id: "1" });
  await clock.advance(500);
  expect(await questionsOf(await again)).toEqual(["问1"]);
});
