import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnswerLog } from "../../src/conversation/answer-log.ts";
import type { Answer, Audience } from "../../src/domain.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

/** What every AnswerLog does. */
export function describeAnswerLog(name: string, create: () => AnswerLog): void {
  describe(`AnswerLog contract: ${name}`, () => {
    let log: AnswerLog;
    beforeEach(() => {
      log = create();
    });
    afterEach(() => log.close());

    const put = (
      answer: Partial<Answer>,
      audience: Audience = "public",
      answeredAt = "2026-11-20T08:00:00.000Z",
    ) => log.put({ answer: { ...sampleAnswer(), ...answer }, audience, answeredAt });

    it("gives back an answer as it was put", async () => {
      await put({ messageId: "m1" });
      expect(await log.get("m1", "public")).toEqual({ ...sampleAnswer(), messageId: "m1" });
      expect(await log.get("other", "public")).toBeNull();
    });

    it("what was answered to staff does not exist for the public", async () => {
      await put({ messageId: "m1", conversationId: "c1" }, "staff");
      expect(await log.get("m1", "public")).toBeNull();
      expect(await log.recent("c1", "public", 10)).toEqual([]);
      expect(await log.rate("m1", "public", { rating: "up" })).toBe(false);
      expect(await log.get("m1", "staff")).not.toBeNull();
      expect(await log.recent("c1", "staff", 10)).toHaveLength(2);
      expect(await log.rate("m1", "staff", { rating: "up" })).toBe(true);
    });

    it("tells the last turns of one conversation, oldest first", async () => {
      const question = (text: string) => ({ text, masked: false });
      await put({ messageId: "m1", conversationId: "c1", question: question("一"), text: "甲" });
      await put({ messageId: "m2", conversationId: "c2", question: question("二"), text: "乙" });
      await put({ messageId: "m3", conversationId: "c1", question: question("三"), text: "丙" });
      expect(await log.recent("c1", "public", 10)).toEqual([
        { role: "user", text: "一" },
        { role: "assistant", text: "甲" },
        { role: "user", text: "三" },
        { role: "assistant", text: "丙" },
      ]);
      expect(await log.recent("c1", "public", 2)).toEqual([
        { role: "user", text: "三" },
        { role: "assistant", text: "丙" },
      ]);
      expect(await log.recent("c1", "public", 0)).toEqual([]);
      expect(await log.recent("unknown", "public", 10)).toEqual([]);
    });

    it("forgets answers after 30 days", async () => {
      await put({ messageId: "old" }, "public", "2026-10-01T00:00:00.000Z");
      await put({ messageId: "kept" }, "public", "2026-10-15T00:00:00.000Z");
      await put({ messageId: "new" }, "public", "2026-11-10T00:00:00.000Z");
      expect(await log.get("old", "public")).toBeNull();
      expect(await log.get("kept", "public")).not.toBeNull();
    });

    it("rates what exists, and only that", async () => {
      await put({ messageId: "m1" });
      expect(await log.rate("m1", "public", { rating: "down", reason: "内容过时" })).toBe(true);
      expect(await log.rate("m1", "public", { rating: "up" })).toBe(true);
      expect(await log.rate("none", "public", { rating: "up" })).toBe(false);
      expect(await log.get("m1", "public")).toEqual({ ...sampleAnswer(), messageId: "m1" });
    });
  });
}
