import { afterAll, describe, expect, it, vi } from "vitest";
import { createSendTurns } from "../../src/conversation/send-turns.ts";
import { removeTestFolders, type TestDesk } from "../support/desk.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { openPaperDesk, SENT } from "../support/paper-desk.ts";
import { PAPER_SECRET, type PaperKind, writePaper } from "../support/paper-platform.ts";

const desks: TestDesk[] = [];
afterAll(() => {
  for (const desk of desks) desk.close();
  removeTestFolders();
});

/** A desk whose platform takes its time for each call, by the conversation; counts the calls under way. */
function openSlowDesk(kind: PaperKind, tookMs: (conversation: string) => number) {
  const clock = new FakeClock();
  const calls = { underway: 0, most: 0 };
  const desk = openPaperDesk({
    clock,
    kind,
    env: { WENBAN_PAPER__KEYED_SECRET: PAPER_SECRET, WENBAN_PAPER__KEYED_KIND: "keyed" },
    async post({ conversation }) {
      calls.underway++;
      calls.most = Math.max(calls.most, calls.underway);
      await clock.wait(tookMs(conversation));
      calls.underway--;
      return SENT;
    },
  });
  desks.push(desk);
  const ask = async (count: number) => {
    for (let n = 0; n < count; n++) await desk.write({ id: `${n}`, user: `u${n}` });
  };
  const sent = () => desk.notes.map(({ conversation }) => conversation);
  const inDoubt = () => desk.rows("outbox").filter(({ state }) => state === "sending").length;
  return { desk, clock, calls, ask, sent, inDoubt };
}

describe("answers to a platform without keys", () => {
  it("go out one after the other, so that a crash leaves one in doubt", async () => {
    const { clock, calls, ask, sent, inDoubt } = openSlowDesk("push", () => 200);
    await ask(6);
    for (let ms = 0; ms < 1100; ms += 50) {
      await clock.advance(50);
      expect(inDoubt()).toBeLessThanOrEqual(1);
    }
    await clock.advance(200);
    expect(sent()).toHaveLength(6);
    expect(calls.most).toBe(1);
  });

  it("do not wait longer than a second for one that hangs", async () => {
    const { clock, ask, sent } = openSlowDesk("push", (user) => (user === "u0" ? 60_000 : 10));
    await ask(3);
    await clock.advance(999);
    expect(sent()).toEqual(["u0"]);
    await clock.advance(20);
    expect(sent()).toEqual(["u0", "u1", "u2"]);
  });

  it("wait three seconds at most: then several go out at once", async () => {
    const { clock, calls, ask, sent } = openSlowDesk("push", () => 900);
    await ask(10);
    await clock.advance(2999);
    expect([calls.most, sent().length]).toEqual([1, 4]);
    await clock.advance(1000);
    expect(calls.most).toBeGreaterThan(4);
    expect(sent()).toHaveLength(10);
  });

  it("do not hold up those to a platform with keys, which go out together", async () => {
    const { desk, clock, calls, ask, sent } = openSlowDesk("push", (user) => (user === "u0" ? 900 : 300));
    await ask(2);
    for (const user of ["k1", "k2", "k3"])
      await desk.webhooks.handle(writePaper({ id: user, user }), "paper", "keyed");
    await clock.advance(0);
    expect(sent().toSorted()).toEqual(["k1", "k2", "k3", "u0"]);
    expect(calls.underway).toBe(4);
    await clock.advance(2000);
    expect(sent()).toHaveLength(5);
  });

  it("go on after one that failed", async () => {
    const clock = new FakeClock();
    const desk = openPaperDesk({
      clock,
      post: async (_note, count) => (count === 1 ? { status: "failed", reason: "blocked" } : SENT),
    });
    desks.push(desk);
    for (const user of ["u0", "u1", "u2"]) await desk.write({ id: user, user });
    await clock.advance(0);
    expect(desk.rows("outbox").map(({ state }) => state)).toEqual(["dead", "sent", "sent"]);
  });

  it("go out one after the other in a process that was slow to start, too", async () => {
    const clock = new FakeClock();
    const turns = createSendTurns({ runtime: clock, wait: clock.wait, onFree: () => {} });
    const dueAt = clock.now();
    await clock.advance(10_000);
    await turns.take()?.turn(dueAt);
    const second = vi.fn();
    void turns.take()?.turn(dueAt).then(second);
    await clock.advance(999);
    expect(second).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(second).toHaveBeenCalledOnce();
  });
});
