import { describe, expect, it } from "vitest";
import type { OutgoingReply, SendResult } from "../../../src/adapters/adapter.ts";
import { sendPieces } from "../../../src/adapters/shared/send-pieces.ts";

/** Sends pieces over a platform that refuses `refused`; tells what was sent and noted. */
async function sendAll(pieces: string[], delivered = 0, refused?: string) {
  const events: string[] = [];
  const reply: OutgoingReply = {
    parts: [],
    sendKey: "k",
    delivered,
    maybeDuplicate: false,
    noteDelivered: async (count) => void events.push(`noted ${count}`),
  };
  const result = await sendPieces(pieces, reply, async (piece, index): Promise<SendResult> => {
    events.push(`${index} ${piece}`);
    return piece === refused
      ? { status: "failed", reason: "rate", retryAfterMs: 2000 }
      : { status: "sent", platformMessageId: `m-${piece}` };
  });
  return { result, events };
}

describe("sending a reply in pieces", () => {
  it("sends one after the other and notes all but the last", async () => {
    const { result, events } = await sendAll(["a", "b", "c"]);
    expect(events).toEqual(["0 a", "noted 1", "1 b", "noted 2", "2 c"]);
    expect(result).toEqual({ status: "sent", platformMessageId: "m-c" });
  });

  it("goes on where an earlier try ended", async () => {
    expect((await sendAll(["a", "b", "c"], 1)).events).toEqual(["1 b", "noted 2", "2 c"]);
  });

  it("stops where a piece fails, with the platform's reason", async () => {
    const { result, events } = await sendAll(["a", "b", "c"], 0, "b");
    expect(events).toEqual(["0 a", "noted 1", "1 b"]);
    expect(result).toEqual({ status: "failed", reason: "rate", retryAfterMs: 2000 });
  });

  it.each([
    ["nothing", [], 0],
    ["what was delivered already", ["a"], 1],
  ])("has sent %s without a call", async (_name, pieces, delivered) => {
    const { result, events } = await sendAll(pieces, delivered);
    expect(events).toEqual([]);
    expect(result).toEqual({ status: "sent", platformMessageId: null });
  });
});
