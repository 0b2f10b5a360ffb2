import { describe, expect, it } from "vitest";
import { createAdapterMemory } from "../../../src/adapters/memory.ts";
import {
  checkTimestamp,
  createDurableReplayMemory,
  createReplayMemory,
} from "../../../src/adapters/shared/freshness.ts";

const START = Date.parse("2026-11-20T08:00:00Z");
const WINDOW_MS = 600_000;

/** A clock that the test moves. */
function clock() {
  const time = { now: START };
  return { time, now: () => new Date(time.now) };
}

describe("a timestamp", () => {
  const at = (seconds: string) => () => checkTimestamp(seconds, new Date(START), WINDOW_MS);

  it.each([0, 600, -600])("%i seconds away is fresh", (away) => {
    expect(at(String(START / 1000 + away))).not.toThrow();
  });

  it.each([601, -601])("%i seconds away is not", (away) => {
    expect(at(String(START / 1000 + away))).toThrow(expect.objectContaining({ code: "webhook.stale" }));
  });

  it.each(["", "abc", "-1", "1e3", "1717000000.5", " 1717000000", "1".repeat(13)])("%j is none", (text) => {
    expect(at(text)).toThrow(expect.objectContaining({ code: "webhook.bad_signature" }));
  });
});

describe("a nonce", () => {
  const REPLAY = expect.objectContaining({ code: "webhook.replay" });

  it("is good for one proof while it can be fresh, and forgotten after", () => {
    const { time, now } = clock();
    const { check } = createReplayMemory(now, WINDOW_MS);
    check("n", "a");
    check("n", "a");
    expect(() => check("n", "b")).toThrow(REPLAY);
    time.now += 2 * WINDOW_MS;
    expect(() => check("n", "b")).not.toThrow();
  });

  it("is remembered beyond a restart where it has to be", async () => {
    const { now } = clock();
    const memory = createAdapterMemory(now)("wechat/default");
    const open = () => createDurableReplayMemory(memory, now, WINDOW_MS);
    await open().check("n", "a");
    await open().check("n", "a");
    await expect(open().check("n", "b")).rejects.toThrow(REPLAY);
    await expect(open().check("m", "b")).resolves.toBeUndefined();
  });

  it("that can't be noted is good for one proof all the same", async () => {
    const { now } = clock();
    const memory = { ...createAdapterMemory(now)("c"), set: () => Promise.reject(new Error("disk full")) };
    const { check } = createDurableReplayMemory(memory, now, WINDOW_MS);
    await expect(check("n", "a")).resolves.toBeUndefined();
    await expect(check("n", "b")).rejects.toThrow(REPLAY);
  });

  it("is good for one of two that come at once", async () => {
    const { now } = clock();
    const { check } = createDurableReplayMemory(createAdapterMemory(now)("c"), now, WINDOW_MS);
    const ends = await Promise.allSettled([check("n", "a"), check("n", "b")]);
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });
});
