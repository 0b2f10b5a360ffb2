import { expect, it } from "vitest";
import { waitByTimer } from "../../src/conversation/wait.ts";

it("waits until the clock shows the time, never less", async () => {
  const ends: number[] = [];
  for (let round = 0; round < 20; round++) {
    const waits = Array.from({ length: 40 }, async (_, index) => {
      const due = Date.now() + index;
      await waitByTimer(index);
      ends.push(Date.now() - due);
    });
    await Promise.all(waits);
  }
  expect(Math.min(...ends)).toBeGreaterThanOrEqual(0);
});

it("ends as soon as it is told to", async () => {
  const stop = new AbortController();
  const waiting = waitByTimer(60_000, stop.signal);
  stop.abort();
  await expect(waiting).resolves.toBeUndefined();
  await expect(waitByTimer(60_000, stop.signal)).resolves.toBeUndefined();
});
