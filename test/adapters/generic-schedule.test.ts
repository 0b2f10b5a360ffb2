import { afterAll, describe, expect, it } from "vitest";
import { echoAnswer, openDesk, removeTestFolders } from "../support/desk.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { sendWebhook } from "../support/standard-webhook.ts";

afterAll(removeTestFolders);

/** A caller that waits for answers at an address of its own, and refuses as many of them as the test wants. */
function openCallerDesk(statuses: number[]) {
  const clock = new FakeClock();
  const arrived: { at: number; id: string | null; body: { type: string } }[] = [];
  const desk = openDesk({
    clock,
    env: { WENBAN_GENERIC_CALLBACK_URL: "https://caller.example/answers" },
    /** Later than the HTTP reply can wait. */
    async answer(request, options) {
      await clock.wait(20_000, new AbortController().signal);
      return echoAnswer(request, options);
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const id = request.headers.get("webhook-id");
      arrived.push({ at: clock.now().getTime(), id, body: await request.json() });
      return new Response(null, { status: statuses.shift() ?? 200 });
    },
  });
  const deliver = () => desk.webhooks.handle(sendWebhook({ at: clock.now() }), "generic");
  return { desk, clock, arrived, deliver };
}

describe("a generic caller with an address for answers", () => {
  it("is told that the answer is to come, and gets it once", async () => {
    const { desk, clock, arrived, deliver } = openCallerDesk([]);
    const waiting = deliver();
    await clock.advance(14_500);
    expect((await waiting).status).toBe(202);
    await clock.advance(30_000);
    await desk.idle();
    expect(arrived).toMatchObject([{ body: { type: "answer.completed" } }]);
    const again = await deliver();
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ type: "answer.sent" });
    expect(arrived).toHaveLength(1);
    desk.close();
  });

  it("is tried again by the schedule of Standard Webhooks, under the same id", async () => {
    const { desk, clock, arrived, deliver } = openCallerDesk([500, 404, 503]);
    const waiting = deliver();
    await clock.advance(14_500);
    await waiting;
    await clock.advance(40 * 60_000);
    await desk.idle();
    const waits = arrived.slice(1).map(({ at }, index) => at - (arrived[index]?.at ?? 0));
    expect(waits).toEqual([5000, 300_000, 1_800_000]);
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(1);
    expect(desk.rows("outbox")).toMatchObject([{ state: "sent" }]);
    desk.close();
  });

  it("is left alone when it says that it is gone", async () => {
    const { desk, clock, arrived, deliver } = openCallerDesk([410]);
    const waiting = deliver();
    await clock.advance(14_500);
    await waiting;
    await clock.advance(40 * 60_000);
    await desk.idle();
    expect(arrived).toHaveLength(1);
    expect(desk.rows("outbox")).toMatchObject([{ state: "dead", tries: 1 }]);
    desk.close();
  });
});
