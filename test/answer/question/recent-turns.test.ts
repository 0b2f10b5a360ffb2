import { describe, expect, it } from "vitest";
import { recentTurns } from "../../../src/answer/question/recent-turns.ts";

describe("recentTurns", () => {
  it("keeps the last turns, in order", () => {
    const history = Array.from({ length: 40 }, (_, i) => ({ role: "user" as const, text: `第${i}问` }));
    expect(recentTurns(history).map(({ text }) => text)).toEqual(history.slice(-12).map(({ text }) => text));
  });

  it("cuts a turn that is longer than one may be", () => {
    const [question, answer] = recentTurns([
      { role: "user", text: "证".repeat(90_000) },
      { role: "assistant", text: "答".repeat(90_000) },
    ]);
    expect([question?.text.length, answer?.text.length]).toEqual([300, 1_200]);
  });
});
