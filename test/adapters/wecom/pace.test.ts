import { describe, expect, it } from "vitest";
import { createConnection } from "../../../src/adapters/connection.ts";
import { createPace } from "../../../src/adapters/wecom/pace.ts";
import { sendOverSocket, showOverSocket } from "../../../src/adapters/wecom/socket.ts";
import { openWecom, replyWith } from "../../support/wecom-bot.ts";

const START = Date.parse("2026-11-20T08:00:00Z");

/** A connection whose platform takes every frame. */
function openFrames() {
  const taken: unknown[] = [];
  const connection = createConnection();
  connection.exchange = async (frame) => {
    taken.push(frame);
    return { errcode: 0 };
  };
  return { connection, frames: () => taken };
}

describe("the pace at which somebody is written to", () => {
  it("is thirty messages within any minute, each person for themselves", () => {
    let time = START;
    const pace = createPace(() => new Date(time));
    for (let index = 0; index < 30; index++) {
      expect(pace.take("a")).toBe(0);
      time += 1000;
    }
    expect([pace.take("a"), pace.take("a"), pace.take("b")]).toEqual([30_000, 30_000, 0]);
    time += 30_000;
    expect([pace.take("a"), pace.take("a")]).toEqual([0, 1000]);
  });

  it("is a thousand within any hour", () => {
    let time = START;
    const pace = createPace(() => new Date(time));
    for (let index = 0; index < 1000; index++) {
      expect(pace.take("a")).toBe(0);
      time += 3000;
    }
    expect(pace.take("a")).toBe(10 * 60_000);
  });

  it("leaves room for answers behind what only shows that one is being made", async () => {
    const { connection, frames } = openFrames();
    const way = { connection, pace: createPace(() => new Date(START)) };
    const handle = { route: "socket", requestId: "r", streamId: "s", chat: "g", chatType: "2" };
    for (let index = 0; index < 40; index++) await showOverSocket(way, handle, `${index}`);
    expect(frames()).toHaveLength(10);
    for (let index = 0; index < 20; index++) {
      expect(await sendOverSocket(way, handle, "答")).toMatchObject({ status: "sent" });
    }
    expect(await sendOverSocket(way, handle, "答")).toMatchObject({ status: "failed", reason: "rate" });
  });

  it("holds back what the platform would drop", async () => {
    const { adapter, calls, clock } = openWecom();
    const toMember = { id: "u", kind: "direct" as const, handle: { route: "app", user: "zhangsan" } };
    for (let index = 0; index < 30; index++) {
      const sent = await adapter.send(toMember, replyWith({}, { sendKey: `k${index}` }));
      expect(sent.status).toBe("sent");
    }
    const held = await adapter.send(toMember, replyWith({}, { sendKey: "k30" }));
    expect(held).toEqual({ status: "failed", reason: "rate", retryAfterMs: 60_000 });
    expect(calls.shown).toHaveLength(30);
    clock.now = new Date(clock.now.getTime() + 60_000);
    expect(await adapter.send(toMember, replyWith({}, { sendKey: "k30" }))).toMatchObject({ status: "sent" });
  });
});
